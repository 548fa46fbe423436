import CloudEvents
import InspectorCore

/// Bytes as text, line by line; lines that are too long go on on the next row. What is no text is shown escaped.
struct RawContent: DetailContent {
  private let bytes: [UInt8]
  /// How many of the bytes are the head.
  private let headLength: Int

  /// Whether bytes can be read as text, with no need to be shown as numbers.
  static func isText(_ bytes: [UInt8]) -> Bool {
    UTF8Validation.isValid(bytes)
      && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || [0x09, 0x0a, 0x0d].contains($0) }
  }

  /// Where each row begins, and the end.
  private var starts: [UInt32] = []

  /// - Parameter width: bytes of one row.
  init(_ bytes: [UInt8], headLength: Int, limit: Int, width: Int) {
    self.bytes = bytes
    self.headLength = headLength
    let end = min(bytes.count, limit)
    let width = max(16, width)
    bytes.withUnsafeBytes { bytes in
      var start = 0
      while start < end {
        starts.append(UInt32(start))
        var next = start
        while next < end, bytes[next] != 0x0a, next - start < width { next += 1 }
        if next < end, bytes[next] == 0x0a {
          start = next + 1
        } else {
          // Not within a character.
          while next < end, next > start + 1, bytes[next] & 0xc0 == 0x80 { next -= 1 }
          start = max(next, start + 1)
        }
      }
    }
    starts.append(UInt32(end))
  }

  var count: Int { starts.count - 1 }

  func line(at index: Int) -> DetailLine {
    let start = Int(starts[index])
    var row = bytes[start..<Int(starts[index + 1])]
    if row.last == 0x0a { row = row.dropLast() }
    if row.last == 0x0d, start < headLength { row = row.dropLast() }
    let isContinued = start > 0 && bytes[start - 1] != 0x0a
    return [
      TextSpan(isContinued ? "→" : " ", .textDim),
      TextSpan(TextCleaner.clean(bytes: row), start < headLength ? .textDim : .text),
    ]
  }

  func places(of pattern: SearchPattern) -> [Int] {
    let offsets = bytes.withUnsafeBytes { pattern.all(in: $0) }
    var places: [Int] = []
    var row = 0
    for offset in offsets {
      while row + 1 < count, Int(starts[row + 1]) <= offset { row += 1 }
      if places.last != row, offset < Int(starts[count]) { places.append(row) }
    }
    return places
  }
}

/// Bytes as numbers, and what of them is ASCII.
struct HexContent: DetailContent {
  private let bytes: [UInt8]
  private let perLine: Int
  private let end: Int

  init(_ bytes: [UInt8], limit: Int, width: Int) {
    self.bytes = bytes
    end = min(bytes.count, limit)
    perLine = Self.bytesPerLine(in: width)
  }

  /// How many bytes there is room for in a line of so many columns, with their characters.
  static func bytesPerLine(in width: Int) -> Int { width >= 78 ? 16 : width >= 48 ? 8 : 4 }

  var count: Int { (end + perLine - 1) / perLine }
  var bytesPerLine: Int? { perLine }

  func line(at index: Int) -> DetailLine {
    let offset = index * perLine
    return [TextSpan(" ")]
      + HexDump.line(bytes[offset..<min(offset + perLine, end)], offset: offset, perLine: perLine).spans.map(
        TextSpan.init)
  }

  func places(of pattern: SearchPattern) -> [Int] {
    var places: [Int] = []
    for offset in bytes.withUnsafeBytes({ pattern.all(in: $0) }) where offset < end {
      if places.last != offset / perLine { places.append(offset / perLine) }
    }
    return places
  }

  func describe(byte: Int, ofLine index: Int) -> String? {
    let offset = index * perLine + byte
    guard offset < end else { return nil }
    let value = bytes[offset]
    let hex = String(value, radix: 16)
    let text = value >= 0x20 && value < 0x7f ? " '\(Unicode.Scalar(value))'" : ""
    return "offset \(offset) · 0x\(hex.count == 1 ? "0" : "")\(hex) = \(value)\(text)"
  }

  /// The columns of a byte in a line that begins with a space: of its digits and of its character.
  static func columns(ofByte byte: Int, perLine: Int) -> (hex: Int, ascii: Int) {
    (11 + byte * 3 + (byte > 7 ? 1 : 0), 11 + perLine * 3 + 2 + byte)
  }
}
