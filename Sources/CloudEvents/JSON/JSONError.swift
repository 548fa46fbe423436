/// Why some bytes are no JSON text (RFC 8259), and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong at the offset.
  public enum Reason: Sendable, Equatable {
    /// Something else should stand here, such as `a value`, `"," or "}"`.
    case expected(String)
    /// The text ends in the middle of something.
    case unexpectedEnd(expected: String)
    /// A control character stands unescaped in a string.
    case controlCharacter(UInt8)
    /// A backslash is followed by something that is no escape.
    case invalidEscape
    /// The bytes of a string are no UTF-8.
    case invalidUTF8
    /// A number is not written as JSON wants it: leading zeros, a bare point, an empty exponent.
    case invalidNumber
    /// More arrays and objects stand in each other than are read: 512 in data.
    case tooDeep
  }

  /// What is wrong.
  public var reason: Reason
  /// The offset of the byte that is wrong, from the start of the text.
  public var offset: Int

  /// An error at an offset.
  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// What is wrong, in words that follow a place.
  public var description: String {
    switch reason {
    case .expected(let what): "expected \(what)"
    case .unexpectedEnd(let what): "the text ends where \(what) should stand"
    case .controlCharacter(let byte): "the control character U+00\(hex(byte)) must be escaped in a string"
    case .invalidEscape: "only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX are escapes"
    case .invalidUTF8: "the bytes are not UTF-8"
    case .invalidNumber: "a number is written like 0, -12, 3.5 or 1e9"
    case .tooDeep: "arrays and objects nest deeper than \(EventData.maximumDepth) levels"
    }
  }

  /// The line and column (both from 1, columns in bytes) at which the offset lies.
  public func position(in bytes: UnsafeRawBufferPointer) -> (line: Int, column: Int) {
    bytes.lineAndColumn(at: offset)
  }

  private func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }
}
