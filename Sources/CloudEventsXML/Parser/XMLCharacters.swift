import CloudEvents

/// The characters of XML 1.0 (section 2.2), their references and their escapes, over UTF-8.
package enum XMLCharacters {
  /// Whether XML allows a character.
  static func isAllowed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0a, 0x0d, 0x20...0xd7ff, 0xe000...0xfffd, 0x10000...0x10ffff: true
    default: false
    }
  }

  /// The offset and the value of the first character that is not allowed, in well-formed UTF-8.
  static func firstForbidden(in bytes: UnsafeRawBufferPointer) -> (offset: Int, scalar: UInt32)? {
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d { return (index, UInt32(byte)) }
      if byte == 0xef, index + 2 < bytes.count, bytes[index + 1] == 0xbf, bytes[index + 2] >= 0xbe {
        return (index, 0xff00 | UInt32(bytes[index + 2]) + 0x40)
      }
    }
    return nil
  }

  /// Whether a text can be written as XML at all.
  package static func areAllowed(_ text: [UInt8]) -> Bool {
    text.withUnsafeBytes { UTF8Validation.isValid($0) && firstForbidden(in: $0) == nil }
  }

  /// Whether a byte is white space.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x09 || byte == 0x0d }

  /// Appends characters that have been scanned, with line ends as XML says (section 2.11).
  static func append(
    _ raw: UnsafeRawBufferPointer, to out: inout [UInt8], hasReferences: Bool, isAttribute: Bool
  ) {
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      index += 1
      switch byte {
      case UInt8(ascii: "&") where hasReferences:
        let end = raw[index...].firstIndex(of: UInt8(ascii: ";")) ?? raw.count - 1
        if let scalar = scalar(ofReference: UnsafeRawBufferPointer(rebasing: raw[index..<end])) {
          out.append(contentsOf: UTF8.encode(scalar)!)
        }
        index = end + 1
      case 0x0d:
        if index < raw.count, raw[index] == 0x0a { index += 1 }
        out.append(isAttribute ? 0x20 : 0x0a)
      case 0x09 where isAttribute, 0x0a where isAttribute: out.append(0x20)
      default: out.append(byte)
      }
    }
  }

  /// The character that the inside of `&…;` stands for; `nil` where it is none.
  static func scalar(ofReference name: UnsafeRawBufferPointer) -> Unicode.Scalar? {
    if name.equals("amp") { return "&" }
    if name.equals("lt") { return "<" }
    if name.equals("gt") { return ">" }
    if name.equals("quot") { return "\"" }
    if name.equals("apos") { return "'" }
    guard name.count >= 2, name[0] == UInt8(ascii: "#") else { return nil }
    let isHex = name[1] == UInt8(ascii: "x")
    let digits = name.dropFirst(isHex ? 2 : 1)
    guard !digits.isEmpty else { return nil }
    var value: UInt32 = 0
    for byte in digits {
      guard let digit = byte.hexDigitValue, isHex || digit < 10 else { return nil }
      value = value * (isHex ? 16 : 10) + UInt32(digit)
      guard value <= 0x10ffff else { return nil }
    }
    return isAllowed(value) ? Unicode.Scalar(value) : nil
  }

  /// Appends a text so that reading gives it back. A character that XML does not allow becomes U+FFFD.
  static func appendEscaped(_ text: some Sequence<UInt8>, to out: inout [UInt8], isAttribute: Bool = false) {
    let bytes = Array(text)
    let forbidden = bytes.withUnsafeBytes { firstForbidden(in: $0) } != nil
    for byte in forbidden ? replacingForbidden(bytes) : bytes {
      switch byte {
      case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\"") where isAttribute: out.append(contentsOf: "&quot;".utf8)
      case 0x0d: out.append(contentsOf: "&#xD;".utf8)
      case 0x0a where isAttribute: out.append(contentsOf: "&#xA;".utf8)
      case 0x09 where isAttribute: out.append(contentsOf: "&#x9;".utf8)
      default: out.append(byte)
      }
    }
  }

  private static func replacingForbidden(_ bytes: [UInt8]) -> [UInt8] {
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar -> Unicode.Scalar in
      isAllowed(scalar.value) ? scalar : "\u{fffd}"
    }
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }

  /// How many bytes the name's character has that stands at an index; 0 where it is none (section 2.3, without the
  /// colon).
  static func nameLength(_ bytes: UnsafeRawBufferPointer, at index: Int, isFirst: Bool) -> Int {
    let byte = bytes[index]
    if byte < 0x80 {
      let isStart = byte.isASCIILetter || byte == UInt8(ascii: "_")
      let isOther = byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      return isStart || isOther && !isFirst ? 1 : 0
    }
    let length = UTF8Validation.sequenceLength(bytes, at: index, end: bytes.count)
    guard length > 1,
      let scalar = String(decoding: bytes[index..<index + length], as: UTF8.self).unicodeScalars.first
    else { return 0 }
    let isStart =
      switch scalar.value {
      case 0xc0...0xd6, 0xd8...0xf6, 0xf8...0x2ff, 0x370...0x37d, 0x37f...0x1fff, 0x200c...0x200d,
        0x2070...0x218f, 0x2c00...0x2fef, 0x3001...0xd7ff, 0xf900...0xfdcf, 0xfdf0...0xfffd,
        0x10000...0xeffff:
        true
      default: false
      }
    let isOther =
      switch scalar.value {
      case 0xb7, 0x300...0x36f, 0x203f...0x2040: true
      default: false
      }
    return isStart || isOther && !isFirst ? length : 0
  }
}
