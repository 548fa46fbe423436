import CloudEvents

/// Lays data out in lines until there are enough. What is added after that only says that there is more.
struct DataLayout {
  private let limit: Int
  /// The lines that are whole.
  private(set) var lines: [DataLine] = []
  /// Whether something did not find room.
  private(set) var isCut = false
  private var line: [DataSpan] = []
  /// Whether the line closes something.
  private var closes = false
  private var indent = 0

  /// How deep values may stand in each other.
  static let maximumDepth = 128
  /// How many bytes of a byte string are shown.
  private static let shownBytes = 4 << 10

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether nothing more will be shown, so that making it is not worth the time.
  var isFull: Bool { lines.count >= limit }
  /// How many lines there is room for.
  var room: Int { max(0, limit - lines.count) }

  /// How far data is checked of which nothing more is shown.
  private static let checkedBytes = 2 << 20

  /// Ends the reading of data where enough of it is shown and checked.
  ///
  /// - Throws: ``DataMismatch/enough``.
  func goOn(at position: Int) throws(DataMismatch) {
    if position > Self.checkedBytes, isFull { throw .enough }
  }

  /// Takes an error for what it is: that there is enough, or that something is wrong.
  mutating func settle(_ error: DataMismatch) throws(DataMismatch) {
    guard error == .enough else { throw error }
    isCut = true
  }

  /// Says that something is left out.
  mutating func cut() { isCut = true }

  /// Adds to the line; the text is made only where there is room.
  mutating func add(_ text: @autoclosure () -> String, _ kind: DataSpan.Kind) {
    if isFull { isCut = true } else { line.append(DataSpan(text(), kind)) }
  }

  /// Ends the line, where it has anything.
  mutating func breakLine(fold: Int? = nil) {
    guard !line.isEmpty else { return }
    lines.append(DataLine(line, indent: indent, fold: fold, closes: closes))
    line = []
    closes = false
  }

  /// Ends the line with something that is closed later; what follows stands deeper.
  ///
  /// - Parameter offset: where it begins in the data.
  mutating func open(_ text: String, at offset: Int) {
    add(text, .punctuation)
    indent(after: offset)
  }

  /// Ends the line, which something opens that is closed later; what follows stands deeper.
  mutating func indent(after offset: Int) {
    breakLine(fold: offset)
    indent += 1
  }

  /// Closes what was opened, at the beginning of a line.
  mutating func close(_ text: String) {
    breakLine()
    indent -= 1
    closes = true
    add(text, .punctuation)
  }

  /// Lines that somebody else laid out, one level deeper.
  mutating func addDeeper(_ lines: [DataLine], isCut: Bool) {
    breakLine()
    for line in lines.prefix(room) {
      var line = line
      line.indent += indent + 1
      self.lines.append(line)
    }
    if isCut { self.isCut = true }
  }

  /// What was made, with what there is to say about it.
  mutating func finished(facts: String = "", problem: String? = nil) -> DecodedLines {
    breakLine()
    return DecodedLines(lines: lines, isCut: isCut, facts: facts, problem: problem)
  }

  // MARK: Values

  /// Text in quotes, with the escapes of JSON; bytes that are no UTF-8 as bytes.
  mutating func addText(
    _ range: Range<Int>, of bytes: UnsafeRawBufferPointer, as kind: DataSpan.Kind = .string
  ) {
    guard !isFull else { return cut() }
    let text = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard UTF8Validation.isValid(text) else {
      addBytes(range, of: bytes)
      return add(" not UTF-8", .dim)
    }
    let end = bytes.shownEnd(of: range)
    var quoted: [UInt8] = []
    JSONString.append(UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<end]), to: &quoted)
    add(String(decoding: quoted, as: UTF8.self), kind)
    if end < range.upperBound { add(" … (\(range.count) bytes)", .dim) }
  }

  /// Bytes in the notation of CBOR's diagnostics: `h'00ff'`.
  mutating func addBytes(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) {
    guard !isFull else { return cut() }
    add("h'\(HexDump.digits(bytes[range].prefix(Self.shownBytes)))'", .byte)
    if range.count > Self.shownBytes { add(" … (\(range.count) bytes)", .dim) }
  }

  mutating func addNumber(_ value: some BinaryInteger) { add(String(value), .number) }

  mutating func addNumber(_ value: some BinaryFloatingPoint & LosslessStringConvertible) {
    add(
      value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : String(value), .number
    )
  }

  mutating func addBoolean(_ value: Bool) { add(value ? "true" : "false", .bool) }
  mutating func addNull() { add("null", .null) }
  mutating func addComma() { add(",", .punctuation) }

  /// What a number of seconds since 1970 means, where it is a time that people know.
  mutating func addTime(nanoseconds: Int64?) {
    if let nanoseconds { add(" \(RFC3339.text(nanoseconds: nanoseconds))", .dim) }
  }
}

extension UnsafeRawBufferPointer {
  /// The longest that is shown of one token or line.
  static let longestShown = 16 << 10

  /// Where what is shown of a range ends: its end, or earlier where it is long, between two characters.
  func shownEnd(of range: Range<Int>) -> Int {
    guard range.count > Self.longestShown else { return range.upperBound }
    var end = range.lowerBound + Self.longestShown
    while end > range.lowerBound, self[end] & 0xc0 == 0x80 { end -= 1 }
    return end
  }

  /// The bytes of a range as text: its beginning where it is long, cut between two characters.
  func shownText(_ range: Range<Int>) -> String {
    let end = shownEnd(of: range)
    let text = String(decoding: self[range.lowerBound..<end], as: UTF8.self)
    return end == range.upperBound ? text : text + " … (\(range.count) bytes)"
  }
}
