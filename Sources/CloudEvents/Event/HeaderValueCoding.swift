/// How attribute values stand in header fields (HTTP binding 1.0.2, section 3.1.3.2). Other bindings with headers use it too.
public enum HeaderValueCoding {
  /// The UTF-8 bytes that a header's value stands for: first the quotes and backslashes of quoted strings go, wherever
  /// they stand, then one round of percent-decoding.
  ///
  /// - Returns: `nil` where a quoted string is not closed, a percent sign is not followed by two hexadecimal digits,
  ///   or the result is no UTF-8 (overlong forms and surrogates are none).
  public static func decode(_ value: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let unquoted = unquoted(value) else { return nil }
    return percentDecoded(unquoted)
  }

  /// One round of percent-decoding; `nil` where a percent sign begins no escape or the result is no UTF-8.
  package static func percentDecoded(_ text: [UInt8]) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < text.count, let high = text[index + 1].hexDigitValue,
          let low = text[index + 2].hexDigitValue
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
    out.reserveCapacity(text.utf8.count * 2)
    for byte in text.utf8 {
      if needsEncoding(byte) {
        out.append(UInt8(ascii: "%"))
        out.append(byte.hexDigits.0)
        out.append(byte.hexDigits.1)
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether a header's value is its own text and written as it should be: printable ASCII without space, `"` and `%`.
  public static func isPlain(_ value: UnsafeRawBufferPointer) -> Bool {
    for byte in value where needsEncoding(byte) { return false }
    return true
  }

  /// Whether a header's value has characters that a sender must percent-encode. Space and `"` may stand in quoted
  /// strings, which older senders write.
  public static func hasUnencoded(_ value: UnsafeRawBufferPointer) -> Bool {
    var isQuoted = false
    var index = 0
    while index < value.count {
      let byte = value[index]
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        index += 1
      } else if byte != UInt8(ascii: "%"), needsEncoding(byte), !(isQuoted && byte == 0x20) {
        return true
      }
      index += 1
    }
    return false
  }

  /// Whether a header's value has a percent sign that begins no escape: one that stands for itself is `%25`.
  public static func hasBarePercent(_ value: UnsafeRawBufferPointer) -> Bool {
    value.indices.contains { index in
      value[index] == UInt8(ascii: "%")
        && (index + 2 >= value.count || value[index + 1].hexDigitValue == nil
          || value[index + 2].hexDigitValue == nil)
    }
  }

  private static func unquoted(_ value: UnsafeRawBufferPointer) -> [UInt8]? {
    guard value.contains(UInt8(ascii: "\"")) else { return Array(value) }
    var out: [UInt8] = []
    out.reserveCapacity(value.count)
    var isQuoted = false
    var index = 0
    while index < value.count {
      let byte = value[index]
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if isQuoted, byte == UInt8(ascii: "\\") {
        index += 1
        guard index < value.count else { return nil }
        out.append(value[index])
      } else {
        out.append(byte)
      }
      index += 1
    }
    return isQuoted ? nil : out
  }

  private static func needsEncoding(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte >= 0x7f || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "%")
  }
}
