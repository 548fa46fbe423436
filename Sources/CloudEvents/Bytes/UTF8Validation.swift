/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
public enum UTF8Validation {
  /// The length of the well-formed sequence that starts at `index`, 1 to 4; 0 where there is none.
  @inlinable public static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at index: Int, end: Int)
    -> Int
  {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    if first < 0xc2 || first > 0xf4 { return 0 }
    guard index + 1 < end else { return 0 }
    let second = bytes[index + 1]
    guard second & 0xc0 == 0x80 else { return 0 }
    if first < 0xe0 { return 2 }
    guard index + 2 < end, bytes[index + 2] & 0xc0 == 0x80 else { return 0 }
    if first < 0xf0 {
      if first == 0xe0 && second < 0xa0 { return 0 }
      if first == 0xed && second >= 0xa0 { return 0 }
      return 3
    }
    guard index + 3 < end, bytes[index + 3] & 0xc0 == 0x80 else { return 0 }
    if first == 0xf0 && second < 0x90 { return 0 }
    if first == 0xf4 && second >= 0x90 { return 0 }
    return 4
  }

  /// The offset of the first byte that is not well formed, `nil` where all are.
  public static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      let length = sequenceLength(bytes, at: index, end: bytes.count)
      if length == 0 { return index }
      index += length
    }
    return nil
  }

  /// Whether all bytes are well formed.
  public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool { firstInvalid(in: bytes) == nil }

  /// Whether all bytes are well formed.
  public static func isValid(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { isValid($0) } }
}
