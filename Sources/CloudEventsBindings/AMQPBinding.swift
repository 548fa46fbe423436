import CloudEvents

/// A value of an application property, as far as attributes need it (AMQP 1.0, part 1, section 1.6).
public enum AMQPValue: Sendable, Hashable {
  /// `boolean`.
  case boolean(Bool)
  /// `long`, and what of the other whole numbers fits into it.
  case long(Int64)
  /// `string`.
  case string(String)
  /// `binary`.
  case binary([UInt8])
  /// Milliseconds since 1970-01-01T00:00:00Z.
  case timestamp(Int64)
}

/// What a message's sections have to do with an event.
public struct AMQPMessage: Sendable, Equatable {
  /// The property `content-type`.
  public var contentType: String?
  /// The section `application-properties`, in order.
  public var applicationProperties: [(name: String, value: AMQPValue)]
  /// The section `data`.
  public var data: [UInt8]

  /// A message by its parts.
  public init(
    contentType: String?, applicationProperties: [(name: String, value: AMQPValue)] = [], data: [UInt8]
  ) {
    self.contentType = contentType
    self.applicationProperties = applicationProperties
    self.data = data
  }

  /// Messages are equal where all of their parts are, properties in order.
  public static func == (left: AMQPMessage, right: AMQPMessage) -> Bool {
    left.contentType == right.contentType && left.data == right.data
      && left.applicationProperties.elementsEqual(right.applicationProperties, by: ==)
  }
}

/// The AMQP protocol binding (AMQP binding 1.0.2).
public struct AMQPBinding: ProtocolBinding {
  /// What stands before an attribute's name. Both are read.
  public enum Prefix: String, Sendable {
    /// That of version 1.0.2.
    case colon = "cloudEvents:"
    /// The one that later versions prefer, because JMS can select messages by it.
    case underscore = "cloudEvents_"
  }

  /// The event formats that are read in structured mode.
  public var formats: EventFormats
  /// What is written before an attribute's name.
  public var prefix: Prefix

  /// A binding that reads some event formats.
  public init(formats: EventFormats = .standard, prefix: Prefix = .colon) {
    self.formats = formats
    self.prefix = prefix
  }

  /// The message for an event, in binary or structured mode.
  ///
  /// - Throws: where the protocol has no such mode, or an attribute cannot stand in a message.
  public func encode(
    _ event: CloudEvent, mode: ContentMode, format: any EventFormat
  ) throws(MessageEncodingError) -> AMQPMessage {
    switch mode {
    case .structured:
      return AMQPMessage(contentType: Self.contentType(of: format), data: format.encode(event))
    case .binary:
      let properties = event.metadata.map { name, value in
        (name: prefix.rawValue + name.rawValue, value: AMQPValue(value))
      }
      return AMQPMessage(
        contentType: event.binaryContentType, applicationProperties: properties,
        data: try event.binaryData() ?? [])
    case .batched: throw Self.noMode(mode, in: "AMQP")
    }
  }

  /// The event of a message, checked; what is wrong with it is in the result.
  public func decode(_ message: AMQPMessage) -> DecodedMessage {
    if let type = message.contentType, Self.isStructured(type) {
      return decodeStructured(message.data, contentType: type)
    }
    var reader = MetadataReader()
    var isEvent = false
    for (name, value) in message.applicationProperties {
      guard [Prefix.colon, .underscore].contains(where: { name.utf8.starts(with: $0.rawValue.utf8) }) else {
        continue
      }
      let attribute = String(name.unicodeScalars.dropFirst(Prefix.colon.rawValue.unicodeScalars.count))
      isEvent = isEvent || attribute.isExactly("specversion")
      var value = value
      if attribute.isExactly("time"), case .long(let milliseconds) = value {
        value = .timestamp(milliseconds)
        reader.report(.amqpType, name, "is a number; it is taken for milliseconds since 1970")
      }
      reader.put(attribute, value.text, value.coding, location: name)
    }
    guard isEvent else {
      return Self.noEvent(
        "It needs the application properties cloudEvents:specversion, :id, :source and :type, or the content-type application/cloudevents+json."
      )
    }
    reader.putContentType(message.contentType)
    return reader.finished(data: message.data)
  }
}

extension AMQPValue {
  /// The native form of an attribute's value (section 3.1.3.2). A timestamp that AMQP cannot hold as it was written, with
  /// an offset or more than milliseconds, stays text, which is allowed as well.
  init(_ value: AttributeValue) {
    switch value {
    case .boolean(let value): self = .boolean(value)
    case .integer(let value): self = .long(Int64(value))
    case .binary(let value): self = .binary(value)
    case .timestamp(let time):
      if let nanoseconds = time.nanosecondsSince1970, nanoseconds % 1_000_000 == 0,
        RFC3339.text(nanoseconds: nanoseconds) == time.description
      {
        self = .timestamp(nanoseconds / 1_000_000)
      } else {
        self = .string(time.description)
      }
    case .string, .uri, .uriReference: self = .string(value.canonicalString)
    }
  }

  /// The canonical string.
  fileprivate var text: String {
    switch self {
    case .boolean(let value): value ? "true" : "false"
    case .long(let value): String(value)
    case .string(let value): value
    case .binary(let value): Base64.encode(value)
    case .timestamp(let milliseconds):
      // Years past 2262 are not kept in nanoseconds, and no text of them would be right.
      milliseconds.multipliedReportingOverflow(by: 1_000_000).overflow
        ? String(milliseconds) : RFC3339.text(nanoseconds: milliseconds * 1_000_000)
    }
  }

  fileprivate var coding: MetadataReader.Coding {
    switch self {
    case .boolean: .boolean
    case .long: .number
    case .string, .binary, .timestamp: .text
    }
  }
}
