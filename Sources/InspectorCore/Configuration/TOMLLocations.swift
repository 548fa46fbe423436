/// Where the keys and values of a TOML text stand.
///
/// The parser keeps no positions, so the text is walked once more, after it was found valid. That makes this
/// walk simple: it has to know where things begin and end, not whether they are right.
struct TOMLLocations: Sendable {
  /// Line and column in characters, from 1.
  struct Position: Sendable, Hashable, Comparable {
    var line: Int
    var column: Int

    static func < (left: Position, right: Position) -> Bool {
      (left.line, left.column) < (right.line, right.column)
    }
  }

  /// Where each key, or element of an array, first stands.
  fileprivate(set) var keys: [[PathStep]: Position] = [:]
  /// Where each value begins.
  fileprivate(set) var values: [[PathStep]: Position] = [:]

  init(of text: String) {
    var walk = TOMLWalk(bytes: Array(text.utf8))
    walk.document()
    keys = walk.keys
    values = walk.values
  }
}

extension TOMLLocations.Position {
  /// The place of an index of the text.
  init(of index: String.Index, in text: String) {
    let before = text.unicodeScalars[..<index]
    line = 1 + before.count { $0 == "\n" }
    column = 1 + before.reversed().prefix { $0 != "\n" }.count
  }
}

private struct TOMLWalk {
  typealias Position = TOMLLocations.Position

  let bytes: [UInt8]
  var offset = 0
  var place = Position(line: 1, column: 1)
  var keys: [[PathStep]: Position] = [:]
  var values: [[PathStep]: Position] = [:]
  /// How many elements each array of tables has so far.
  private var counts: [[PathStep]: Int] = [:]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func next(is text: StaticString) -> Bool {
    offset + text.utf8CodeUnitCount <= bytes.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count {
      guard let byte = current else { return }
      offset += 1
      if byte == UInt8(ascii: "\n") {
        place = Position(line: place.line + 1, column: 1)
      } else if offset >= bytes.count || bytes[offset] & 0xC0 != 0x80 {
        place.column += 1
      }
    }
  }

  /// Skips blanks, and line ends and comments where they mean nothing.
  private mutating func skipSpace(lines: Bool) {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        guard lines else { return }
        advance()
      case UInt8(ascii: "#"):
        guard lines else { return }
        while let byte = current, byte != UInt8(ascii: "\n") { advance() }
      default: return
      }
    }
  }

  mutating func document() {
    if next(is: "\u{FEFF}") { offset += 3 }
    var base: [PathStep] = []
    while true {
      skipSpace(lines: true)
      guard let byte = current else { return }
      let before = offset
      if byte == UInt8(ascii: "[") {
        base = header()
      } else {
        member(of: base)
      }
      // A valid text always moves on; this one was not.
      if offset == before { return }
    }
  }

  /// `[a.b]` or `[[a.b]]`: the path of the table that it opens.
  private mutating func header() -> [PathStep] {
    let isElement = next(is: "[[")
    let start = place
    advance(isElement ? 2 : 1)
    var path: [PathStep] = []
    let names = keyPath()
    for (index, name) in names.enumerated() {
      path.append(.key(name.text))
      if index == names.count - 1, isElement { break }
      record(path, at: name.place)
      if let count = counts[path] { path.append(.index(count - 1)) }
    }
    if isElement {
      let index = counts[path, default: 0]
      counts[path] = index + 1
      if let last = names.last { record(path, at: last.place) }
      path.append(.index(index))
      record(path, at: start)
    }
    while current == UInt8(ascii: "]") { advance() }
    return path
  }

  /// `a.b = value`.
  private mutating func member(of base: [PathStep]) {
    var path = base
    for name in keyPath() {
      path.append(.key(name.text))
      record(path, at: name.place)
    }
    skipSpace(lines: false)
    if current == UInt8(ascii: "=") { advance() }
    skipSpace(lines: false)
    value(at: path)
  }

  private mutating func record(_ path: [PathStep], at place: Position) {
    if keys[path] == nil { keys[path] = place }
  }

  private mutating func keyPath() -> [(text: String, place: Position)] {
    var names: [(String, Position)] = []
    while true {
      skipSpace(lines: false)
      let start = place
      switch current {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): names.append((string(), start))
      default:
        let from = offset
        while let byte = current, Self.isBare(byte) { advance() }
        guard offset > from else { return names }
        names.append((String(decoding: bytes[from..<offset], as: UTF8.self), start))
      }
      skipSpace(lines: false)
      guard current == UInt8(ascii: ".") else { return names }
      advance()
    }
  }

  private mutating func value(at path: [PathStep]) {
    values[path] = place
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
    case UInt8(ascii: "["): array(at: path)
    case UInt8(ascii: "{"): inlineTable(at: path)
    default:
      while let byte = current, !Self.endsValue(byte) { advance() }
    }
  }

  private mutating func array(at path: [PathStep]) {
    advance()
    var index = 0
    while true {
      skipSpace(lines: true)
      guard let byte = current else { return }
      if byte == UInt8(ascii: "]") {
        advance()
        return
      }
      let before = offset
      let element = path + [.index(index)]
      record(element, at: place)
      value(at: element)
      index += 1
      skipSpace(lines: true)
      if current == UInt8(ascii: ",") { advance() }
      if offset == before { return }
    }
  }

  private mutating func inlineTable(at path: [PathStep]) {
    advance()
    while true {
      skipSpace(lines: true)
      guard let byte = current else { return }
      if byte == UInt8(ascii: "}") {
        advance()
        return
      }
      let before = offset
      member(of: path)
      skipSpace(lines: true)
      if current == UInt8(ascii: ",") { advance() }
      if offset == before { return }
    }
  }

  /// Steps over a string of any of the four kinds; the text of it where it can be a key.
  private mutating func string() -> String {
    guard let quote = current else { return "" }
    let isLiteral = quote == UInt8(ascii: "'")
    if next(is: "\"\"\"") || next(is: "'''") {
      advance(3)
      while let byte = current, !(isLiteral ? next(is: "'''") : next(is: "\"\"\"")) {
        advance(byte == UInt8(ascii: "\\") && !isLiteral ? 2 : 1)
      }
      // Up to two quotes can stand right before the closing three.
      while current == quote { advance() }
      return ""
    }
    advance()
    let from = offset
    var isEscaped = false
    while let byte = current, byte != quote {
      let escapes = byte == UInt8(ascii: "\\") && !isLiteral
      isEscaped = isEscaped || escapes
      advance(escapes ? 2 : 1)
    }
    let text = String(decoding: bytes[from..<min(offset, bytes.count)], as: UTF8.self)
    advance()
    return isEscaped ? Self.unescaped(text) : text
  }

  private static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\", let kind = scalars.next() else {
        result.append(scalar)
        continue
      }
      switch kind {
      case "b": result.append("\u{8}")
      case "t": result.append("\t")
      case "n": result.append("\n")
      case "f": result.append("\u{C}")
      case "r": result.append("\r")
      case "u", "U":
        var digits = ""
        for _ in 0..<(kind == "u" ? 4 : 8) {
          if let digit = scalars.next() { digits.unicodeScalars.append(digit) }
        }
        if let value = UInt32(digits, radix: 16), let decoded = Unicode.Scalar(value) {
          result.append(decoded)
        }
      default: result.append(kind)
      }
    }
    return String(result)
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: "#"):
      true
    default: false
    }
  }
}
