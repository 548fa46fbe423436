import CloudEvents

/// Reads numbers and runs of bytes, one after the other; what is not there is an error and is never touched.
struct DataReader {
  let bytes: UnsafeRawBufferPointer
  /// The offset of the next byte.
  private(set) var position: Int
  /// Where reading ends.
  let end: Int

  init(_ bytes: UnsafeRawBufferPointer, range: Range<Int>? = nil) {
    self.bytes = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  var isAtEnd: Bool { position >= end }
  /// How many bytes are left.
  var left: Int { end - position }
  /// The next byte, without moving past it.
  var next: UInt8? { position < end ? bytes[position] : nil }

  /// The next byte.
  mutating func byte(_ what: String = "more") throws(DataMismatch) -> UInt8 {
    guard position < end else { throw missing(what) }
    defer { position += 1 }
    return bytes[position]
  }

  /// The range of the next `count` bytes, which are moved past.
  mutating func take(_ count: some BinaryInteger, _ what: String) throws(DataMismatch) -> Range<Int> {
    guard count >= 0, count <= left else { throw missing("\(count) bytes of \(what)") }
    defer { position += Int(count) }
    return position..<position + Int(count)
  }

  /// A whole number, its most significant byte first.
  mutating func bigEndian<Value: FixedWidthInteger>(_ type: Value.Type) throws(DataMismatch) -> Value {
    let range = try take(Value.bitWidth / 8, "a number")
    return Value(bigEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: type))
  }

  /// A whole number, its least significant byte first.
  mutating func littleEndian<Value: FixedWidthInteger>(_ type: Value.Type) throws(DataMismatch) -> Value {
    let range = try take(Value.bitWidth / 8, "a number")
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: type))
  }

  /// A whole number in groups of seven bits, the least significant first (Protocol Buffers and Avro).
  mutating func varint() throws(DataMismatch) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte("the rest of a number")
      guard shift < 63 || byte <= 1 else { throw DataMismatch(at: start, "a number has more than 64 bits") }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  /// A whole number whose sign is its lowest bit (Protocol Buffers' sint and Avro).
  mutating func zigzag() throws(DataMismatch) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// The error for something not being there.
  func missing(_ what: String) -> DataMismatch {
    DataMismatch(at: position, "the data ends where \(what) should stand")
  }
}
