import CloudEvents

/// Which event format a WebSocket carries (WebSockets binding 1.0.2, 1.5): agreed on in the opening handshake.
public struct WebSocketSubprotocol: Sendable, Hashable {
  /// As it stands in Sec-WebSocket-Protocol, such as `cloudevents.json`.
  public var name: String
  /// The short name of the event format.
  public var formatName: String
  /// Whether events come in text frames; binary ones otherwise.
  public var isText: Bool

  /// Those that the specification names.
  public static let all = [
    WebSocketSubprotocol(name: "cloudevents.json", formatName: "json", isText: true),
    WebSocketSubprotocol(name: "cloudevents.avro", formatName: "avro", isText: false),
    WebSocketSubprotocol(name: "cloudevents.proto", formatName: "protobuf", isText: false),
  ]

  /// Those whose event format can be read.
  public static func readable(by formats: EventFormats) -> [WebSocketSubprotocol] {
    all.filter { formats.named($0.formatName) != nil }
  }

  /// The first of those that a client offers whose event format can be read.
  ///
  /// - Parameter offer: the value of Sec-WebSocket-Protocol, a list.
  public static func chosen(from offer: String, formats: EventFormats) -> WebSocketSubprotocol? {
    let readable = readable(by: formats)
    for name in offer.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
      if let found = readable.first(where: { $0.name == name }) { return found }
    }
    return nil
  }
}

extension HTTPBinding {
  /// The event format of a message that came over a WebSocket, whose head is that of the opening handshake; `nil` for
  /// every other head.
  public func webSocketFormat(of head: HTTPHead, in bytes: UnsafeRawBufferPointer) -> (any EventFormat)? {
    guard bytes[head.startLine].starts(with: "GET ".utf8),
      let upgrade = head.first("upgrade", in: bytes), bytes[upgrade].equalsIgnoringCase("websocket")
    else { return nil }
    let offer = head.values("sec-websocket-protocol", in: bytes)
      .map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: ",")
    return WebSocketSubprotocol.chosen(from: offer, formats: formats).flatMap { formats.named($0.formatName) }
  }
}
