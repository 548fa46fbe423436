/// Data made readable: what it was taken for and why, and lines of it.
public struct DecodedData: Sendable, Equatable {
  /// What it was taken for, such as `JSON`.
  public var name: String
  /// What it was taken for and why, such as `JSON, because the content type is application/json`.
  public var explanation: String
  /// Charset and size, such as `UTF-8 · 412 bytes`.
  public var facts: String
  public var lines: [DataLine]
  /// Whether there are more lines than were asked for.
  public var isCut: Bool
  /// One sentence, where the data is not what its content type says.
  public var problem: String?

  public init(
    name: String, explanation: String, facts: String, lines: [DataLine], isCut: Bool = false,
    problem: String? = nil
  ) {
    self.name = name
    self.explanation = explanation
    self.facts = facts
    self.lines = lines
    self.isCut = isCut
    self.problem = problem
  }
}

/// One line: runs of text, and how deep it stands.
public struct DataLine: Sendable, Equatable {
  public var spans: [DataSpan]
  /// Levels, not columns.
  public var indent: Int
  /// Where this line opens something that is closed on a later one: the offset of its first byte.
  public var fold: Int?
  /// Whether this line closes what an earlier one has opened.
  public var closes: Bool

  public init(_ spans: [DataSpan], indent: Int = 0, fold: Int? = nil, closes: Bool = false) {
    self.spans = spans
    self.indent = indent
    self.fold = fold
    self.closes = closes
  }

  /// The line's text with two columns for each level.
  public var text: String {
    String(repeating: "  ", count: indent) + spans.map(\.text).joined()
  }
}

/// A run of text of one kind. It is as it came: who draws it cleans it.
public struct DataSpan: Sendable, Equatable {
  public enum Kind: Sendable {
    case key, string, number, bool, null, punctuation, text, offset, byte, ascii, dim
  }

  public var text: String
  public var kind: Kind

  public init(_ text: String, _ kind: Kind) {
    self.text = text
    self.kind = kind
  }
}
