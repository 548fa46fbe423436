import CloudEvents

/// Reads the values of Avro's binary encoding (Avro 1.9.0, Data Serialization) one after the other.
struct AvroReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int

  init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) {
    self.bytes = bytes
    position = min(start, bytes.count)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// A long, or an index or a count: a variable-length zig-zag number.
  mutating func long() throws(AvroError) -> Int64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
    }
    throw AvroError("a number has more than 10 bytes", at: start)
  }

  /// An int; one that does not fit into 32 bits is an error.
  mutating func int() throws(AvroError) -> Int32 {
    let start = position
    guard let value = Int32(exactly: try long()) else {
      throw AvroError("an int has more than 32 bits", at: start)
    }
    return value
  }

  mutating func boolean() throws(AvroError) -> Bool {
    let start = position
    let byte = try byte()
    guard byte <= 1 else { throw AvroError("a boolean is 0 or 1, not \(byte)", at: start) }
    return byte == 1
  }

  mutating func double() throws(AvroError) -> Double {
    guard bytes.count - position >= 8 else { throw AvroError("the datum ends in a double", at: position) }
    defer { position += 8 }
    return Double(
      bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
  }

  /// Bytes, which stand in the datum as they are.
  mutating func contents() throws(AvroError) -> ByteRange {
    let start = position
    guard let count = Int(exactly: try long()), count >= 0, count <= bytes.count - position else {
      throw AvroError("a length is negative, or more than what is left", at: start)
    }
    position += count
    return ByteRange(start: position - count, count: count)
  }

  /// A string: bytes that are UTF-8.
  mutating func string() throws(AvroError) -> ByteRange {
    let start = position
    let range = try contents()
    guard UTF8Validation.isValid(bytes[range]) else { throw AvroError("a string is no UTF-8", at: start) }
    return range
  }

  /// The items of an array, or the entries of a map: blocks of a count and so many of them, up to an empty one.
  mutating func blocks(_ item: (inout AvroReader) throws(AvroError) -> Void) throws(AvroError) {
    while true {
      var count = try long()
      if count == 0 { return }
      if count < 0 {
        // A negative count is followed by the block's size, for those who want to pass over it.
        guard count != .min else { throw AvroError("a count is out of range", at: position) }
        count = -count
        _ = try long()
      }
      while count > 0 {
        try item(&self)
        count -= 1
      }
    }
  }

  private mutating func byte() throws(AvroError) -> UInt8 {
    guard position < bytes.count else { throw AvroError("the datum ends too early", at: position) }
    defer { position += 1 }
    return bytes[position]
  }
}

/// Why some bytes are no datum of the schema, and where.
struct AvroError: Error {
  var reason: String
  var offset: Int

  init(_ reason: String, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  var violation: Violation {
    Violation(.avro, .message, "The body is no Avro CloudEvent: byte \(offset + 1): \(reason).")
  }
}
