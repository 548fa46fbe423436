import CloudEvents

/// What a WebSocket message has to do with an event.
public struct WebSocketMessage: Sendable, Equatable {
  /// The kinds of messages (RFC 6455, section 5.6).
  public enum Kind: Sendable {
    case text, binary
  }

  /// The kind of its frames.
  public var kind: Kind
  /// The payload of all of its frames.
  public var payload: [UInt8]

  /// A message by its parts.
  public init(_ kind: Kind, payload: [UInt8]) {
    self.kind = kind
    self.payload = payload
  }
}

/// The WebSocket protocol binding (WebSocket binding 1.0.2): structured mode only, in the format of the subprotocol
/// that client and server agreed on.
public struct WebSocketBinding: ProtocolBinding {
  /// A subprotocol and the format that it stands for (section 1.5).
  public struct Subprotocol: Sendable, Hashable {
    /// What stands in `Sec-WebSocket-Protocol`.
    public let name: String
    /// The media type of its event format.
    public let mediaType: String
    /// The kind of its messages.
    public let kind: WebSocketMessage.Kind

    /// `cloudevents.json`: JSON in text messages.
    public static let json = Subprotocol(
      name: "cloudevents.json", mediaType: "application/cloudevents+json", kind: .text)
    /// `cloudevents.avro`: Avro in binary messages.
    public static let avro = Subprotocol(
      name: "cloudevents.avro", mediaType: "application/cloudevents+avro", kind: .binary)
    /// `cloudevents.proto`: Protocol Buffers in binary messages.
    public static let protobuf = Subprotocol(
      name: "cloudevents.proto", mediaType: "application/cloudevents+protobuf", kind: .binary)

    /// All that the specification has.
    public static let all = [json, avro, protobuf]
  }

  /// The event formats that are read.
  public var formats: EventFormats
  /// What was agreed on in the handshake.
  public var subprotocol: Subprotocol

  /// A binding for a connection on which a subprotocol was agreed.
  public init(_ subprotocol: Subprotocol = .json, formats: EventFormats = .standard) {
    self.subprotocol = subprotocol
    self.formats = formats
  }

  /// The subprotocols whose formats can be read, for a client's `Sec-WebSocket-Protocol`.
  public static func supported(by formats: EventFormats) -> [Subprotocol] {
    Subprotocol.all.filter { known in formats.list.contains { $0.mediaType == known.mediaType } }
  }

  /// What a server answers to a client's `Sec-WebSocket-Protocol` fields: the first subprotocol that it can read; `nil`
  /// where there is none, and the answer has no such field (section 1.4).
  public static func choose(from offered: [String], formats: EventFormats) -> Subprotocol? {
    let names = offered.flatMap { field in
      field.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
    }
    let supported = supported(by: formats)
    return names.lazy.compactMap { name in supported.first { $0.name == name } }.first
  }

  /// The message for an event.
  ///
  /// - Parameters:
  ///   - event: the event, valid or not.
  ///   - mode: structured; there is no other.
  ///   - format: the subprotocol's.
  public func encode(
    _ event: CloudEvent, mode: ContentMode, format: any EventFormat
  ) throws(MessageEncodingError) -> WebSocketMessage {
    guard mode == .structured else { throw Self.noMode(mode, in: "WebSocket") }
    guard format.mediaType == subprotocol.mediaType else {
      throw MessageEncodingError(
        "On a connection with \(subprotocol.name) events are \(subprotocol.mediaType), not \(format.mediaType)."
      )
    }
    return WebSocketMessage(subprotocol.kind, payload: format.encode(event))
  }

  /// The message for an event, in the subprotocol's format.
  ///
  /// - Throws: where that is none of the binding's formats.
  public func encode(_ event: CloudEvent) throws(MessageEncodingError) -> WebSocketMessage {
    guard let format = formats.list.first(where: { $0.mediaType == subprotocol.mediaType }) else {
      throw MessageEncodingError("\(subprotocol.mediaType) is no event format that is known here.")
    }
    return try encode(event, mode: .structured, format: format)
  }

  /// The event of a message, checked; what is wrong with it is in the result.
  public func decode(_ message: WebSocketMessage) -> DecodedMessage {
    var decoded = decodeStructured(message.payload, contentType: subprotocol.mediaType)
    if message.kind != subprotocol.kind {
      decoded.violations.append(
        Violation(
          .webSocketFrame, .message,
          "The message is \(message.kind == .text ? "text" : "binary"); with \(subprotocol.name) it should be "
            + "\(subprotocol.kind == .text ? "text" : "binary")."))
    }
    return decoded
  }
}
