import CloudEvents

/// Where the lines of checked JSON stand in its bytes, a member or an element a line. Made in one pass; the text of a
/// line is made when it is looked at.
struct JSONLines: Sendable {
  struct Line: Sendable {
    /// The bytes of the line: name and value, or the bracket.
    var start: UInt32
    var end: UInt32
    /// The line that opens what this one stands in; -1 for the outermost.
    var parent: Int32
    /// For an opening line that of the closing one, else -1.
    var close: Int32 = -1
    /// The how many-th of its parent it is; for a closing line how many there were.
    var ordinal: UInt32
    var depth: UInt16
    var kind: Kind
    var hasComma = false
  }

  enum Kind: UInt8, Sendable {
    case value, open, close
  }

  private(set) var lines: [Line] = []
  /// Whether bytes were left out.
  private(set) var isCut = false

  /// - Parameter limit: the byte after which no more lines are made.
  init(_ bytes: UnsafeRawBufferPointer, limit: Int = .max) {
    var scanner = JSONScanner(bytes)
    /// The opening lines of what is open, each with how many members it had so far.
    var open: [(line: Int32, members: UInt32, isObject: Bool)] = []
    while let byte = scanner.peek() {
      let start = scanner.position
      if byte == UInt8(ascii: ",") {
        scanner.position += 1
        if !lines.isEmpty { lines[lines.count - 1].hasComma = true }
        continue
      }
      if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        scanner.position += 1
        guard let last = open.popLast() else { break }
        lines[Int(last.line)].close = Int32(lines.count)
        lines.append(
          Line(
            start: UInt32(start), end: UInt32(start + 1), parent: open.last?.line ?? -1,
            ordinal: last.members,
            depth: UInt16(clamping: open.count), kind: .close))
        continue
      }
      if start >= limit {
        isCut = true
        break
      }
      let parent = open.last
      var line = Line(
        start: UInt32(start), end: 0, parent: parent?.line ?? -1, ordinal: parent?.members ?? 0,
        depth: UInt16(clamping: open.count), kind: .value)
      if !open.isEmpty { open[open.count - 1].members += 1 }
      if parent?.isObject == true {
        guard (try? scanner.value()) != nil, scanner.take(UInt8(ascii: ":")), scanner.peek() != nil else {
          break
        }
      }
      let first = scanner.peek()
      if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
        let isObject = first == UInt8(ascii: "{")
        scanner.position += 1
        if scanner.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          line.end = UInt32(scanner.position)
        } else {
          line.end = UInt32(scanner.position)
          line.kind = .open
          open.append((Int32(lines.count), 0, isObject))
        }
      } else {
        guard (try? scanner.value()) != nil else { break }
        line.end = UInt32(scanner.position)
      }
      lines.append(line)
    }
  }

  /// The number of the last line that begins at or before a byte.
  func line(ofByte offset: Int) -> Int {
    max(0, lines.partitioningIndex { Int($0.start) > offset } - 1)
  }
}
