/// Where some bytes stand in a larger run of bytes: an offset and a count.
public struct ByteRange: Sendable, Hashable {
  /// The offset of the first byte.
  public var start: UInt32
  /// How many bytes.
  public var count: UInt32

  /// A range of 32 bits; larger ones must not be asked for.
  public init(start: Int, count: Int) {
    self.start = UInt32(start)
    self.count = UInt32(count)
  }

  /// The same range in 32 bits.
  public init(_ range: Range<Int>) {
    self.init(start: range.lowerBound, count: range.count)
  }

  /// No bytes, at offset 0.
  public static let none = ByteRange(start: 0, count: 0)

  /// The offset after the last byte.
  @inlinable public var end: Int { Int(start) + Int(count) }
  /// Whether it has no bytes.
  @inlinable public var isEmpty: Bool { count == 0 }
  /// The same range as offsets.
  @inlinable public var range: Range<Int> { Int(start)..<end }

  /// The same bytes in a run that begins `offset` bytes earlier.
  public func shifted(by offset: Int) -> ByteRange {
    ByteRange(start: Int(start) + offset, count: Int(count))
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes of a range, as a buffer of their own.
  @inlinable public subscript(_ range: ByteRange) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[range.range])
  }

  /// The line and column (both from 1, columns in bytes) of a text at which an offset lies.
  public func lineAndColumn(at offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var lineStart = 0
    for index in 0..<Swift.min(offset, count) where self[index] == 0x0a {
      line += 1
      lineStart = index + 1
    }
    return (line, offset - lineStart + 1)
  }

  /// Whether the bytes are those of an ASCII literal.
  @inlinable @inline(__always) public func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    let literal = text.utf8Start
    var index = 0
    while index < count {
      if self[index] != literal[index] { return false }
      index &+= 1
    }
    return true
  }

  /// Whether the bytes are those of an ASCII literal in lower case, whatever their own case is.
  @inlinable public func equalsIgnoringCase(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    let literal = text.utf8Start
    for index in 0..<count where self[index].asciiLowercased != literal[index] { return false }
    return true
  }

  /// Whether the bytes are those of a text.
  func equals(text: String) -> Bool {
    var text = text
    return count == text.utf8.count && text.withUTF8 { zip(self, $0).allSatisfy(==) }
  }

  /// Whether the bytes are those of a text in lower case, whatever their own case is.
  func equalsIgnoringCase(text: String) -> Bool {
    var text = text
    return count == text.utf8.count
      && text.withUTF8 { literal in
        for index in 0..<count where self[index].asciiLowercased != literal[index] { return false }
        return true
      }
  }

  /// Whether all bytes are printable ASCII, space included. Eight are looked at in one step.
  package var isPrintableASCII: Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = 0
    while index &+ 8 <= count {
      let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let deletes = word ^ (ones &* 0x7f)
      let wrong = word | ((word &- ones &* 0x20) & ~word) | ((deletes &- ones) & ~deletes)
      if wrong & (ones &* 0x80) != 0 { return false }
      index &+= 8
    }
    while index < count {
      if self[index] < 0x20 || self[index] >= 0x7f { return false }
      index &+= 1
    }
    return true
  }
}

extension UInt8 {
  /// A–Z as a–z, everything else as it is.
  @inlinable public var asciiLowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
  /// 0–9.
  @inlinable public var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
  /// A–Z or a–z.
  @inlinable public var isASCIILetter: Bool { (0x61...0x7a).contains(self | 0x20) }
  /// What a token of HTTP and of media types is made of (RFC 9110, section 5.6.2).
  @inlinable public var isTokenCharacter: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x5e...0x7a, 0x7c, 0x7e: true
    case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e: true
    default: false
    }
  }
  /// What the hexadecimal digit stands for, `nil` where it is none.
  @inlinable public var hexDigitValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}

extension Array where Element == UInt8 {
  /// The UTF-8 bytes of a text.
  public init(utf8 text: String) {
    self = Array(text.utf8)
  }
}

extension UInt8 {
  /// The byte's two hexadecimal digits, in upper case.
  var hexDigits: (UInt8, UInt8) {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value + 0x37 }
    return (digit(self >> 4), digit(self & 15))
  }
}
