import CloudEvents

/// Bytes as a POSIX shell reads them, so that none of them means anything to it.
public enum ShellText {
  /// A word in single quotes.
  public static func quoted(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var word: [UInt8] = [UInt8(ascii: "'")]
    for byte in bytes {
      if byte == UInt8(ascii: "'") { word += Array("'\\''".utf8) } else { word.append(byte) }
    }
    return word + [UInt8(ascii: "'")]
  }

  /// Whether bytes can be typed or pasted in single quotes and arrive as they are: text that is not too long for
  /// an argument, without the controls that a terminal or a shell would act on.
  static func canBeQuoted(_ bytes: [UInt8]) -> Bool {
    bytes.count <= 100_000 && UTF8Validation.isValid(bytes)
      && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a }
  }

  /// A command that prints the bytes, whatever they are; `printf` is part of the shell and takes any length.
  static func printing(_ bytes: [UInt8]) -> [UInt8] {
    if canBeQuoted(bytes) { return Array("printf %s ".utf8) + quoted(bytes) }
    let isText = UTF8Validation.isValid(bytes)
    var format: [UInt8] = []
    format.reserveCapacity(bytes.count + 16)
    for byte in bytes {
      switch byte {
      // What begins like an option is one.
      case UInt8(ascii: "-") where format.isEmpty: format += Array("\\055".utf8)
      case UInt8(ascii: "%"): format += [byte, byte]
      case 0x0a: format.append(byte)
      case 0x20...0x7e where byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\"): format.append(byte)
      case 0x80... where isText: format.append(byte)
      default:
        format += [UInt8(ascii: "\\"), 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
      }
    }
    return Array("printf '".utf8) + format + [UInt8(ascii: "'")]
  }
}
