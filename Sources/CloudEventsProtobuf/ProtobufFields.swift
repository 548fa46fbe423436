import CloudEvents

/// Walks over the fields of a protobuf message and makes nothing of them.
///
/// Maps are read with it rather than by generated code, which would make dictionary keys of text from outside, in any
/// order, and silently keep the last of several.
struct ProtobufFields {
  /// One field as it stands in the message.
  struct Field {
    var number: UInt32
    /// Where the contents of a string, bytes or message stand; `nil` for the other wire types.
    var contents: ByteRange?
    /// Where the whole field stands, tag and all.
    var extent: ByteRange
  }

  private static let maximumDepth = 100

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The next field; `nil` at the end.
  mutating func next() throws(ProtobufError) -> Field? {
    guard position < bytes.count else { return nil }
    let start = position
    let (number, type) = try tag()
    let contents = try skip(type, of: number, depth: 0)
    return Field(number: number, contents: contents, extent: ByteRange(start..<position))
  }

  private mutating func tag() throws(ProtobufError) -> (number: UInt32, type: UInt8) {
    let start = position
    let tag = try varint()
    guard let number = UInt32(exactly: tag >> 3), (1..<(1 << 29)).contains(number) else {
      throw ProtobufError("a field's number is out of range", at: start)
    }
    return (number, UInt8(tag & 7))
  }

  private mutating func skip(
    _ type: UInt8, of number: UInt32, depth: Int
  ) throws(ProtobufError) -> ByteRange? {
    switch type {
    case 0: _ = try varint()
    case 1: try advance(8)
    case 5: try advance(4)
    case 2:
      let start = position
      guard let count = Int(exactly: try varint()), count <= bytes.count - position else {
        throw ProtobufError("a field says that it is longer than what is left", at: start)
      }
      position += count
      return ByteRange(start: position - count, count: count)
    case 3:
      guard depth < Self.maximumDepth else { throw ProtobufError("groups nest too deep", at: position) }
      while true {
        let start = position
        let inner = try tag()
        if inner.type == 4 {
          guard inner.number == number else {
            throw ProtobufError("a group ends with another number", at: start)
          }
          break
        }
        _ = try skip(inner.type, of: inner.number, depth: depth + 1)
      }
    default:
      throw ProtobufError("the wire type \(type) is none", at: position)
    }
    return nil
  }

  private mutating func varint() throws(ProtobufError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.count else { throw ProtobufError("the message ends in a number", at: position) }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw ProtobufError("a number has more than 10 bytes", at: start)
  }

  private mutating func advance(_ count: Int) throws(ProtobufError) {
    guard bytes.count - position >= count else {
      throw ProtobufError("the message ends in a number", at: position)
    }
    position += count
  }

  /// Appends a string, bytes or a message as a field with a number below 16.
  static func append(_ contents: some Collection<UInt8>, asField number: UInt8, to out: inout [UInt8]) {
    out.append(number << 3 | 2)
    var count = contents.count
    while count >= 0x80 {
      out.append(UInt8(count & 0x7f) | 0x80)
      count >>= 7
    }
    out.append(UInt8(count))
    out.append(contentsOf: contents)
  }
}

/// Why some bytes are no protobuf message, and where.
struct ProtobufError: Error {
  var reason: String
  /// The offset of the byte; `nil` where it is not known.
  var offset: Int?

  init(_ reason: String, at offset: Int? = nil) {
    self.reason = reason
    self.offset = offset
  }

  func violation(_ message: String) -> Violation {
    let place = offset.map { "byte \($0 + 1): " } ?? ""
    return Violation(.protobuf, .message, "The body is no \(message) message: \(place)\(reason).")
  }
}
