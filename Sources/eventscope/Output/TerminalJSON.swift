/// JSON that a terminal can show: the same JSON, in which nothing can steer the terminal.
enum TerminalJSON {
  /// The text with DEL, C1 controls, bidirectional controls and invisible characters written as `\uXXXX`.
  ///
  /// They can only stand inside strings, so the result is the same JSON; C0 controls are always escaped there.
  static func escaped(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 == 0x7f || $0 >= 0x80 }) else { return json }
    var out: [UInt8] = []
    out.reserveCapacity(json.count)
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if mustBeEscaped(scalar) {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          out += Array("\\u".utf8) + Array(repeating: 0x30, count: 4 - digits.utf8.count) + Array(digits.utf8)
        }
      } else {
        out.append(contentsOf: Array(String(scalar).utf8))
      }
    }
    return out
  }

  private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7f...0x9f: true
    case 0x61c, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xe0000...0xe007f: true
    default: false
    }
  }
}
