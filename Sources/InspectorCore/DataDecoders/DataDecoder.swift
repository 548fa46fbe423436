import CloudEvents

/// Makes data of one kind readable. A new one is a file beside this one and a line in `DataDecoders.swift`.
public protocol DataDecoder: Sendable {
  /// What the data is taken for, such as `JSON`.
  var name: String { get }

  /// Why this decoder should try some data; `nil` where it should not. It looks at no more than a glance.
  ///
  /// - Parameter contentType: what the event declares, `nil` where that is nothing or no media type.
  func reason(for contentType: MediaType?, _ bytes: UnsafeRawBufferPointer) -> String?

  /// The first lines of the data, no more than `limit`, in time that does not grow with what comes after them,
  /// but for the check that the data is what it should be.
  ///
  /// - Throws: why it cannot be read.
  func decode(
    _ bytes: UnsafeRawBufferPointer, contentType: MediaType?, limit: Int
  ) throws(DataMismatch) -> DecodedLines
}

/// Why data is not what it was taken for: one sentence, such as `line 3, column 7: expected a value`.
public struct DataMismatch: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) {
    self.description = description
  }
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

extension UnsafeRawBufferPointer {
  /// The longest that is shown of one token or line.
  static let longestShown = 16 << 10

  /// The bytes of a range as text: its beginning where it is long, cut between two characters.
  func shownText(_ range: Range<Int>) -> String {
    var end = range.upperBound
    if range.count > Self.longestShown {
      end = range.lowerBound + Self.longestShown
      while end > range.lowerBound, self[end] & 0xc0 == 0x80 { end -= 1 }
    }
    let text = String(decoding: self[range.lowerBound..<end], as: UTF8.self)
    return end == range.upperBound ? text : text + " … (\(range.count) bytes)"
  }
}
