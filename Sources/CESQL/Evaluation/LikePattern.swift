/// A pattern of LIKE (CESQL 1.0, section 3.4.3): `%` is any characters, `_` is one, and `\` before them takes
/// that away.
struct LikePattern: Sendable {
  /// Bytes of UTF-8, and above them the two wildcards.
  private var elements: [UInt16] = []
  private static let one: UInt16 = 256
  private static let any: UInt16 = 257

  init(_ pattern: String) {
    var isEscaped = false
    elements.reserveCapacity(pattern.utf8.count)
    for byte in pattern.utf8 {
      let isWildcard = byte == UInt8(ascii: "%") || byte == UInt8(ascii: "_")
      if isEscaped, !isWildcard { elements.append(UInt16(UInt8(ascii: "\\"))) }
      if !isEscaped, byte == UInt8(ascii: "\\") {
        isEscaped = true
        continue
      }
      if isWildcard, !isEscaped {
        let wildcard = byte == UInt8(ascii: "%") ? Self.any : Self.one
        if wildcard != Self.any || elements.last != Self.any { elements.append(wildcard) }
      } else {
        elements.append(UInt16(byte))
      }
      isEscaped = false
    }
    if isEscaped { elements.append(UInt16(UInt8(ascii: "\\"))) }
  }

  /// The longest text that stands in everything that fits.
  var longestText: String {
    let runs = elements.split { $0 == Self.one || $0 == Self.any }
    let longest = runs.max { $0.count < $1.count } ?? []
    return String(decoding: longest.map { UInt8($0) }, as: UTF8.self)
  }

  /// Whether the whole text fits. A mismatch goes back to the last `%` only, which needs no stack.
  func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
  }

  private func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    var index = 0
    var retry: (index: Int, position: Int)?
    while position < text.count || index < elements.count {
      if index < elements.count {
        let element = elements[index]
        if element == Self.any {
          index += 1
          if index == elements.count { return true }
          retry = (index, position)
          continue
        }
        if position < text.count, element == Self.one || element == UInt16(text[position]) {
          position = element == Self.one ? LikePattern.next(after: position, in: text) : position + 1
          index += 1
          continue
        }
      }
      guard let last = retry, last.position < text.count else { return false }
      position = LikePattern.next(after: last.position, in: text)
      index = last.index
      retry = (last.index, position)
    }
    return true
  }

  /// Where the character after this one begins.
  private static func next(after position: Int, in text: UnsafeRawBufferPointer) -> Int {
    var next = position + 1
    while next < text.count, text[next] & 0xc0 == 0x80 { next += 1 }
    return next
  }
}
