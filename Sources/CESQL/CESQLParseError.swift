/// Why a text is no CESQL expression, and where.
public struct CESQLParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The character (Unicode scalar) in the line, from 1.
  public let column: Int
  /// What stands there, such as `")"` or `the end`.
  public let found: String
  /// What would be right, such as `"," or ")"`.
  public let expected: String

  init(at offset: Int, in bytes: [UInt8], found: String, expected: String) {
    (line, column) = CESQLParseError.positions(in: bytes)[min(offset, bytes.count)]
    self.found = found
    self.expected = expected
  }

  /// What is wrong, in a sentence without its full stop and without the position.
  public var message: String { "expected \(expected), found \(found)" }

  /// Line, column and what is wrong there.
  public var description: String { "line \(line), column \(column): \(message)" }

  /// The line and column of each byte of UTF-8, and of the end.
  static func positions(in bytes: [UInt8]) -> [(line: Int, column: Int)] {
    var (line, column) = (1, 1)
    var positions: [(line: Int, column: Int)] = []
    positions.reserveCapacity(bytes.count + 1)
    for (index, byte) in bytes.enumerated() {
      positions.append((line, column))
      if byte == 0x0a {
        (line, column) = (line + 1, 1)
      } else if index + 1 == bytes.count || bytes[index + 1] & 0xc0 != 0x80 {
        column += 1
      }
    }
    positions.append((line, column))
    return positions
  }
}
