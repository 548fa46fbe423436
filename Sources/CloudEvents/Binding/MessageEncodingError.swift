/// Why an event cannot be written as a message.
public struct MessageEncodingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence: what cannot be written, and what would be right.
  public var description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
