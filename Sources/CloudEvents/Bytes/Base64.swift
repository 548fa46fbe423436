/// Base64 with the standard alphabet and padding (RFC 4648, section 4), read strictly.
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// The text for some bytes.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: encoded(bytes), as: UTF8.self)
  }

  /// The text for some bytes, as ASCII.
  public static func encoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var iterator = bytes.makeIterator()
    while let first = iterator.next() {
      let second = iterator.next()
      let third = second == nil ? nil : iterator.next()
      out.append(alphabet[Int(first >> 2)])
      out.append(alphabet[Int((first & 3) << 4 | (second ?? 0) >> 4)])
      out.append(second.map { alphabet[Int(($0 & 15) << 2 | (third ?? 0) >> 6)] } ?? UInt8(ascii: "="))
      out.append(third.map { alphabet[Int($0 & 63)] } ?? UInt8(ascii: "="))
    }
    return out
  }

  /// The bytes of a text; `nil` where it is not canonical Base64: wrong length, alphabet, padding, or bits left over.
  public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    guard text.count > 0 else { return [] }
    var padding = 0
    if text[text.count - 1] == UInt8(ascii: "=") {
      padding = text[text.count - 2] == UInt8(ascii: "=") ? 2 : 1
    }
    let significant = text.count - padding
    return values.withUnsafeBufferPointer { values in
      var out: [UInt8] = []
      out.reserveCapacity(text.count / 4 * 3)
      var index = 0
      while index < text.count {
        var group: UInt32 = 0
        for offset in 0..<4 {
          var value: UInt8 = 0
          if index + offset < significant {
            value = values[Int(text[index + offset])]
            if value == 0xff { return nil }
          }
          group = group << 6 | UInt32(value)
        }
        out.append(UInt8(truncatingIfNeeded: group >> 16))
        out.append(UInt8(truncatingIfNeeded: group >> 8))
        out.append(UInt8(truncatingIfNeeded: group))
        index += 4
      }
      for _ in 0..<padding where out.removeLast() != 0 { return nil }
      return out
    }
  }

  /// Whether a text is canonical Base64.
  public static func isValid(_ text: UnsafeRawBufferPointer) -> Bool { decode(text) != nil }

  /// The bytes of a text; `nil` where it is not canonical Base64.
  public static func decode(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }
}
