/// Turns the inside of a JSON string into its text and back.
public enum JSONString {
  /// The UTF-8 bytes that the inside of a scanned string stands for.
  ///
  /// - Returns: `nil` where an escape is half a surrogate pair, which no text can hold.
  public static func unescaped(_ contents: UnsafeRawBufferPointer) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(contents.count)
    var index = 0
    while index < contents.count {
      let next = contents[index...].firstIndex(of: UInt8(ascii: "\\")) ?? contents.count
      out.append(contentsOf: contents[index..<next])
      guard next + 1 < contents.count else { return out }
      index = next
      let escape = contents[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0c)
      case UInt8(ascii: "n"): out.append(0x0a)
      case UInt8(ascii: "r"): out.append(0x0d)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"):
        guard let first = codeUnit(contents, at: index) else { return nil }
        index += 4
        var scalar = UInt32(first)
        if (0xd800...0xdbff).contains(first) {
          guard index + 6 <= contents.count, contents[index] == UInt8(ascii: "\\"),
            contents[index + 1] == UInt8(ascii: "u"), let second = codeUnit(contents, at: index + 2),
            (0xdc00...0xdfff).contains(second)
          else { return nil }
          index += 6
          scalar = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(scalar) else { return nil }
        out.append(contentsOf: UTF8.encode(scalar)!)
      default:
        out.append(escape)
      }
    }
    return out
  }

  /// The text that the inside of a scanned string stands for, half surrogate pairs as U+FFFD.
  public static func lossyText(_ contents: UnsafeRawBufferPointer) -> String {
    if let bytes = unescaped(contents) { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: replacingHalfSurrogates(contents), as: UTF8.self)
  }

  private static func replacingHalfSurrogates(_ contents: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < contents.count {
      if contents[index] == UInt8(ascii: "\\"), index + 1 < contents.count {
        let isUnicode = contents[index + 1] == UInt8(ascii: "u")
        // A pair is twelve bytes, a lone unit six, any other escape two; the shortest that reads is taken.
        let lengths = isUnicode ? [6, 12] : [2]
        var taken = lengths[0]
        var text: [UInt8]?
        for length in lengths where text == nil && index + length <= contents.count {
          text = unescaped(UnsafeRawBufferPointer(rebasing: contents[index..<index + length]))
          taken = text == nil ? lengths[0] : length
        }
        out.append(contentsOf: text ?? [0xef, 0xbf, 0xbd])
        index += taken
      } else {
        out.append(contents[index])
        index += 1
      }
    }
    return out
  }

  private static func codeUnit(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt16? {
    guard index + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for offset in 0..<4 {
      guard let digit = bytes[index + offset].hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// Appends a text as a JSON string with its quotes. The text must be UTF-8.
  public static func append(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      out.append(contentsOf: text[start..<index - 1])
      appendEscape(byte, to: &out)
      start = index
    }
    out.append(contentsOf: text[start...])
    out.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(_ byte: UInt8, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0a: out.append(UInt8(ascii: "n"))
    case 0x0d: out.append(UInt8(ascii: "r"))
    case 0x09: out.append(UInt8(ascii: "t"))
    case 0..<0x20:
      for character in "u00".utf8 { out.append(character) }
      out.append(byte.hexDigits.0)
      out.append(byte.hexDigits.1)
    default: out.append(byte)
    }
  }

  /// Appends a text as a JSON string with its quotes.
  public static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &out) }
  }
}
