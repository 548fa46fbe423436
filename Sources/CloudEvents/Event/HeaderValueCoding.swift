/// How attribute values stand in header fields (HTTP binding 1.0.2, section 3.1.3.2). Other bindings with headers use it too.
public enum HeaderValueCoding {
  /// The UTF-8 bytes that a header's value stands for: first a quoted string's quotes and backslashes go, then one
  /// round of percent-decoding.
  ///
  /// - Returns: `nil` where a percent sign is not followed by two hexadecimal digits, or the result is no UTF-8
  ///   (overlong forms and surrogates are none).
  public static func decode(_ value: UnsafeRawBufferPointer) -> [UInt8]? {
    let unquoted = unquoted(value)
    var out: [UInt8] = []
    out.reserveCapacity(unquoted.count)
    var index = 0
    while index < unquoted.count {
      let byte = unquoted[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < unquoted.count, let high = unquoted[index + 1].hexDigitValue,
          let low = unquoted[index + 2].hexDigitValue
        else { return nil }
        out.append(high << 4 | low)
        index += 3
      } else {
        out.append(byte)
        index += 1
      }
    }
    return UTF8Validation.isValid(out) ? out : nil
  }

  /// A text as a header's value: space, `"`, `%` and everything outside printable ASCII percent-encoded.
  public static func encode(_ text: String) -> String {
    guard text.utf8.contains(where: needsEncoding) else { return text }
    var out: [UInt8] = []
    for byte in text.utf8 {
      if needsEncoding(byte) {
        out.append(UInt8(ascii: "%"))
        out.append(hexDigits[Int(byte >> 4)])
        out.append(hexDigits[Int(byte & 15)])
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether a header's value is its own text and written as it should be: printable ASCII without space, `"` and `%`.
  public static func isPlain(_ value: UnsafeRawBufferPointer) -> Bool {
    for byte in value where byte == UInt8(ascii: "%") || needsEncoding(byte) { return false }
    return true
  }

  /// Whether a header's value has, outside of quotes, characters that a sender must percent-encode.
  public static func hasUnencoded(_ value: UnsafeRawBufferPointer) -> Bool {
    if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
      return value.contains { $0 < 0x20 || $0 >= 0x7f }
    }
    return value.contains { $0 != UInt8(ascii: "%") && needsEncoding($0) }
  }

  private static func unquoted(_ value: UnsafeRawBufferPointer) -> [UInt8] {
    guard value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") else {
      return Array(value)
    }
    var out: [UInt8] = []
    var index = 1
    while index < value.count - 1 {
      if value[index] == UInt8(ascii: "\\"), index + 1 < value.count - 1 { index += 1 }
      out.append(value[index])
      index += 1
    }
    return out
  }

  private static func needsEncoding(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte >= 0x7f || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "%")
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
