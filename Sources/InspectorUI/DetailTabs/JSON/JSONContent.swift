import CloudEvents
import InspectorCore

/// JSON as a tree that folds: numbers, escapes, order and duplicates as they were written.
struct JSONContent: DetailContent {
  private let bytes: [UInt8]
  private let index: JSONLines
  private var folds: FoldMap

  /// - Parameter limit: how many bytes are laid out.
  init(_ bytes: [UInt8], limit: Int = .max) {
    self.bytes = bytes
    index = bytes.withUnsafeBytes { JSONLines($0, limit: limit) }
    folds = FoldMap(count: index.lines.count)
  }

  var isCut: Bool { index.isCut }
  var count: Int { folds.shownCount }
  func place(at index: Int) -> Int { folds.place(at: index) }

  // MARK: Folding

  mutating func reveal(place: Int) -> Int {
    if let index = folds.index(of: place) { return index }
    var folded = folds.folded
    var parent = Int(index.lines[place].kind == .close ? opening(of: place) : Int(index.lines[place].parent))
    while parent >= 0 {
      folded.remove(parent)
      parent = Int(index.lines[parent].parent)
    }
    fold(folded)
    return folds.index(of: place) ?? 0
  }

  /// The line that opens what a closing line closes.
  private func opening(of place: Int) -> Int {
    var candidate = place - 1
    while candidate >= 0, Int(index.lines[candidate].close) != place {
      // Whole neighbours are skipped at once.
      candidate = index.lines[candidate].kind == .close ? Int(index.lines[candidate].parent) : candidate - 1
      if candidate >= 0, Int(index.lines[candidate].close) == place { return candidate }
    }
    return max(0, candidate)
  }

  private mutating func fold(_ places: Set<Int>) {
    folds.fold(places) { place in place + 1..<max(place + 1, Int(index.lines[place].close) + 1) }
  }

  mutating func toggleFold(at index: Int) -> Bool {
    let place = folds.place(at: index)
    guard self.index.lines[place].kind == .open, self.index.lines[place].close > 0 else { return false }
    fold(folds.folded.symmetricDifference([place]))
    return true
  }

  mutating func foldAll(_ folds: Bool) -> Bool {
    guard folds else {
      fold([])
      return true
    }
    var places: Set<Int> = []
    for place in index.lines.indices
    where index.lines[place].kind == .open && index.lines[place].depth > 0 && index.lines[place].close > 0 {
      places.insert(place)
    }
    guard !places.isEmpty else { return false }
    fold(places)
    return true
  }

  func isFolded(at index: Int) -> Bool? {
    let place = folds.place(at: index)
    return self.index.lines[place].kind == .open ? folds.folded.contains(place) : nil
  }

  func parent(of index: Int) -> Int? {
    let line = self.index.lines[folds.place(at: index)]
    return line.parent >= 0 ? folds.index(of: Int(line.parent)) : nil
  }

  // MARK: Looking

  func places(of pattern: SearchPattern) -> [Int] {
    var places: [Int] = []
    bytes.withUnsafeBytes { bytes in
      // What stands after the last line is not laid out.
      let end = isCut ? Int(index.lines.last?.end ?? 0) : bytes.count
      for offset in pattern.all(in: bytes) where offset < end {
        let place = index.line(ofByte: offset)
        if places.last != place { places.append(place) }
      }
    }
    return places
  }

  func path(at index: Int) -> String? {
    var place = folds.place(at: index)
    if self.index.lines[place].kind == .close { place = opening(of: place) }
    var parts: [String] = []
    while place >= 0 {
      let line = self.index.lines[place]
      if line.parent >= 0 { parts.append(name(of: line) ?? "[\(line.ordinal)]") }
      place = Int(line.parent)
    }
    return parts.reversed().reduce("data") { path, part in
      part.hasPrefix("[") ? path + part : path + "." + part
    }
  }

  /// The path of a value as a query writes it; nil where that cannot be, and for what is no single value.
  func queryPath(at index: Int) -> String? {
    let line = self.index.lines[folds.place(at: index)]
    guard line.kind == .value, let path = path(at: index), line.parent >= 0 else { return nil }
    // A query's path has dots where this one has brackets; names with other characters have no place in it.
    let dotted = path.replacing("[", with: ".").replacing("]", with: "")
    return dotted.allSatisfy({ $0.isLetter || $0.isNumber || "._-".contains($0) }) ? dotted : nil
  }

