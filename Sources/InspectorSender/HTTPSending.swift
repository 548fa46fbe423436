import AsyncHTTPClient
import CloudEvents
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
    let message = try HTTPSending.addressed(message, to: address)
    let proxy = proxy(for: address)
    if let proxy, !proxy.isSOCKS, case .http(let host, let port, _, isTLS: false, _) = address {
      return try await send(message, to: address, host: host, port: port, through: proxy)
    }
    if !message.isPlain {
      guard proxy == nil else {
        throw .unsendable(
          address, reason: "its header or its target can only be sent as it is without a proxy")
      }
      return try await sendDirectly(message, to: address)
    }
    let request = HTTPSending.request(message, to: address)
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

  /// To a proxy, which gets the whole URL.
  private func send(
    _ message: OutgoingMessage, to address: Address, host: String, port: Int,
    through proxy: ProxySettings.Proxy
  ) async throws(SendError) -> SendResult {
    var message = message
    message.target = Array("http://\(Address.bracketed(host)):\(port)".utf8) + (message.target ?? [])
    if let userinfo = proxy.userinfo {
      message.fields.removeAll { $0.name.lowercased() == "proxy-authorization" }
      let credentials = Base64.encode(HTTPSending.unescaped(userinfo[...]).utf8)
      message.fields.append(("Proxy-Authorization", Array("Basic \(credentials)".utf8)))
    }
    return try await send(
      message, to: address, peer: .host(proxy.host, port: proxy.port, isTLS: false),
      saying: "the proxy \(proxy.host):\(proxy.port): ")
  }

  /// To the address itself, on a connection of its own.
  private func sendDirectly(
    _ message: OutgoingMessage, to address: Address
  ) async throws(SendError) -> SendResult {
    switch address {
    case .http(let host, let port, _, let isTLS, _):
      try await send(message, to: address, peer: .host(host, port: port, isTLS: isTLS))
    case .unix(let path), .unixNDJSON(let path):
      try await send(message, to: address, peer: .unix(path: path))
    }
  }

  private func send(
    _ message: OutgoingMessage, to address: Address, peer: DirectSending.Peer, saying prefix: String = ""
  ) async throws(SendError) -> SendResult {
    do {
      return try await DirectSending(options).send(message, to: peer)
    } catch ChannelError.ioOnClosedChannel {
      throw .timedOut(address, after: options.timeout, attempts: 1)
    } catch {
      throw unreachable(address, prefix + ConnectionProblem.reason(error))
    }
  }

  func shutdown() async {
    await clients.shutdown()
  }

  private func proxy(for address: Address) -> ProxySettings.Proxy? {
    guard case .http(let host, let port, _, let isTLS, _) = address else { return nil }
    return options.proxies.proxy(host: host, port: port, isTLS: isTLS)
  }

  /// The message with the address's target and credentials where it has none of its own, and with a Host.
  private static func addressed(
    _ message: OutgoingMessage, to address: Address
  ) throws(SendError) -> OutgoingMessage {
    var message = message
    // Only paths are joined to an address: an absolute target would lead elsewhere.
    let own = message.target?.first == UInt8(ascii: "/") ? message.target : nil
    switch address {
    case .http(let host, let port, let target, let isTLS, let userinfo):
      message.target = own ?? Array(target.utf8)
      if let userinfo, !message.has("authorization") {
        let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = unescaped(parts[0])
        let password = parts.count > 1 ? unescaped(parts[1]) : ""
        let credentials = Base64.encode("\(name):\(password)".utf8)
        message.fields.append(("Authorization", Array("Basic \(credentials)".utf8)))
      }
      if !message.has("host") {
        let authority = Address.bracketed(host) + (port == (isTLS ? 443 : 80) ? "" : ":\(port)")
        message.fields.insert(("Host", Array(authority.utf8)), at: 0)
      }
    case .unix:
      message.target = own ?? [UInt8(ascii: "/")]
      if !message.has("host") { message.fields.insert(("Host", Array("localhost".utf8)), at: 0) }
    case .unixNDJSON:
      throw .unsendable(address, reason: "it takes lines, not HTTP")
    }
    if let fault = RequestHead.fault(
      method: message.method, target: message.target ?? [], fields: message.fields)
    {
      throw .unsendable(address, reason: fault)
    }
    return message
  }

  /// A plain message as the client takes it.
  private static func request(_ message: OutgoingMessage, to address: Address) -> HTTPClientRequest {
    let target = String(decoding: message.target ?? [], as: UTF8.self)
    var request =
      switch address {
      case .http(let host, let port, _, let isTLS, _):
        HTTPClientRequest(url: "\(isTLS ? "https" : "http")://\(Address.bracketed(host)):\(port)\(target)")
      case .unix(let path), .unixNDJSON(let path):
        HTTPClientRequest(url: "http+unix://\(escaped(path))\(target)")
      }
    request.method = HTTPMethod(rawValue: message.method)
    request.headers.add(
      contentsOf: message.fields.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) })
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
