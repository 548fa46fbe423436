import CloudEvents

/// What a PUBLISH message has to do with an event.
public struct MQTTMessage: Sendable, Equatable {
  /// The `Content Type` property; MQTT 3.1.1 has none.
  public var contentType: String?
  /// The User Properties, in order; MQTT 3.1.1 has none.
  public var userProperties: [(name: String, value: String)]
  /// The payload.
  public var payload: [UInt8]

  /// A message by its parts.
  public init(contentType: String?, userProperties: [(name: String, value: String)] = [], payload: [UInt8]) {
    self.contentType = contentType
    self.userProperties = userProperties
    self.payload = payload
  }

  /// Messages are equal where all of their parts are, User Properties in order.
  public static func == (left: MQTTMessage, right: MQTTMessage) -> Bool {
    left.contentType == right.contentType && left.payload == right.payload
      && left.userProperties.elementsEqual(right.userProperties, by: ==)
  }
}

/// The MQTT protocol binding (MQTT binding 1.0.2).
public struct MQTTBinding: ProtocolBinding {
  /// The versions of MQTT, which differ in what a message can say.
  public enum Version: Sendable {
    /// Only structured mode, and only JSON.
    case v3
    /// Both modes.
    case v5
  }

  /// The event formats that are read in structured mode.
  public var formats: EventFormats
  /// The version of MQTT that messages are of.
  public var version: Version

  /// A binding that reads some event formats.
  public init(formats: EventFormats = .standard, version: Version = .v5) {
    self.formats = formats
    self.version = version
  }

  /// The message for an event, in binary or structured mode.
  ///
  /// - Throws: where the protocol has no such mode, or an attribute cannot stand in a message.
  public func encode(
    _ event: CloudEvent, mode: ContentMode, format: any EventFormat
  ) throws(MessageEncodingError) -> MQTTMessage {
    switch (mode, version) {
    case (.structured, .v5):
      return MQTTMessage(contentType: Self.contentType(of: format), payload: format.encode(event))
    case (.structured, .v3):
      guard format.mediaType == JSONEventFormat().mediaType else {
        throw MessageEncodingError("MQTT 3.1.1 carries events in JSON only, not in \(format.name).")
      }
      return MQTTMessage(contentType: nil, payload: format.encode(event))
    case (.binary, .v5):
      // Section 3.1.3.1: names unchanged.
      let properties = event.metadata.map { (name: $0.name.rawValue, value: $0.value.canonicalString) }
      return MQTTMessage(
        contentType: event.binaryContentType, userProperties: properties,
        payload: try event.binaryData() ?? [])
    case (.batched, _), (.binary, .v3):
      throw Self.noMode(mode, in: version == .v3 ? "MQTT 3.1.1" : "MQTT")
    }
  }

  /// The event of a message, checked; what is wrong with it is in the result.
  public func decode(_ message: MQTTMessage) -> DecodedMessage {
    if version == .v3 {
      return decodeStructured(message.payload, as: formats.named("json") ?? JSONEventFormat())
    }
    if let type = message.contentType, Self.isStructured(type) {
      return decodeStructured(message.payload, contentType: type)
    }
    guard message.userProperties.contains(where: { $0.name.isExactly("specversion") }) else {
      return Self.noEvent(
        "It needs the User Properties specversion, id, source and type, or the Content Type application/cloudevents+json."
      )
    }
    var reader = MetadataReader()
    // Properties whose names no attribute may have are the application's own.
    for (name, value) in message.userProperties where AttributeName(name) != nil {
      reader.put(name, value, location: name)
    }
    reader.putContentType(message.contentType)
    return reader.finished(data: message.payload)
  }
}
