import InspectorCore

/// What is searched for, in any text. Its case counts only where it has a capital.
struct SearchPattern: Sendable, Hashable {
  let text: String
  /// In lower case where case does not count.
  private let bytes: [UInt8]
  private let ignoresCase: Bool

  /// nil where there is nothing to search for.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    self.text = text
    ignoresCase = !text.contains(where: \.isUppercase)
    bytes = Array(text.utf8)
  }

  func isFound(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { first(in: UnsafeRawBufferPointer($0), from: 0) != nil }
  }

  /// The first byte at which it stands, from a place on.
  func first(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let head = bytes.first, text.count >= bytes.count else { return nil }
    let end = text.count - bytes.count
    var index = start
    while index <= end {
      if fold(text[index]) == head, matches(text, at: index) { return index }
      index += 1
    }
    return nil
  }

  /// Every byte at which it stands, in order, none within another.
  func all(in text: UnsafeRawBufferPointer) -> [Int] {
    var found: [Int] = []
    var next = 0
    while let place = first(in: text, from: next) {
      found.append(place)
      next = place + bytes.count
    }
    return found
  }

  private func matches(_ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
    for offset in 1..<max(1, bytes.count) where fold(text[index + offset]) != bytes[offset] { return false }
    return true
  }

  @inline(__always) private func fold(_ byte: UInt8) -> UInt8 {
    ignoresCase && byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}

extension Canvas {
  /// Lays a style over every place in a rectangle's rows at which a pattern stands.
  mutating func highlight(_ pattern: SearchPattern, in rect: Rect, role: StyleRole) {
    for y in rect.minY..<rect.maxY {
      var text: [UInt8] = []
      // The column of each byte.
      var columns: [Int] = []
      for x in rect.minX..<rect.maxX {
        let bytes = Array(self[x, y].text.utf8)
        text += bytes
        columns += [Int](repeating: x, count: bytes.count)
      }
      let length = pattern.text.utf8.count
      for place in text.withUnsafeBytes({ pattern.all(in: $0) }) {
        let last = columns[place + length - 1]
        let width = last - columns[place] + max(1, self[last, y].width)
        overlay(Rect(x: columns[place], y: y, width: width, height: 1), role: role)
      }
    }
  }
}
