import CloudEventsHTTP
import InspectorCore

/// A refusal with what its answer needs besides: header fields, and whether the connection ends with it.
struct TurnedAway: Equatable {
  var refusal: Delivery.Refusal
  var headers: [Field] = []
  /// Where the rest of the message cannot be trusted, or is not worth reading, the connection ends.
  var closes = false
  /// Whether this was meant as a delivery, and so is shown.
  var isDelivery = true

  /// A header field of an answer.
  struct Field: Equatable {
    var name: String
    var value: String
  }

  private init(
    _ status: Int, _ rule: String, _ section: String, _ reason: String, headers: [Field] = [],
    closes: Bool = false
  ) {
    refusal = Delivery.Refusal(status: status, reason: reason, rule: rule, section: section)
    self.headers = headers
    self.closes = closes
  }

  /// What the peer is told.
  var answer: Answer {
    Answer(
      status: refusal.status,
      headers: [("Content-Type", ProblemDetails.contentType)] + headers.map { ($0.name, $0.value) },
      body: ProblemDocument.body(refusal))
  }

  // Every reason says what, where, and what would be right.

  static func missingHost() -> TurnedAway {
    TurnedAway(
      400, "http.host", "RFC 9112, 3.2", "The Host header is missing; an HTTP/1.1 request has exactly one.",
      closes: true)
  }

  static func severalHosts(_ count: Int) -> TurnedAway {
    TurnedAway(
      400, "http.host", "RFC 9112, 3.2",
      "There are \(count) Host headers; an HTTP/1.1 request has exactly one.", closes: true)
  }

  static func malformedHost(_ host: String) -> TurnedAway {
    TurnedAway(
      400, "http.host", "RFC 9112, 3.2",
      "The Host header is \(shown(withoutUserinfo(host))); it must be a host name or address, and a port where one is needed."
    )
  }

  static func malformedTarget(_ target: String) -> TurnedAway {
    TurnedAway(
      400, "http.target", "RFC 9112, 3.2",
      "The request target is \(shown(Secrets.maskingTarget(target))); it must be a path that begins with /, or a whole http: address, "
        + "without a fragment.")
  }

  static func foreignTarget(_ host: String) -> TurnedAway {
    TurnedAway(
      403, "http.host", "RFC 9112, 3.2.2",
      "The request target names \(shown(host)), which is not served here; use a name such as localhost, "
        + "or allow it with --allow-host.")
  }

  static func plain() -> TurnedAway {
    TurnedAway(
      400, "http.tls", "RFC 9110, 4.2.2",
      "This came without TLS, and the address is https:, not http:.", closes: true)
  }

  static func foreignHost(_ host: String) -> TurnedAway {
    TurnedAway(
      403, "http.host", "RFC 9110, 15.5.4",
      "The Host header names \(shown(host)), which is not served here; use a name such as localhost, "
        + "or allow it with --allow-host.")
  }

  static func foreignOrigin(_ origin: String) -> TurnedAway {
    TurnedAway(
      403, "http.origin", "RFC 9110, 15.5.4",
      "The Origin header is \(shown(Secrets.maskingTarget(origin))), which is not served here; allow it with --allow-origin."
    )
  }

  static func crossSite() -> TurnedAway {
    TurnedAway(
      403, "http.fetch-site", "RFC 9110, 15.5.4",
      "Sec-Fetch-Site is cross-site: another site's page sent this; --allow-origin takes it."
    )
  }

  static func method(_ name: String, allow: String, closes: Bool = false) -> TurnedAway {
    TurnedAway(
      405, "http.method", "HTTP binding 1.0.2, 3.1; RFC 9110, 15.5.6",
      "The method is \(shown(name)); an event is delivered with POST or PUT.",
      headers: [Field(name: "Allow", value: allow)], closes: closes)
  }

  static func body(limit: Int, announced: String?) -> TurnedAway {
    TurnedAway(
      413, "http.body-size", "RFC 9110, 15.5.14",
      announced.map {
        "Content-Length is \($0.prefix(40)), and a body here has at most \(limit) bytes (--max-body)."
      }
        ?? "The body is longer than \(limit) bytes, the most that is taken here (--max-body).", closes: true)
  }

  static func target(limit: Int) -> TurnedAway {
    TurnedAway(
      414, "http.target-length", "RFC 9110, 15.5.15",
      "The request target is longer than \(limit) bytes, the most that is taken here.", closes: true)
  }

  static func head(_ limits: ListenerLimits) -> TurnedAway {
    TurnedAway(
      431, "http.header-size", "RFC 6585, 5",
      "The head is larger than \(limits.headerList) bytes, a field in it than \(limits.headerField), or there are "
        + "more than \(limits.fields) fields; send fewer or shorter ones.",
      closes: true)
  }

  static func expectation(_ value: String) -> TurnedAway {
    TurnedAway(
      417, "http.expect", "RFC 9110, 10.1.1",
      "The Expect header is \(shown(value)); the only expectation there is, is 100-continue.")
  }

  static func contentEncoding(_ value: String) -> TurnedAway {
    TurnedAway(
      415, "http.content-encoding", "RFC 9110, 8.4 and 15.5.16",
      "Content-Encoding is \(shown(value)), which is not decoded here; gzip and deflate are, one of them at a time.",
      headers: [Field(name: "Accept-Encoding", value: ContentCoding.acceptable)])
  }

