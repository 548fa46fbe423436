import CloudEvents

/// What a message has to do with an event.
public struct NATSMessage: Sendable, Equatable {
  /// The headers, in order; servers before NATS 2.2 have none.
  public var headers: [(name: String, value: String)]
  /// The payload.
  public var payload: [UInt8]

  /// A message by its parts.
  public init(headers: [(name: String, value: String)] = [], payload: [UInt8]) {
    self.headers = headers
    self.payload = payload
  }

  /// Messages are equal where all of their parts are, headers in order.
  public static func == (left: NATSMessage, right: NATSMessage) -> Bool {
    left.payload == right.payload && left.headers.elementsEqual(right.headers, by: ==)
  }
}

/// The NATS protocol binding: structured mode as of version 1.0.2, and binary mode, for NATS 2.2, as the working draft of
/// version 1.0.3 has it.
public struct NATSBinding: ProtocolBinding {
  /// The event formats that are read in structured mode.
  public var formats: EventFormats

  /// A binding that reads some event formats.
  public init(formats: EventFormats = .standard) {
    self.formats = formats
  }

  /// The message for an event, in binary or structured mode.
  ///
  /// - Throws: where the protocol has no such mode, or an attribute cannot stand in a message.
  public func encode(
    _ event: CloudEvent, mode: ContentMode, format: any EventFormat
  ) throws(MessageEncodingError) -> NATSMessage {
    switch mode {
    case .structured:
      return NATSMessage(
        headers: [("Content-Type", Self.contentType(of: format))], payload: format.encode(event))
    case .binary:
      var headers: [(name: String, value: String)] = []
      for (name, value) in event.metadata {
        guard !name.rawValue.isEmpty, name.rawValue.utf8.allSatisfy(\.isTokenCharacter) else {
          throw MessageEncodingError(
            "The attribute name \"\(name)\" cannot stand in a header; use only a-z and 0-9.")
        }
        headers.append(("ce-\(name)", HeaderValueCoding.encode(value.canonicalString)))
      }
      // Section 3.1.3.1: datacontenttype is a header like the others.
      if let type = event.binaryContentType {
        headers.append(("ce-datacontenttype", HeaderValueCoding.encode(type)))
      }
      return NATSMessage(headers: headers, payload: try event.binaryData() ?? [])
    case .batched: throw Self.noMode(mode, in: "NATS")
    }
  }

  /// The event of a message, checked; what is wrong with it is in the result.
  public func decode(_ message: NATSMessage) -> DecodedMessage {
    let contentType = message.headers.first { $0.name.lowercased().isExactly("content-type") }?.value
    if let contentType, Self.isStructured(contentType) {
      return decodeStructured(message.payload, contentType: contentType)
    }
    var reader = MetadataReader()
    var isEvent = false
    // Header names mean the same in any case.
    for (name, value) in message.headers where name.lowercased().beginsExactly("ce-") {
      let attribute = String(name.lowercased().unicodeScalars.dropFirst(3))
      isEvent = isEvent || attribute.isExactly("specversion")
      reader.put(attribute, value, .header, location: name)
    }
    if isEvent { return reader.finished(data: message.payload) }
    // Without headers, the mode is always structured, and the format JSON (version 1.0.2, section 3).
    if message.headers.isEmpty {
      return decodeStructured(message.payload, as: formats.named("json") ?? JSONEventFormat())
    }
    return Self.noEvent(
      "It needs the headers ce-specversion, ce-id, ce-source and ce-type, or Content-Type: application/cloudevents+json."
    )
  }
}
