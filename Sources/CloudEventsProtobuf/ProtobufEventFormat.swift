import CloudEvents

/// The Protobuf event format (Protobuf format 1.0.2): `application/cloudevents+protobuf` and its batch.
///
/// - Text and JSON data stand in `text_data`, other data in `binary_data`.
/// - A protobuf message in `proto_data` is an event's data as the message's own bytes; its type URL is `dataschema`,
///   and `datacontenttype` is `application/protobuf`.
/// - A timestamp that `google.protobuf.Timestamp` cannot hold (a leap second, more than nine digits of fraction, the
///   year 0) stands in `ce_string`, rather than being altered.
public struct ProtobufEventFormat: EventFormat {
  public let name = "protobuf"
  public let mediaType = "application/cloudevents+protobuf"
  public let batchMediaType: String? = "application/cloudevents-batch+protobuf"

  public init() {}

  public func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    guard let extent = ByteRange(whole: bytes) else { return .tooLarge(.protobuf) }
    return ProtobufEventDecoder.decode(bytes, extent: extent)
  }

  public func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    guard ByteRange(whole: bytes) != nil else {
      return DecodedBatch(events: [], violations: DecodedEvent.tooLarge(.protobuf).violations)
    }
    // The members are read one by one: each takes much more memory than it has bytes.
    var batch = BatchCollector(rule: .protobuf)
    var violations: [Violation] = []
    do {
      var fields = ProtobufFields(bytes)
      while let field = try fields.next() {
        guard field.number == 1, let contents = field.contents else {
          ProtobufEventDecoder.report(unknown: field, into: &violations)
          continue
        }
        batch.put { ProtobufEventDecoder.decode(bytes[contents], extent: contents) }
      }
    } catch {
      return DecodedBatch(events: [], violations: [error.violation("CloudEventBatch")])
    }
    return batch.finished(violations: violations)
  }

  public func encode(_ event: CloudEvent) -> [UInt8] {
    ProtobufEventEncoder.encode(event)
  }

  public func encodeBatch(_ events: [CloudEvent]) -> [UInt8] {
    var bytes: [UInt8] = []
    for event in events {
      ProtobufFields.append(ProtobufEventEncoder.encode(event), asField: 1, to: &bytes)
    }
    return bytes
  }
}
