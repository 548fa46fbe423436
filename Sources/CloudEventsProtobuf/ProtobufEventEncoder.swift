import CloudEvents
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes one CloudEvent message.
enum ProtobufEventEncoder {
  static func encode(_ event: CloudEvent) -> [UInt8] {
    let event = event.sayingContentType
    var message = EventMessage()
    message.id = event.id
    message.source = event.source
    message.specVersion = event.specversion
    message.type = event.type
    message.data = data(of: event)
    var bytes: [UInt8] = serialized(message)
    for (name, value) in event.attributes {
      switch name {
      case .specversion, .id, .source, .type: continue
      default: break
      }
      var attribute = AttributeMessage()
      attribute.attr = attr(value)
      var entry: [UInt8] = []
      ProtobufFields.append(Array(name.rawValue.utf8), asField: 1, to: &entry)
      ProtobufFields.append(serialized(attribute), asField: 2, to: &entry)
      ProtobufFields.append(entry, asField: UInt8(ProtobufEventDecoder.attributesField), to: &bytes)
    }
    return bytes
  }

  /// A message without required fields, which can always be written.
  private static func serialized(_ message: some Message) -> [UInt8] {
    (try? message.serializedBytes()) ?? []
  }

  private static func attr(_ value: AttributeValue) -> AttributeMessage.OneOf_Attr {
    switch value {
    case .boolean(let value): .ceBoolean(value)
    case .integer(let value): .ceInteger(value)
    case .string(let value): .ceString(value)
    case .binary(let value): .ceBytes(Data(value))
    case .uri(let value): .ceUri(value.description)
    case .uriReference(let value): .ceUriRef(value.description)
    case .timestamp(let value):
      protobufTimestamp(value).map { .ceTimestamp($0) } ?? .ceString(value.description)
    }
  }

  /// The same moment; `nil` where it cannot be said exactly.
  private static func protobufTimestamp(_ time: Timestamp) -> Google_Protobuf_Timestamp? {
    let digits = time.fraction.utf8.count
    guard !time.isLeapSecond, digits <= 9, (-62_135_596_800...253_402_300_799).contains(time.seconds),
      let nanos = Int32(time.fraction + String(repeating: "0", count: 9 - digits))
    else { return nil }
    return Google_Protobuf_Timestamp(seconds: time.seconds, nanos: nanos)
  }

  private static func data(of event: CloudEvent) -> EventMessage.OneOf_Data? {
    switch event.textualData {
    case nil: return nil
    case .text(let text): return .textData(String(decoding: text, as: UTF8.self))
    case .bytes(let bytes):
      guard let type = event.contentType, ProtobufData.isProtobuf(type),
        let typeURL = event.dataschema.flatMap({ ProtobufData.typeURL(forSchema: $0) })
      else { return .binaryData(Data(bytes)) }
      return .protoData(
        Google_Protobuf_Any.with {
          $0.typeURL = typeURL
          $0.value = Data(bytes)
        })
    }
  }
}
