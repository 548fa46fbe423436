import CloudEvents

/// Makes data of one kind readable. A new one is a file beside this one and a line in `DataDecoders.swift`.
public protocol DataDecoder: Sendable {
  /// What the data is taken for, such as `JSON`.
  var name: String { get }

  /// Why this decoder should read some data; `nil` where it should not.
  ///
  /// - Parameter contentType: what the event declares, `nil` where that is nothing or no media type.
  func reason(for contentType: MediaType?, _ bytes: [UInt8]) -> String?

  /// The first lines of the data; `nil` where it cannot be read after all.
  func decode(_ bytes: [UInt8], contentType: MediaType?, limit: Int) -> DecodedLines?
}

/// What a decoder made: lines, and a few words on the data.
public struct DecodedLines: Sendable {
  public var lines: [DataLine]
  /// Whether there are more than were asked for.
  public var isCut: Bool
  /// Such as the charset; empty where there is nothing to say.
  public var facts: String

  public init(lines: [DataLine], isCut: Bool, facts: String = "") {
    self.lines = lines
    self.isCut = isCut
    self.facts = facts
  }
}
