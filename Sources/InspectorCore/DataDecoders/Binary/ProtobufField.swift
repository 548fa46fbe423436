import CloudEvents

/// One field of a message as it stands in the bytes (Protocol Buffers, Encoding).
struct ProtobufField {
  /// How the value is written.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    /// Text, bytes, a message or packed numbers.
    case bytes(Range<Int>)
    /// A group: what stands between its start and its end.
    case group(Range<Int>)
  }

  var number: UInt32
  var value: Value
  /// The offset of its tag.
  var start: Int

  /// The bytes of a field with a length.
  var range: Range<Int>? { if case .bytes(let range) = value { range } else { nil } }
  /// The number of a varint.
  var number64: UInt64? { if case .varint(let number) = value { number } else { nil } }

  /// The text of a field with a length, empty for another.
  func text(in bytes: UnsafeRawBufferPointer) -> String {
    range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
  }

  /// The field that is next.
  init(_ reader: inout DataReader, depth: Int = 0) throws(DataMismatch) {
    start = reader.position
    let tag = try reader.varint()
    guard tag >> 3 > 0, tag >> 3 < 1 << 29 else {
      throw DataMismatch(at: start, "\(tag >> 3) is no field's number")
    }
    number = UInt32(tag >> 3)
    switch tag & 7 {
    case 0: value = .varint(try reader.varint())
    case 1: value = .fixed64(try reader.littleEndian(UInt64.self))
    case 2: value = .bytes(try reader.take(try reader.varint(), "field \(number)"))
    case 3: value = .group(try Self.group(number, &reader, depth: depth))
    case 5: value = .fixed32(try reader.littleEndian(UInt32.self))
    default: throw DataMismatch(at: start, "\(tag & 7) is no wire type that can stand here")
    }
  }

  /// What stands in a group, whose end is moved past.
  private static func group(
    _ number: UInt32, _ reader: inout DataReader, depth: Int
  ) throws(DataMismatch) -> Range<Int> {
    guard depth < 32 else { throw DataMismatch(at: reader.position, "groups nest deeper than 32 levels") }
    let start = reader.position
    while true {
      let end = reader.position
      var ahead = reader
      let tag = try ahead.varint()
      if tag & 7 == 4 {
        guard tag >> 3 == UInt64(number) else {
          throw DataMismatch(at: end, "the end of group \(number) should stand here")
        }
        reader = ahead
        return start..<end
      }
      _ = try ProtobufField(&reader, depth: depth + 1)
    }
  }

  /// Hands each field of a range to `body`.
  static func forEach(
    in bytes: UnsafeRawBufferPointer, _ range: Range<Int>,
    _ body: (ProtobufField) throws(DataMismatch) -> Void
  ) throws(DataMismatch) {
    var reader = DataReader(bytes, range: range)
    while !reader.isAtEnd { try body(try ProtobufField(&reader)) }
  }

  /// Whether a range is nothing but fields.
  static func isMessage(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    return (try? forEach(in: bytes, range) { _ throws(DataMismatch) in }) != nil
  }
}
