/// Base64 with the standard alphabet and padding (RFC 4648, section 4), read strictly.
public enum Base64 {
  /// The text for some bytes.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: encoded(bytes), as: UTF8.self)
  }

  /// The text for some bytes, as ASCII.
  public static func encoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    bytes.withContiguousStorageIfAvailable { encoded(UnsafeRawBufferPointer($0)) }
      ?? Array(bytes).withUnsafeBytes { encoded($0) }
  }

  private static func encoded(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let count = (bytes.count + 2) / 3 * 4
    return [UInt8](unsafeUninitializedCapacity: count) { out, written in
      var to = 0
      var from = 0
      while from + 3 <= bytes.count {
        let group = UInt32(bytes[from]) << 16 | UInt32(bytes[from + 1]) << 8 | UInt32(bytes[from + 2])
        out[to] = character(group >> 18)
        out[to + 1] = character(group >> 12)
        out[to + 2] = character(group >> 6)
        out[to + 3] = character(group)
        from += 3
        to += 4
      }
      if from < bytes.count {
        let hasSecond = from + 1 < bytes.count
        let group = UInt32(bytes[from]) << 16 | (hasSecond ? UInt32(bytes[from + 1]) << 8 : 0)
        out[to] = character(group >> 18)
        out[to + 1] = character(group >> 12)
        out[to + 2] = hasSecond ? character(group >> 6) : UInt8(ascii: "=")
        out[to + 3] = UInt8(ascii: "=")
      }
      written = count
    }
  }

  /// The bytes of a text; `nil` where it is not canonical Base64: wrong length, alphabet, padding, or bits left over.
  public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    values.withUnsafeBufferPointer { values in
      guard isValid(text, values) else { return nil }
      let significant = significantCount(text)
      let count = significant * 3 / 4
      return [UInt8](unsafeUninitializedCapacity: count) { out, written in
        func bits(_ index: Int) -> UInt32 { UInt32(values[Int(text[index])]) }
        var from = 0
        var to = 0
        while from + 4 <= significant {
          let group = bits(from) << 18 | bits(from + 1) << 12 | bits(from + 2) << 6 | bits(from + 3)
          out[to] = UInt8(truncatingIfNeeded: group >> 16)
          out[to + 1] = UInt8(truncatingIfNeeded: group >> 8)
          out[to + 2] = UInt8(truncatingIfNeeded: group)
          from += 4
          to += 3
        }
        if to < count {
          let isLonger = to + 1 < count
          let group = bits(from) << 18 | bits(from + 1) << 12 | (isLonger ? bits(from + 2) << 6 : 0)
          out[to] = UInt8(truncatingIfNeeded: group >> 16)
          if isLonger { out[to + 1] = UInt8(truncatingIfNeeded: group >> 8) }
        }
        written = count
      }
    }
  }

  /// Whether a text is canonical Base64.
  public static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
    values.withUnsafeBufferPointer { isValid(text, $0) }
  }

  private static func isValid(_ text: UnsafeRawBufferPointer, _ values: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count % 4 == 0 else { return false }
    let significant = significantCount(text)
    // Only what stands for nothing has a high bit.
    var all: UInt8 = 0
    for index in 0..<significant { all |= values[Int(text[index])] }
    guard all < 0x80 else { return false }
    return switch text.count - significant {
    case 1: values[Int(text[significant - 1])] & 0x03 == 0
    case 2: values[Int(text[significant - 1])] & 0x0f == 0
    default: true
    }
  }

  /// The bytes of a text; `nil` where it is not canonical Base64.
  public static func decode(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }

  /// How many characters stand before the padding.
  private static func significantCount(_ text: UnsafeRawBufferPointer) -> Int {
    guard text.count >= 4, text[text.count - 1] == UInt8(ascii: "=") else { return text.count }
    return text.count - (text[text.count - 2] == UInt8(ascii: "=") ? 2 : 1)
  }

  /// The character for six bits.
  @inline(__always) private static func character(_ bits: UInt32) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: bits & 63)
    return switch value {
    case 0..<26: value + 0x41
    case 26..<52: value + 0x47
    case 52..<62: value &- 4
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }

  /// The six bits for each character, 0xff where it is none of the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xff, count: 256)
    for bits in UInt32(0)..<64 { values[Int(character(bits))] = UInt8(bits) }
    return values
  }()
}
