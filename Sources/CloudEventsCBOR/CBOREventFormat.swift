import CloudEvents

/// The CBOR event format (working draft): `application/cloudevents+cbor`. The format has no batch.
///
/// Data that `datacontenttype` declares as CBOR stands in the event as the item that it is, byte for byte; text and
/// JSON stand as text, everything else as bytes. An item without `datacontenttype` is `application/cbor`, other than a
/// string of bytes, which is bytes of an unknown type.
public struct CBOREventFormat: EventFormat {
  public let name = "cbor"
  public let mediaType = "application/cloudevents+cbor"
  public let batchMediaType: String? = nil

  public init() {}

  public func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    guard let extent = ByteRange(whole: bytes) else { return .tooLarge(.cbor) }
    return CBOREventDecoder.decode(bytes, extent: extent)
  }

  public func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    DecodedBatch(
      events: [],
      violations: [Violation(.cbor, .message, "The CBOR format has no batch; send one event a message.")])
  }

  public func encode(_ event: CloudEvent) -> [UInt8] {
    let event = event.sayingContentType
    var bytes: [UInt8] = []
    Self.append(major: 5, event.attributes.count + (event.data == nil ? 0 : 1), to: &bytes)
    for (name, value) in event.attributes {
      Self.append(major: 3, text: name.rawValue.utf8, to: &bytes)
      Self.append(value, to: &bytes)
    }
    guard let data = event.data else { return bytes }
    Self.append(major: 3, text: "data".utf8, to: &bytes)
    let type = event.contentType
    if let type, Self.isCBOR(type), data.bytes.withUnsafeBytes({ CBORReader.isItem($0) }) {
      bytes.append(contentsOf: data.bytes)
    } else if let type, !Self.isCBOR(type), case .text(let text)? = event.textualData {
      Self.append(major: 3, text: text, to: &bytes)
    } else {
      Self.append(major: 2, text: data.bytes, to: &bytes)
    }
    return bytes
  }

  /// One after the other, as the format has no batch.
  public func encodeBatch(_ events: [CloudEvent]) -> [UInt8] {
    events.flatMap { encode($0) }
  }

  /// Whether data of a media type is CBOR: the subtype is `cbor` or ends with `+cbor`.
  static func isCBOR(_ type: MediaType) -> Bool { type.subtype == "cbor" || type.subtype.hasSuffix("+cbor") }

  private static func append(_ value: AttributeValue, to bytes: inout [UInt8]) {
    switch value {
    case .boolean(let value): bytes.append(value ? 0xf5 : 0xf4)
    case .integer(let value):
      append(major: value < 0 ? 1 : 0, Int(value < 0 ? -1 - value : value), to: &bytes)
    case .binary(let value): append(major: 2, text: value, to: &bytes)
    case .timestamp(let value):
      append(major: 6, 0, to: &bytes)
      append(major: 3, text: value.description.utf8, to: &bytes)
    case .uri(let value):
      append(major: 6, 32, to: &bytes)
      append(major: 3, text: value.description.utf8, to: &bytes)
    case .string, .uriReference:
      append(major: 3, text: value.canonicalString.utf8, to: &bytes)
    }
  }

  private static func append(major: UInt8, _ argument: Int, to bytes: inout [UInt8]) {
    let first = major << 5
    let size =
      argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000 ? 4 : 8
    guard size > 0 else { return bytes.append(first | UInt8(argument)) }
    bytes.append(first | UInt8(24 + size.trailingZeroBitCount))
    for shift in stride(from: (size - 1) * 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: argument >> shift))
    }
  }

  private static func append(major: UInt8, text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    append(major: major, text.count, to: &bytes)
    bytes.append(contentsOf: text)
  }
}
