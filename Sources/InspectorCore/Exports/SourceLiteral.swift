import CloudEvents

/// Strings of programming languages.
enum SourceLiteral {
  /// A Go string, which is bytes.
  static func go(_ bytes: [UInt8]) -> String {
    UTF8Validation.isValid(bytes) ? quoted(bytes, escape: longEscape) : hexadecimal(bytes)
  }

  /// Python bytes: readable where they are text.
  static func python(_ bytes: [UInt8]) -> String {
    guard UTF8Validation.isValid(bytes) else { return "b" + hexadecimal(bytes) }
    return quoted(bytes, escape: longEscape) + ".encode()"
  }

  /// A Uint8Array: readable where the bytes are text.
  static func javaScriptBytes(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "new Uint8Array()" }
    guard UTF8Validation.isValid(bytes) else {
      return "Uint8Array.from(atob(\"\(Base64.encode(bytes))\"), (c) => c.charCodeAt(0))"
    }
    return "new TextEncoder().encode(\(javaScript(bytes)))"
  }

  /// A JavaScript string of the text.
  static func javaScript(_ text: some Sequence<UInt8>) -> String {
    quoted(text) { "\\u{" + String($0.value, radix: 16) + "}" }
  }

  /// A JavaScript string with a character for each byte, as headers are in `fetch`.
  static func javaScriptByteString(_ bytes: [UInt8]) -> String { hexadecimal(bytes) }

  /// The text in double quotes; what cannot be seen as it is, is escaped.
  private static func quoted(
    _ bytes: some Sequence<UInt8>, escape: (Unicode.Scalar) -> String
  ) -> String {
    var literal = "\""
    for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\" + String(scalar)
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      case " "..."~": literal.unicodeScalars.append(scalar)
      default:
        let text = String(scalar)
        literal += !scalar.isASCII && TextCleaner.clean(text) == text ? text : escape(scalar)
      }
    }
    return literal + "\""
  }

  /// As Python and Go write them.
  private static func longEscape(_ scalar: Unicode.Scalar) -> String {
    scalar.value > 0xffff
      ? "\\U" + TextCleaner.hexadecimal(scalar.value, digits: 8)
      : "\\u" + TextCleaner.hexadecimal(scalar.value, digits: 4)
  }

  /// Printable ASCII as it is, every other byte as `\xNN`.
  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    var literal = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): literal += "\\" + String(Unicode.Scalar(byte))
      case 0x20...0x7e: literal.unicodeScalars.append(Unicode.Scalar(byte))
      default: literal += "\\x" + TextCleaner.hexadecimal(UInt32(byte), digits: 2, uppercase: false)
      }
    }
    return literal + "\""
  }
}
