/// Makes text from outside safe to show: nothing it contains can move the cursor, change a colour, turn the
/// writing direction or hide.
///
/// - C0 controls and DEL become Control Pictures (`␛`), C1 controls become `<9B>`.
/// - Bidirectional controls, zero-width and other invisible characters, tags, separators, private use,
///   unassigned and noncharacters become `<U+202E>`.
/// - Combining marks stay, up to four on one character; the rest and those without a character become
///   `<U+0301>`.
/// - A zero-width joiner or a variation selector stays only where an emoji sequence needs it.
/// - Bytes that are not UTF-8 become `<ff>`.
///
/// Cleaning is idempotent, and takes time and space that grow with the text, whatever it is made of.
public enum TextCleaner {
  /// The text with everything dangerous or invisible made visible.
  public static func clean(_ text: String) -> String {
    if isPlain(text) { return text }
    var cleaned = String()
    cleaned.reserveCapacity(text.utf8.count)
    for glyph in Glyphs(text) { cleaned += glyph.text }
    return cleaned
  }

  /// The bytes as clean text; those that are not UTF-8 become `<ff>`.
  public static func clean(bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    return bytes.withUnsafeBytes { clean(bytes: $0) }
  }

  /// The bytes as clean text; those that are not UTF-8 become `<ff>`.
  public static func clean(bytes: UnsafeRawBufferPointer) -> String {
    var cleaned = String()
    cleaned.reserveCapacity(bytes.count)
    var start = 0
    var position = 0
    while position < bytes.count {
      if let length = scalarLength(in: bytes, at: position) {
        position += length
        continue
      }
      cleaned += clean(String(decoding: bytes[start..<position], as: UTF8.self))
      cleaned += "<" + hexadecimal(UInt32(bytes[position]), digits: 2, uppercase: false) + ">"
      position += 1
      start = position
    }
    cleaned += clean(String(decoding: bytes[start..<position], as: UTF8.self))
    return cleaned
  }

  /// Whether all of the text is printable ASCII, which needs no cleaning and takes a column a byte.
  public static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 &- 0x20 < 0x5F }
  }

  /// The number in base 16, at least so many digits long.
  static func hexadecimal(_ number: UInt32, digits: Int, uppercase: Bool = true) -> String {
    let text = String(number, radix: 16, uppercase: uppercase)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// The length in bytes of the well-formed scalar at the position (Unicode, table 3-7), or nil.
  private static func scalarLength(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
    let first = bytes[position]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
    for index in position + 2..<max(position + 2, position + length) where bytes[index] & 0xC0 != 0x80 {
      return nil
    }
    return length
  }
}
