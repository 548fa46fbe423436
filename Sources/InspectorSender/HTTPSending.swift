import AsyncHTTPClient
import InspectorCore
import NIOCore
import NIOHTTP1
import NIOPosix

/// One attempt over HTTP: a client that adds nothing, follows nothing, and unpacks nothing.
struct HTTPSending: Sendable {
  private let options: SenderOptions
  private let clients: ClientPool

  init(_ options: SenderOptions) {
    self.options = options
    clients = ClientPool(options)
  }

  func send(_ message: OutgoingMessage, to address: Address) async throws(SendError) -> SendResult {
    let request = try HTTPSending.request(message, to: address)
    let proxy = proxy(for: address)
    if let proxy, !proxy.isSOCKS, case .http(let host, let port, _, isTLS: false, _) = address {
      return try await send(request, message, to: address, host: host, port: port, through: proxy)
    }
    let client: HTTPClient
    do {
      client = try clients.client(for: proxy)
    } catch {
      throw .unsendable(address, reason: "\(error)")
    }
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

  private func send(
    _ request: HTTPClientRequest, _ message: OutgoingMessage, to address: Address, host: String, port: Int,
    through proxy: ProxySettings.Proxy
  ) async throws(SendError) -> SendResult {
    var headers = request.headers
    if !headers.contains(name: "Host") {
      headers.add(name: "Host", value: Address.bracketed(host) + (port == 80 ? "" : ":\(port)"))
    }
    do {
      return try await ProxySending(options).send(
        method: message.method, url: request.url, headers: headers, body: message.body, through: proxy)
    } catch ChannelError.ioOnClosedChannel {
      throw .timedOut(address, after: options.timeout, attempts: 1)
    } catch {
      throw unreachable(address, "the proxy \(proxy.host):\(proxy.port): " + ConnectionProblem.reason(error))
    }
  }

  func shutdown() async {
    await clients.shutdown()
  }

  private func proxy(for address: Address) -> ProxySettings.Proxy? {
    guard case .http(let host, let port, _, let isTLS, _) = address else { return nil }
    return options.proxies.proxy(host: host, port: port, isTLS: isTLS)
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

  static func unescaped(_ text: Substring) -> String {
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