  static func content(_ error: ContentCodingError) -> TurnedAway {
    if case .tooLarge(let limit) = error {
      return TurnedAway(
        413, "http.body-size", "RFC 9110, 15.5.14",
        "The body is longer than \(limit) bytes when it is decoded, the most that is taken here (--max-body)."
      )
    }
    return TurnedAway(
      400, "http.content-encoding", "RFC 9110, 8.4",
      "The body is not what Content-Encoding says: \(error).")
  }

  static func lengthAndCoding() -> TurnedAway {
    TurnedAway(
      400, "http.framing", "RFC 9112, 6.1",
      "Both Content-Length and Transfer-Encoding are there; a body's end is told by one of them.",
      closes: true)
  }

  static func codingInHTTP10() -> TurnedAway {
    TurnedAway(
      400, "http.framing", "RFC 9112, 6.1",
      "Transfer-Encoding stands in an HTTP/1.0 request, which knows only Content-Length.", closes: true)
  }

  static func transferCoding(_ value: String) -> TurnedAway {
    TurnedAway(
      501, "http.transfer-encoding", "RFC 9112, 6.1",
      "Transfer-Encoding is \(shown(value)); the one that is understood here is chunked, once.", closes: true)
  }

  static func contentLength(_ value: String) -> TurnedAway {
    TurnedAway(
      400, "http.framing", "RFC 9112, 6.3",
      "Content-Length is \(shown(value)), or there are several; one decimal number stands there.",
      closes: true)
  }

  static func webhook(field: String, _ value: String, wanted: String) -> TurnedAway {
    var turned = TurnedAway(
      400, "http.webhook", "Web Hooks 1.0.2, 4.1",
      "\(field) is \(shown(Secrets.maskingTarget(value))), where \(wanted) stands.")
    turned.isDelivery = false
    return turned
  }

  static func webSocketVersion(_ version: String) -> TurnedAway {
    TurnedAway(
      426, "websocket.version", "RFC 6455, 4.2.2",
      "Sec-WebSocket-Version is \(shown(version)); the one that is spoken here is 13.",
      headers: [
        Field(name: "Upgrade", value: "websocket"), Field(name: "Sec-WebSocket-Version", value: "13"),
      ])
  }

  static func webSocketKey(_ key: String) -> TurnedAway {
    TurnedAway(
      400, "websocket.key", "RFC 6455, 4.2.1",
      "Sec-WebSocket-Key is \(shown(key)); it must be 16 bytes in Base64, once.")
  }

  static func webSocketSubprotocol(_ offer: String, known: [WebSocketSubprotocol]) -> TurnedAway {
    TurnedAway(
      400, "websocket.subprotocol", "WebSockets binding 1.0.2, 1.4",
      "Sec-WebSocket-Protocol is \(shown(offer)), and must name one of \(known.map(\.name).joined(separator: ", "))."
    )
  }

  static func webSocketFrame(_ subprotocol: WebSocketSubprotocol) -> TurnedAway {
    TurnedAway(
      415, "websocket.frame", "WebSockets binding 1.0.2, 1.5",
      "With \(subprotocol.name) an event comes in \(subprotocol.isText ? "text" : "binary") frames, and this did not."
    )
  }

  static func webSocketPipelined() -> TurnedAway {
    TurnedAway(
      400, "websocket.handshake", "RFC 6455, 4.1",
      "An opening handshake stands alone: no request waits before it, and nothing is sent behind it before its answer.",
      closes: true)
  }

  static func load(retryAfter seconds: Int) -> TurnedAway {
    TurnedAway(
      503, "http.load", "RFC 9110, 15.6.4",
      "More connections are open than are served at a time; come back in \(seconds) s.",
      headers: [Field(name: "Retry-After", value: String(seconds))], closes: true)
  }

  static func memory(retryAfter seconds: Int) -> TurnedAway {
    TurnedAway(
      503, "http.load", "RFC 9110, 15.6.4",
      "More bytes are under way on all connections than are kept at a time; come back in \(seconds) s.",
      headers: [Field(name: "Retry-After", value: String(seconds))], closes: true)
  }

  static func version() -> TurnedAway {
    TurnedAway(
      505, "http.version", "RFC 9110, 15.6.6", "The request line's version is not HTTP/1.1 or HTTP/1.0.",
      closes: true)
  }

  static func syntax(_ reason: String) -> TurnedAway {
    TurnedAway(400, "http.syntax", "RFC 9112, 2.2", reason, closes: true)
  }

  static func incomplete() -> TurnedAway {
    TurnedAway(
      400, "http.incomplete", "RFC 9112, 8", "The connection ended before the request was complete.",
      closes: true)
  }

  static func late(_ what: String) -> TurnedAway {
    TurnedAway(
      408, "http.timeout", "RFC 9110, 15.5.9", "\(what) did not come in time; send a request in one go.",
      closes: true)
  }

  static func line(limit: Int) -> TurnedAway {
    TurnedAway(
      413, "ndjson.line-size", "JSON event format 1.0.2, 3",
      "The line is longer than \(limit) bytes, the most that is taken here (--max-body).")
  }

  /// A host as it was given, with what stands before its @ masked.
  private static func withoutUserinfo(_ host: String) -> String {
    host.lastIndex(of: "@").map { Secrets.mask + host[$0...] } ?? host
  }

  /// What came from the peer as it stands in a sentence: quoted, short, and with nothing that a terminal
  /// obeys.
  private static func shown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(80) {
      switch scalar.value {
      case 0x20...0x7e: result.unicodeScalars.append(scalar)
      default: result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return "“\(result)\(text.unicodeScalars.count > 80 ? "…" : "")”"
  }
}
