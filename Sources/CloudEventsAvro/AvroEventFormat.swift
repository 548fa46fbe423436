import CloudEvents

/// The Avro event format (Avro format 1.0.2): `application/cloudevents+avro`, one datum of the format's schema. It has
/// no batch.
///
/// Data is written as bytes or, where it is text but not JSON, as a string, so that no byte of it changes. Read are
/// all types of the schema: what is neither becomes JSON. The header of the single-object encoding is passed over.
public struct AvroEventFormat: EventFormat {
  public let name = "avro"
  public let mediaType = "application/cloudevents+avro"
  public let batchMediaType: String? = nil

  public init() {}

  public func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    guard let extent = ByteRange(whole: bytes) else { return .tooLarge(.avro) }
    do throws(AvroError) {
      return try AvroEventDecoder.decode(bytes, from: 0, extent: extent)
    } catch {
      // Single-object encoding: a marker and the fingerprint of the schema, then the datum.
      if bytes.starts(with: [0xc3, 0x01]),
        let decoded = try? AvroEventDecoder.decode(bytes, from: 10, extent: extent)
      {
        return decoded
      }
      return DecodedEvent(extent: extent, violations: [error.violation])
    }
  }

  public func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    DecodedBatch(
      events: [],
      violations: [Violation(.avro, .message, "The Avro format has no batch; send one event a message.")])
  }

  public func encode(_ event: CloudEvent) -> [UInt8] {
    let event = event.sayingContentType
    var bytes: [UInt8] = []
    if !event.attributes.isEmpty { Self.append(Int64(event.attributes.count), to: &bytes) }
    for (name, value) in event.attributes {
      Self.append(text: name.rawValue.utf8, to: &bytes)
      switch value {
      case .boolean(let value):
        Self.append(1, to: &bytes)
        bytes.append(value ? 1 : 0)
      case .integer(let value):
        Self.append(2, to: &bytes)
        Self.append(Int64(value), to: &bytes)
      case .binary(let value):
        Self.append(4, to: &bytes)
        Self.append(text: value, to: &bytes)
      default:
        Self.append(3, to: &bytes)
        Self.append(text: value.canonicalString.utf8, to: &bytes)
      }
    }
    Self.append(0, to: &bytes)
    Self.append(data: event, to: &bytes)
    return bytes
  }

  /// One after the other, as the format has no batch.
  public func encodeBatch(_ events: [CloudEvent]) -> [UInt8] {
    events.flatMap { encode($0) }
  }

  private static func append(data event: CloudEvent, to bytes: inout [UInt8]) {
    guard let data = event.data else { return append(1, to: &bytes) }
    if case .json = data {
      append(0, to: &bytes)
      append(text: data.bytes, to: &bytes)
    } else if case .text(let text)? = event.textualData {
      append(6, to: &bytes)
      append(text: text, to: &bytes)
    } else {
      append(0, to: &bytes)
      append(text: data.bytes, to: &bytes)
    }
  }

  private static func append(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func append(text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    append(Int64(text.count), to: &bytes)
    bytes.append(contentsOf: text)
  }
}
