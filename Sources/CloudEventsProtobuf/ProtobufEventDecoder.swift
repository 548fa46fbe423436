import CloudEvents
import SwiftProtobuf

typealias EventMessage = Io_Cloudevents_V1_CloudEvent
typealias AttributeMessage = Io_Cloudevents_V1_CloudEvent.CloudEventAttributeValue

/// Reads one CloudEvent message.
struct ProtobufEventDecoder {
  /// The number of the `attributes` field, which is a map.
  static let attributesField: UInt32 = 5

  private var event = EventCollector(duplicate: .protobufDuplicate)

  static func decode(_ bytes: UnsafeRawBufferPointer, extent: ByteRange) -> DecodedEvent {
    var decoder = ProtobufEventDecoder()
    do {
      try decoder.read(bytes)
    } catch {
      return DecodedEvent(extent: extent, violations: [error.violation("CloudEvent")])
    }
    return decoder.event.finished(extent: extent)
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(ProtobufError) {
    var others: [UInt8] = []
    var entries: [ByteRange] = []
    var fields = ProtobufFields(bytes)
    while let field = try fields.next() {
      if field.number == Self.attributesField, let contents = field.contents {
        entries.append(contents)
        guard entries.count <= EventCollector.maximumAttributes else {
          return event.report(.attributeCount, .message, EventCollector.tooMany)
        }
      } else {
        Self.report(unknown: field, into: &event.violations)
        others.append(contentsOf: bytes[field.extent])
      }
    }
    let message: EventMessage
    do {
      message = try EventMessage(serializedBytes: others)
    } catch {
      throw ProtobufError("a field is not of its type, or its text is no UTF-8")
    }
    for (name, text) in [
      (AttributeName.specversion, message.specVersion), (.id, message.id), (.source, message.source),
      (.type, message.type),
    ] where !text.isEmpty {
      event.put(name, text: text)
    }
    for entry in entries { try readAttribute(bytes[entry]) }
    if let data = message.data { put(data) }
  }

  static func report(unknown field: ProtobufFields.Field, into violations: inout [Violation]) {
    guard !(1...8).contains(field.number), violations.count < Validator.maximumViolations else { return }
    violations.append(
      Violation(
        .protobufUnknown, .message,
        "The message has a field with the number \(field.number), which the format does not define; it is passed over."
      ))
  }

  // MARK: Attributes (sections 2.1 and 2.4)

  private mutating func readAttribute(_ entry: UnsafeRawBufferPointer) throws(ProtobufError) {
    var name = ""
    var value: AttributeMessage?
    var fields = ProtobufFields(entry)
    while let field = try fields.next() {
      guard let contents = field.contents else { continue }
      if field.number == 1 {
        guard UTF8Validation.isValid(entry[contents]) else {
          throw ProtobufError("an attribute's name is no UTF-8")
        }
        name = String(decoding: entry[contents], as: UTF8.self)
      } else if field.number == 2 {
        do {
          value = try AttributeMessage(serializedBytes: Array(entry[contents]))
        } catch {
          throw ProtobufError("the value of the attribute \(name.label) cannot be read")
        }
      }
    }
    put(AttributeName(unchecked: name), value?.attr)
  }

  private mutating func put(_ name: AttributeName, _ value: AttributeMessage.OneOf_Attr?) {
    let shown = name.rawValue.label
    guard let value else {
      event.report(.protobufValue, .attribute(shown), "\(shown) has no value; leave it out or give it one.")
      return
    }
    switch name {
    case .specversion, .id, .source, .type:
      event.report(
        .protobufType, .attribute(shown), "\(shown) stands among the attributes; it has a field of its own.")
      return
    default: break
    }
    let known = SpecVersion.v1.kind(of: name)
    let typed: AttributeValue?
    switch value {
    case .ceBoolean(let value): typed = .boolean(value)
    case .ceInteger(let value): typed = .integer(value)
    case .ceBytes(let value): typed = .binary(Array(value))
    case .ceTimestamp(let value):
      typed = Timestamp(seconds: value.seconds, nanoseconds: Int(value.nanos)).map { .timestamp($0) }
      if typed == nil {
        event.report(
          .protobufValue, .attribute(shown),
          "\(shown) is a Timestamp out of range; it must be between the years 1 and 9999, nanos 0 to 999999999."
        )
        return
      }
    case .ceString(let text): return put(name, text, as: .string, known)
    case .ceUri(let text): return put(name, text, as: .uri, known)
    case .ceUriRef(let text): return put(name, text, as: .uriReference, known)
    }
    guard let typed else { return }
    if let known, typed.kind != known {
      event.report(
        .protobufType, .attribute(shown),
        "\(shown) is of the type \(typed.kind.rawValue); it must be a \(known.rawValue).")
      // As text, so that nothing else is found wrong with it.
      event.put(name, .string(typed.canonicalString))
    } else {
      event.put(name, typed)
    }
  }

  /// Text, which may stand in the field of another type of text: some senders put all of it into `ce_string`.
  private mutating func put(
    _ name: AttributeName, _ text: String, as kind: AttributeValue.Kind, _ known: AttributeValue.Kind?
  ) {
    if let known {
      if known != kind {
        event.report(
          .protobufString, .attribute(name.rawValue),
          "\(name) is written as a \(kind.rawValue); it should be written as a \(known.rawValue).")
      }
      event.put(name, text: text)
    } else if let value = AttributeValue(text, as: kind) {
      event.put(name, value)
    } else {
      if kind != .string {
        let shown = name.rawValue.label
        event.report(
          .protobufValue, .attribute(shown),
          "\(shown) is no \(kind.rawValue), as which it is written (RFC 3986).")
      }
      event.put(name, .string(text))
    }
  }

  // MARK: Data (section 3)

  private mutating func put(_ data: EventMessage.OneOf_Data) {
    switch data {
    case .textData(let text):
      event.data = EventData(text: Array(text.utf8), orJSON: event.contentType)
    case .binaryData(let bytes):
      // As an empty body in binary mode is none. Some senders always write this field.
      if !bytes.isEmpty { event.data = EventData(bytes: Array(bytes), contentType: event.contentType) }
    case .protoData(let any):
      putMessage(any)
    }
  }

  private mutating func putMessage(_ any: Google_Protobuf_Any) {
    event.data = .binary(Array(any.value))
    if let type = event.contentType {
      if !ProtobufData.isProtobuf(type) {
        event.report(
          .protobufSchema, .attribute("datacontenttype"),
          "The data is a protobuf message, but datacontenttype is \(type.essence.label); it should be "
            + "application/protobuf.")
      }
    } else if event[.datacontenttype] == nil {
      event.put(.datacontenttype, text: ProtobufData.mediaType)
    }
    guard !any.typeURL.isEmpty else { return }
    if let schema = event[.dataschema]?.canonicalString {
      guard ProtobufData.typeURL(forSchema: schema) != ProtobufData.typeURL(forSchema: any.typeURL) else {
        return
      }
      event.report(
        .protobufSchema, .attribute("dataschema"),
        "The data is of the type \(any.typeURL.label), which dataschema does not name; dataschema is kept.")
    } else {
      event.put(.dataschema, text: ProtobufData.schema(forTypeURL: any.typeURL))
    }
  }
}
