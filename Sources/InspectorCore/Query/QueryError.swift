/// Why a text is no query.
public struct QueryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what would be right, without the place.
  public var message: String
  /// The character at which it is wrong, from 0.
  public var offset: Int
  /// How many characters are wrong, 0 where something is missing.
  public var length: Int
  /// What could stand there.
  public var expected: String
  /// Whether the text could still become a query by typing on.
  public var isIncomplete: Bool

  public init(
    _ message: String, at offset: Int, length: Int = 0, expected: String, isIncomplete: Bool = false
  ) {
    self.message = message
    self.offset = offset
    self.length = length
    self.expected = expected
    self.isIncomplete = isIncomplete
  }

  public var description: String { "column \(offset + 1): \(message)" }
}
