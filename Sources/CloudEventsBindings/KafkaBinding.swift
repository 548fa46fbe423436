import CloudEvents

/// What a record has to do with an event.
public struct KafkaMessage: Sendable, Equatable {
  /// The key; the topic's partitioner may look at it.
  public var key: [UInt8]?
  /// The headers, in order.
  public var headers: [(name: String, value: [UInt8])]
  /// The value; `nil` is a tombstone in a compacted topic.
  public var value: [UInt8]?

  /// A record by its parts.
  public init(key: [UInt8]? = nil, headers: [(name: String, value: [UInt8])] = [], value: [UInt8]?) {
    self.key = key
    self.headers = headers
    self.value = value
  }

  /// Records are equal where all of their parts are, headers in order.
  public static func == (left: KafkaMessage, right: KafkaMessage) -> Bool {
    left.key == right.key && left.value == right.value && left.headers.elementsEqual(right.headers, by: ==)
  }
}

/// The Kafka protocol binding (Kafka binding 1.0.2).
public struct KafkaBinding: ProtocolBinding {
  /// Makes a record's key of an event, which it does not alter (section 3.1).
  public typealias KeyMapper = @Sendable (CloudEvent) -> [UInt8]?

  /// The event formats that are read in structured mode.
  public var formats: EventFormats
  /// The key of each record that is written.
  public var key: KeyMapper

  /// A binding that reads some event formats.
  ///
  /// - Parameters:
  ///   - formats: the event formats that are read in structured mode.
  ///   - key: none by default; ``partitionKey`` is the one that the specification describes.
  public init(formats: EventFormats = .standard, key: @escaping KeyMapper = { _ in nil }) {
    self.formats = formats
    self.key = key
  }

  /// The attribute `partitionkey` as the key, where an event has it.
  public static let partitionKey: KeyMapper = { $0.partitionkey.map { Array($0.utf8) } }

  /// The message for an event, in binary or structured mode.
  ///
  /// - Throws: where the protocol has no such mode, or an attribute cannot stand in a message.
  public func encode(
    _ event: CloudEvent, mode: ContentMode, format: any EventFormat
  ) throws(MessageEncodingError) -> KafkaMessage {
    switch mode {
    case .structured:
      return KafkaMessage(
        key: key(event), headers: [("content-type", Array(Self.contentType(of: format).utf8))],
        value: format.encode(event))
    case .binary:
      var headers = event.metadata.map {
        (name: "ce_\($0.name)", value: Array($0.value.canonicalString.utf8))
      }
      if let type = event.binaryContentType { headers.append(("content-type", Array(type.utf8))) }
      return KafkaMessage(key: key(event), headers: headers, value: try event.binaryData())
    case .batched: throw Self.noMode(mode, in: "Kafka")
    }
  }

  /// The event of a message, checked; what is wrong with it is in the result.
  public func decode(_ message: KafkaMessage) -> DecodedMessage {
    let type = message.headers.first { $0.name.lowercased().isExactly("content-type") }
    let contentType = type.map { String(decoding: $0.value, as: UTF8.self) }
    if let contentType, Self.isStructured(contentType) {
      return decodeStructured(message.value ?? [], contentType: contentType)
    }
    var reader = MetadataReader()
    var isEvent = false
    for (name, value) in message.headers where name.beginsExactly("ce_") {
      let attribute = String(name.unicodeScalars.dropFirst(3))
      isEvent = isEvent || attribute.isExactly("specversion")
      reader.put(attribute, value, location: name)
    }
    guard isEvent else {
      return Self.noEvent(
        "It needs the headers ce_specversion, ce_id, ce_source and ce_type, or content-type: application/cloudevents+json."
      )
    }
    reader.putContentType(contentType)
    return reader.finished(data: message.value)
  }
}
