import AsyncHTTPClient
import InspectorCore
import NIOCore
import NIOHTTP1
import NIOPosix

/// One attempt over HTTP: a client that adds nothing, follows nothing, and unpacks nothing.
struct HTTPSending: Sendable {
  private let options: SenderOptions
  private let client: HTTPClient

  init(_ options: SenderOptions) {
    self.options = options
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: TimeAmount(min(options.timeout, .seconds(10))), read: TimeAmount(options.timeout)))
    configuration.decompression = .disabled
    configuration.httpVersion = .http1Only
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.connections
    // Shorter than what servers keep: a connection is not taken up in the moment in which it is closed.
    configuration.connectionPool.idleTimeout = .seconds(15)
    // How often to try is the sender's decision.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func send(_ message: OutgoingMessage, to address: Address) async throws(SendError) -> SendResult {
    let request = try HTTPSending.request(message, to: address)
    let start = ContinuousClock.now
    do {
      let response = try await client.execute(request, timeout: TimeAmount(options.timeout))
      var body: [UInt8] = []
      for try await part in response.body {
        body.append(contentsOf: part.readableBytesView.prefix(options.maxAnswer - body.count))
        if body.count >= options.maxAnswer { break }
      }
      return SendResult(
        status: Int(response.status.code), reason: response.status.reasonPhrase,
        headers: response.headers.map { ($0.name, $0.value) }, body: body,
        duration: ContinuousClock.now - start, attempts: 1)
    } catch {
      throw sendError(error, address)
    }
  }

  func shutdown() async {
    // A client that is shut down twice is shut down.
    try? await client.shutdown()
  }

  private static func request(_ message: OutgoingMessage, to address: Address) throws(SendError)
    -> HTTPClientRequest
  {
    let given = message.target ?? ""
    // Only paths are joined to an address: an absolute target would lead elsewhere.
    let own = given.hasPrefix("/") ? given : nil
    var request: HTTPClientRequest
    switch address {
    case .http(let host, let port, let target, let isTLS, let userinfo):
      request = HTTPClientRequest(
        url: "\(isTLS ? "https" : "http")://\(Address.bracketed(host)):\(port)\(own ?? target)")
      let isAuthorized = message.headers.contains { $0.name.lowercased() == "authorization" }
      if let userinfo, !isAuthorized {
        let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        request.setBasicAuth(
          username: unescaped(parts[0]), password: parts.count > 1 ? unescaped(parts[1]) : "")
      }
    case .unix(let path):
      request = HTTPClientRequest(url: "http+unix://\(escaped(path))\(own ?? "/")")
      if !message.headers.contains(where: { $0.name.lowercased() == "host" }) {
        request.headers.add(name: "Host", value: "localhost")
      }
    case .unixNDJSON:
      throw .unsendable(address, reason: "it takes lines, not HTTP")
    }
    request.method = HTTPMethod(rawValue: message.method)
    request.headers.add(contentsOf: message.headers.map { ($0.name, $0.value) })
    request.body = .bytes(ByteBuffer(bytes: message.body))
    return request
  }

  private func sendError(_ error: any Error, _ address: Address) -> SendError {
    if error is CancellationError { return .cancelled(address) }
    guard let error = error as? HTTPClientError else {
      return unreachable(address, ConnectionProblem.reason(error))
    }
    switch error {
    case .deadlineExceeded, .readTimeout, .writeTimeout:
      return .timedOut(address, after: options.timeout, attempts: 1)
    case .cancelled, .alreadyShutdown:
      return .cancelled(address)
    case .connectTimeout:
      return unreachable(address, "the connection was not accepted in time")
    case .remoteConnectionClosed, .uncleanShutdown:
      return unreachable(address, "the connection was closed before an answer came")
    case .tlsHandshakeTimeout:
      return unreachable(address, "the TLS handshake did not end; is it http:// rather than https://?")
    default:
      return .unsendable(address, reason: error.shortDescription)
    }
  }

  private func unreachable(_ address: Address, _ reason: String) -> SendError {
    .unreachable(address, reason: reason, attempts: 1)
  }

  /// A socket's path as the host of a URL.
  private static func escaped(_ path: String) -> String {
    path.utf8.reduce(into: "") { result, byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let hex = UInt8(String(rest.prefix(2)) ?? "", radix: 16)
      {
        bytes.append(hex)
        rest.removeFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