  func term(at index: Int) -> String? {
    let line = self.index.lines[folds.place(at: index)]
    guard let dotted = queryPath(at: index) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes, range: Int(line.start)..<Int(line.end))
      guard let first = try? scanner.value() else { return nil }
      var value = first
      if scanner.take(UInt8(ascii: ":")) {
        guard let second = try? scanner.value() else { return nil }
        value = second
      }
      let range = value.kind == .string ? value.contents.range : value.range.range
      guard range.count <= 200, !value.hasEscapes else { return nil }
      let text = String(decoding: bytes[range], as: UTF8.self)
      return dotted + ":" + QueryCompletion.quoted(text)
    }
  }

  /// The paths of members whose name has stood in the same object before, as it is written.
  func repeatedMembers() -> [String] {
    var seen: [Int32: Set<[UInt8]>] = [:]
    var paths: [String] = []
    for (place, line) in index.lines.enumerated() where line.kind != .close {
      // A longer one is not known whole.
      guard let name = name(of: line).map({ Array($0.utf8) }), name.count < 120 else { continue }
      if !seen[line.parent, default: []].insert(name).inserted { paths.append(path(at: place) ?? "") }
    }
    return paths
  }

  /// A member's name as it is written, without its quotes; nil for an element.
  private func name(of line: JSONLines.Line) -> String? {
    bytes.withUnsafeBytes { bytes in
      guard let parent = line.parent >= 0 ? index.lines[Int(line.parent)] : nil,
        bytes[Int(parent.end) - 1] == UInt8(ascii: "{")
      else { return nil }
      var scanner = JSONScanner(bytes, range: Int(line.start)..<Int(line.end))
      guard let token = try? scanner.value() else { return nil }
      return String(decoding: bytes[token.contents.range].prefix(120), as: UTF8.self)
    }
  }

  func line(at index: Int) -> DetailLine {
    let place = folds.place(at: index)
    let line = self.index.lines[place]
    let isFolded = line.kind == .open && folds.folded.contains(place)
    let glyph = line.kind == .open ? (isFolded ? "▸ " : "▾ ") : "  "
    var spans = [
      TextSpan(" " + String(repeating: "  ", count: Int(line.depth))), TextSpan(glyph, .textDim),
    ]
    bytes.withUnsafeBytes { bytes in
      spans += tokens(bytes, Int(line.start)..<Int(line.end), isMember: isMember(line, bytes))
      if isFolded, line.close > 0 {
        let close = self.index.lines[Int(line.close)]
        spans += inside(bytes, Int(line.end)..<Int(close.end))
        if close.hasComma { spans.append(TextSpan(",", .jsonPunct)) }
      }
    }
    if line.hasComma, line.kind != .open { spans.append(TextSpan(",", .jsonPunct)) }
    if line.kind == .open, line.close > 0 {
      let count = self.index.lines[Int(line.close)].ordinal
      spans.append(TextSpan("   \(Shown.plural(count, "item"))", .textDim))
    }
    return spans
  }

  private func isMember(_ line: JSONLines.Line, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard line.kind != .close, line.parent >= 0 else { return false }
    return bytes[Int(index.lines[Int(line.parent)].end) - 1] == UInt8(ascii: "{")
  }

  /// The tokens of a line, each in its colour.
  private func tokens(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isMember: Bool) -> [TextSpan] {
    var spans: [TextSpan] = []
    var scanner = JSONScanner(bytes, range: range)
    if isMember, let name = try? scanner.value() {
      spans.append(TextSpan(Self.shown(bytes, name.range.range), .jsonKey))
      _ = scanner.take(UInt8(ascii: ":"))
      spans.append(TextSpan(": ", .jsonPunct))
    }
    guard let first = scanner.peek() else { return spans }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: "]"):
      let text = bytes[scanner.position..<range.upperBound].filter { $0 > 0x20 }
      spans.append(TextSpan(String(decoding: text, as: UTF8.self), .jsonPunct))
    default:
      if let token = try? scanner.value() {
        spans.append(TextSpan(Self.shown(bytes, token.range.range), Self.role(token.kind)))
      }
    }
    return spans
  }

  /// What is folded, on one line as far as a glance goes.
  private func inside(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [TextSpan] {
    let longest = 60
    var text: [UInt8] = []
    for byte in bytes[range] {
      guard text.count < longest else { break }
      if byte > 0x20 || byte == 0x20 && text.last != 0x20 { text.append(byte) }
    }
    guard range.count <= longest else {
      while let last = text.last, last & 0xc0 == 0x80 { text.removeLast() }
      if let last = text.last, last >= 0xc0 { text.removeLast() }
      let close = String(Unicode.Scalar(bytes[range.upperBound - 1]))
      return [
        TextSpan(" " + String(decoding: text, as: UTF8.self) + " … ", .textDim), TextSpan(close, .jsonPunct),
      ]
    }
    return [TextSpan(" " + String(decoding: text, as: UTF8.self), .textDim)]
  }

  private static func role(_ kind: JSONToken.Kind) -> StyleRole {
    switch kind {
    case .string: .jsonString
    case .number: .jsonNumber
    case .true, .false: .jsonBool
    case .null: .jsonNull
    case .object, .array: .jsonPunct
    }
  }

  /// The longest that is shown of one token; Raw has all of it.
  private static let longest = 16 << 10

  private static func shown(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
    guard range.count > longest else { return String(decoding: bytes[range], as: UTF8.self) }
    var end = range.lowerBound + longest
    while end > range.lowerBound, bytes[end] & 0xc0 == 0x80 { end -= 1 }
    return String(decoding: bytes[range.lowerBound..<end], as: UTF8.self) + " … (\(range.count) bytes)"
  }
}
