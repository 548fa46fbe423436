import CloudEvents

/// Makes data of one kind readable. A new one is a file in a folder beside this one and a line in
/// `DataDecoders.swift`.
public protocol DataDecoder: Sendable {
  /// What the data is taken for, such as `JSON`.
  var name: String { get }

  /// Why this decoder should try some data; `nil` where it should not. It looks at no more than a glance.
  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason?

  /// The first lines of the data, no more than the context's limit. What comes after them is not laid out, and is
  /// checked only as far as that is cheap.
  ///
  /// - Throws: why it cannot be read. Any bytes may come, and none may be trusted.
  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines
}

/// Why data is taken for something.
public enum DataReason: Sendable, Equatable {
  /// The event says so: `the content type is text/plain`. Where the data is something else, that is a problem.
  case declared(String)
  /// The data looks like it: `it begins with the bytes of gzip`.
  case guessed(String)

  /// The reason in words, which stand after `because`.
  public var text: String {
    switch self {
    case .declared(let text), .guessed(let text): text
    }
  }

  /// That the content type says so.
  static func contentType(_ type: MediaType) -> DataReason {
    .declared("the content type is \(type.essence)")
  }
}

/// Why data is not what it was taken for: one sentence, such as `line 3, column 7: expected a value`.
public struct DataMismatch: Error, Sendable, Equatable, CustomStringConvertible {
  /// The sentence, without a full stop.
  public var description: String
  /// What the decoder would need to tell, as in `no schema is given`; `nil` where the data is wrong. Without it the data
  /// may be what it was taken for all the same.
  public var missing: String?

  /// A sentence, without a full stop.
  public init(_ description: String, missing: String? = nil) {
    self.description = description
    self.missing = missing
  }

  /// What ends the reading of long data of which enough is shown; nothing is wrong.
  static let enough = DataMismatch("enough")

  /// A sentence about the byte at an offset, which people count from 1.
  init(at offset: Int, _ sentence: String) {
    self.init("byte \(offset + 1): \(sentence)")
  }

  /// A sentence about a place in a text.
  init(at offset: Int, ofText bytes: UnsafeRawBufferPointer, _ sentence: String) {
    let (line, column) = bytes.lineAndColumn(at: offset)
    self.init("line \(line), column \(column): \(sentence)")
  }
}

/// What a decoder made: lines, and a few words on the data.
public struct DecodedLines: Sendable {
  /// The first lines.
  public var lines: [DataLine]
  /// Whether there are more than were asked for.
  public var isCut: Bool
  /// Such as the charset; empty where there is nothing to say.
  public var facts: String
  /// What the data contains, where it is a wrapper: `JSON, because …`.
  public var inside: String?
  /// One sentence, where something is wrong that does not keep the data from being read.
  public var problem: String?

  /// Lines, and what is known of them.
  public init(
    lines: [DataLine], isCut: Bool, facts: String = "", inside: String? = nil, problem: String? = nil
  ) {
    self.lines = lines
    self.isCut = isCut
    self.facts = facts
    self.inside = inside
    self.problem = problem
  }
}
