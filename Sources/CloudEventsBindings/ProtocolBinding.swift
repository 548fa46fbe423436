import CloudEvents

/// How a protocol's messages carry events: a mapping both ways, without any client of the protocol.
///
/// ```swift
/// let binding = MQTTBinding()
/// let message = try binding.encode(event, mode: .binary)
/// let same = try binding.event(in: message)
/// ```
/// Any event format can be used: give it in the binding's formats to read it, and to `encode` to write it.
public protocol ProtocolBinding: Sendable {
  /// A message of the protocol, as far as an event has to do with it.
  associatedtype Message: Sendable

  /// The event formats that are read in structured mode.
  var formats: EventFormats { get }

  /// The message for an event.
  ///
  /// An event that breaks the rules is encoded as it is, so that receivers can be tested with it.
  /// - Throws: where the protocol has no such mode, or an attribute cannot stand in a message.
  func encode(
    _ event: CloudEvent, mode: ContentMode, format: any EventFormat
  ) throws(MessageEncodingError) -> Message

  /// The event of a message, checked; what is wrong with it is in the result.
  func decode(_ message: Message) -> DecodedMessage
}

extension ProtocolBinding {
  /// The message for an event; in structured mode in JSON, which every receiver reads.
  ///
  /// - Throws: where the protocol has no such mode, or an attribute cannot stand in a message.
  public func encode(_ event: CloudEvent, mode: ContentMode) throws(MessageEncodingError) -> Message {
    try encode(event, mode: mode, format: JSONEventFormat())
  }

  /// The event of a message as a value.
  ///
  /// - Throws: `InvalidEvent` with everything that is wrong, where the message carries no valid event.
  public func event(in message: Message) throws(InvalidEvent) -> CloudEvent {
    let decoded = decode(message)
    guard decoded.isValid, let event = decoded.events.first else {
      throw InvalidEvent(violations: decoded.allViolations)
    }
    // What is decoded here always brings its bytes.
    return event.event(in: UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// The media type that a structured message in a format declares.
  static func contentType(of format: any EventFormat) -> String {
    format.mediaType + (format.mediaType.hasSuffix("+json") ? "; charset=utf-8" : "")
  }

  /// Whether a content type selects structured mode: it begins with `application/cloudevents`, in any case.
  static func isStructured(_ contentType: String?) -> Bool {
    contentType?.utf8.prefix(23).map(\.asciiLowercased).elementsEqual("application/cloudevents".utf8) == true
  }

  /// Decodes a payload in the event format that its content type names.
  func decodeStructured(_ payload: [UInt8], contentType: String) -> DecodedMessage {
    let type = MediaType(contentType)
    guard let type, let (format, isBatch) = formats.format(for: type), !isBatch else {
      let known = formats.list.map(\.mediaType).joined(separator: ", ")
      let shown = type?.essence ?? contentType
      return DecodedMessage(
        mode: .structured, format: type?.essence,
        violations: [
          Violation(
            .bindingFormat, .header("content-type"),
            "\(shown.prefix(80)) is no event format that can be read here; \(known) can.")
        ], isUnsupported: true)
    }
    return decodeStructured(payload, as: format)
  }

  /// Decodes a payload in an event format.
  func decodeStructured(_ payload: [UInt8], as format: any EventFormat) -> DecodedMessage {
    var event = format.decode(payload)
    event.extent = ByteRange(start: 0, count: payload.count)
    if event.ownBytes == nil { event.ownBytes = payload }
    return DecodedMessage(mode: .structured, format: format.mediaType, events: [event])
  }

  /// A message that says nowhere that it is an event.
  static func noEvent(_ hint: String) -> DecodedMessage {
    DecodedMessage(
      mode: nil, violations: [Violation(.bindingNoEvent, .message, "The message is no CloudEvent. \(hint)")])
  }

  /// The error for a mode that a protocol does not have.
  static func noMode(_ mode: ContentMode, in protocolName: String) -> MessageEncodingError {
    MessageEncodingError("\(protocolName) has no \(mode.rawValue) mode for CloudEvents.")
  }
}
