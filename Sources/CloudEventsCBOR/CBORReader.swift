import CloudEvents

/// Reads CBOR data items (RFC 8949) one after the other, and checks that they are well formed.
struct CBORReader {
  static let maximumDepth = 256

  /// What an item begins with.
  struct Head {
    /// The major type, 0 to 7.
    var major: UInt8
    /// A number, a length or a count; of major type 7 the simple value, or a float's bits.
    var argument: UInt64
    /// Whether the length or count is not said, but ends with a break.
    var isIndefinite: Bool
    /// How many bytes the argument has: 0 where it stands in the first byte.
    var argumentSize: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Whether some bytes are exactly one item.
  static func isItem(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var reader = CBORReader(bytes)
    do throws(CBORError) {
      try reader.skip()
      return reader.isAtEnd
    } catch {
      return false
    }
  }

  mutating func head() throws(CBORError) -> Head {
    let start = position
    guard position < bytes.count else {
      throw CBORError("the body ends where an item should stand", at: position)
    }
    let first = bytes[position]
    position += 1
    let (major, info) = (first >> 5, first & 0x1f)
    switch info {
    case 0...23: return Head(major: major, argument: UInt64(info), isIndefinite: false, argumentSize: 0)
    case 24...27:
      let size = 1 << Int(info - 24)
      guard bytes.count - position >= size else { throw CBORError("the body ends in an item", at: position) }
      var value: UInt64 = 0
      for _ in 0..<size {
        value = value << 8 | UInt64(bytes[position])
        position += 1
      }
      // A simple value below 32 stands in the first byte.
      guard major != 7 || size > 1 || value >= 32 else {
        throw CBORError("a simple value is too long", at: start)
      }
      return Head(major: major, argument: value, isIndefinite: false, argumentSize: size)
    case 31 where (2...5).contains(major):
      return Head(major: major, argument: 0, isIndefinite: true, argumentSize: 0)
    default:
      throw CBORError("0x\(String(first, radix: 16)) begins no item", at: start)
    }
  }

  /// Takes a break, where one stands here.
  mutating func takeBreak() -> Bool {
    guard position < bytes.count, bytes[position] == 0xff else { return false }
    position += 1
    return true
  }

  /// The bytes of a string whose head has been read; of text, checked to be UTF-8.
  mutating func string(_ head: Head) throws(CBORError) -> [UInt8] {
    guard head.isIndefinite else { return Array(bytes[try chunk(head)]) }
    var whole: [UInt8] = []
    while !takeBreak() {
      let start = position
      let part = try self.head()
      guard part.major == head.major, !part.isIndefinite else {
        throw CBORError("a string has another item in it", at: start)
      }
      whole.append(contentsOf: bytes[try chunk(part)])
    }
    return whole
  }

  private mutating func chunk(_ head: Head) throws(CBORError) -> ByteRange {
    guard let count = Int(exactly: head.argument), count <= bytes.count - position else {
      throw CBORError("a string says that it is longer than what is left", at: position)
    }
    let range = ByteRange(start: position, count: count)
    if head.major == 3, !UTF8Validation.isValid(bytes[range]) {
      throw CBORError("a text is no UTF-8", at: position)
    }
    position += count
    return range
  }

  /// Steps over an item, and returns where it stands.
  @discardableResult
  mutating func skip(depth: Int = 0) throws(CBORError) -> ByteRange {
    let start = position
    let head = try head()
    guard depth < Self.maximumDepth else {
      throw CBORError("items nest deeper than \(Self.maximumDepth) levels", at: start)
    }
    switch head.major {
    case 2, 3: _ = try string(head)
    case 4:
      try each(head) { (reader: inout CBORReader) throws(CBORError) in try reader.skip(depth: depth + 1) }
    case 5:
      try each(head) { (reader: inout CBORReader) throws(CBORError) in
        try reader.skip(depth: depth + 1)
        try reader.skip(depth: depth + 1)
      }
    case 6: try skip(depth: depth + 1)
    default: break
    }
    return ByteRange(start..<position)
  }

  /// Calls `body` for each element of an array, or each pair of a map, whose head has been read.
  mutating func each(_ head: Head, _ body: (inout CBORReader) throws(CBORError) -> Void) throws(CBORError) {
    var rest = head.argument
    while head.isIndefinite ? !takeBreak() : rest > 0 {
      try body(&self)
      if !head.isIndefinite { rest -= 1 }
    }
  }
}

/// Why some bytes are no CBOR, and where.
struct CBORError: Error {
  var reason: String
  var offset: Int

  init(_ reason: String, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  var violation: Violation {
    Violation(.cbor, .message, "The body is no CBOR: byte \(offset + 1): \(reason).")
  }
}
