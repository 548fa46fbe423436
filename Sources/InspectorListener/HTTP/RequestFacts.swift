import NIOHTTP1

/// What a request's head says, as far as `RequestMachine` has to know.
struct RequestFacts: Equatable {
  enum Method: Equatable {
    case post, put, options, get, head, connect, other
  }

  var method = Method.post
  var methodName = "POST"
  var target = "/"
  var isHTTP10 = false
  /// Whether the peer wants the connection kept: version and Connection taken together.
  var wantsKeepAlive = true
  /// The first Host, and how many there are: requests are many, so nothing here is an array without need.
  var host: String?
  var hostCount = 0
  var origin: String?
  var secFetchSite: String?
  var expect: String?
  var contentEncoding: String?
  /// The first Content-Length as it came, and how many there are.
  var contentLengthText: String?
  var contentLengthCount = 0
  var transferEncodings: [String] = []
  var webhookOrigin: String?
  var webhookRate: String?
  var webhookCallback: String?
  /// Whether this is a WebSocket's opening handshake, and what it offers.
  var asksWebSocket = false
  var webSocketKey: String?
  var webSocketVersion: String?
  var webSocketOffer: String?
  /// Whether the peer asks for another protocol.
  var asksUpgrade = false

  /// Whether it came as an HTTP/2 stream, whose frames tell where the body ends.
  var isStream = false
  var streamHasBody = false

  init() {}

  init(_ head: HTTPRequestHead) {
    setMethod(head.method)
    target = head.uri
    isHTTP10 = head.version.minor == 0
    wantsKeepAlive = head.isKeepAlive
    for (name, value) in head.headers { add(name: name, value: value) }
  }

  mutating func setMethod(_ method: HTTPMethod) {
    switch method {
    case .POST: self.method = .post
    case .PUT: self.method = .put
    case .OPTIONS: self.method = .options
    case .GET: self.method = .get
    case .HEAD: self.method = .head
    case .CONNECT: self.method = .connect
    default: self.method = .other
    }
    if self.method != .post { methodName = method.rawValue }
  }

  /// Notes one field, if it decides anything.
  mutating func add(name: String, value: String) {
    var name = name
    guard let field = name.withUTF8({ RequestField(UnsafeRawBufferPointer($0)) }) else { return }
    switch field {
    case .host:
      host = host ?? value.withoutTrailingSpace
      hostCount += 1
    // NIO has judged them: `wantsKeepAlive`.
    case .connection, .proxyConnection: break
    // A second one cannot hide behind one that is served.
    case .origin: origin = RequestFacts.list(origin, value)
    case .expect: expect = RequestFacts.list(expect, value)
    case .upgrade:
      if value.withoutTrailingSpace.isField("websocket"), method == .get, !isHTTP10 { asksWebSocket = true }
      asksUpgrade = true
    case .contentLength:
      contentLengthText = contentLengthText ?? value.withoutTrailingSpace
      contentLengthCount += 1
    case .secFetchSite: secFetchSite = RequestFacts.list(secFetchSite, value)
    case .contentEncoding: contentEncoding = RequestFacts.list(contentEncoding, value)
    case .transferEncoding: transferEncodings.append(value.withoutTrailingSpace)
    case .webSocketKey: webSocketKey = value.withoutTrailingSpace
    case .webSocketVersion: webSocketVersion = RequestFacts.list(webSocketVersion, value)
    case .webSocketProtocol: webSocketOffer = RequestFacts.list(webSocketOffer, value)
    case .webhookOrigin: webhookOrigin = value.withoutTrailingSpace
    case .webhookRate: webhookRate = value.withoutTrailingSpace
    case .webhookCallback: webhookCallback = value.withoutTrailingSpace
    }
  }

  /// A field that stands there again goes on with the first (RFC 9110, 5.3).
  private static func list(_ known: String?, _ value: String) -> String {
    let value = value.withoutTrailingSpace
    return known.map { "\($0), \(value)" } ?? value
  }

  /// How long the request line is, with its line break, if nothing stands in it that should not.
  var requestLineLength: Int {
    methodName.utf8.count + target.utf8.count + " ".count * 2 + "HTTP/1.1\r\n".utf8.count
  }

  /// The length of the body where it is announced, nil where it is not, or not well. What is beyond counting
  /// is the largest there is.
  var contentLength: Int? {
    guard contentLengthCount == 1, let text = contentLengthText, !text.isEmpty else { return nil }
    var length = 0
    for digit in text.utf8 {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      let (tens, isTooMuch) = length.multipliedReportingOverflow(by: 10)
      let (sum, isMore) = tens.addingReportingOverflow(Int(digit) - 0x30)
      if isTooMuch || isMore { return .max }
      length = sum
    }
    return length
  }

  var isChunked: Bool { !transferEncodings.isEmpty }

  var hasBody: Bool { isStream ? streamHasBody : isChunked || (contentLength ?? 0) > 0 }

  /// Whether this asks for the listener's own health, which is no delivery.
  var isHealthCheck: Bool {
    (method == .get || method == .head) && path.isExactly("/healthz")
  }

  /// The target's path, in whichever form it came.
  private var path: Substring {
    let path = target.prefix { $0 != "?" }
    guard !path.beginsExactly("/"), let authority = path.firstRange(of: "://") else { return path }
    return path[authority.upperBound...].drop { $0 != "/" }
  }

  /// The authority of a target in absolute form (RFC 9112, 3.2.2); nil where it is in another form, or has
  /// another scheme.
  var targetAuthority: Substring? {
    guard let scheme = target.firstIndex(of: ":") else { return nil }
    let name = String(target[..<scheme])
    guard name.isField("http") || name.isField("https"), target[scheme...].hasPrefix("://") else {
      return nil
    }
    return target[scheme...].dropFirst(3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
  }
}

extension String {
  /// Without white space at its end, which is no part of a field's value. The parser leaves it there.
  var withoutTrailingSpace: String {
    guard let last = utf8.last, last == 0x20 || last == 0x09 else { return self }
    var rest = self[...]
    while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
    return String(rest)
  }

  /// Whether this is the field name `lowercased`, in any case. ASCII only, as field names are.
  func isField(_ lowercased: StaticString) -> Bool {
    var name = self
    return name.withUTF8 { bytes in
      guard bytes.count == lowercased.utf8CodeUnitCount else { return false }
      for index in bytes.indices {
        let byte = bytes[index]
        let folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
        if folded != lowercased.utf8Start[index] { return false }
      }
      return true
    }
  }
}
