import CloudEvents

/// JSON as YAML 1.2 in block style: the same values, every number with its digits.
struct YAMLText {
  private let json: UnsafeRawBufferPointer
  private var out: [UInt8] = []

  /// A document, from `---` to its last line break.
  ///
  /// - Parameter json: one JSON text.
  static func document(_ json: [UInt8]) -> [UInt8] {
    json.withUnsafeBytes { bytes in
      guard let token = try? JSONScanner.scan(bytes) else { return [] }
      var yaml = YAMLText(json: bytes)
      yaml.put("---")
      yaml.putValue(token, indent: 0)
      return yaml.out
    }
  }

  private init(json: UnsafeRawBufferPointer) {
    self.json = json
  }

  private mutating func put(_ text: String) { out += Array(text.utf8) }

  /// Writes a value after `---`, a name's colon or an element's dash, and ends the line.
  private mutating func putValue(_ token: JSONToken, indent: Int) {
    let space = String(repeating: " ", count: indent)
    var scanner = JSONScanner(json, range: token.range.range)
    var isEmpty = true
    switch token.kind {
    case .object:
      try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        isEmpty = false
        put("\n\(space)\(key(name)):")
        putValue(try scanner.value(), indent: indent + 2)
      }
      if isEmpty { put(" {}") }
    case .array:
      try? scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        isEmpty = false
        put("\n\(space)-")
        putValue(try scanner.value(), indent: indent + 2)
      }
      if isEmpty { put(" []") }
    case .string:
      put(" " + quoted(token))
    case .number, .true, .false, .null:
      out.append(0x20)
      out += json[token.range]
    }
    if indent == 0 { out.append(0x0a) }
  }

  /// A name as it is where it can be nothing else, else in quotes.
  private func key(_ name: JSONToken) -> String {
    let text = JSONString.lossyText(json[name.contents])
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    let isPlain =
      text.utf8.first?.isASCIILetter == true
      && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "_") }
    return isPlain && !words.contains(text.lowercased()) ? text : quoted(name)
  }

  /// A text in double quotes, whose escapes are JSON's; what YAML does not allow as it is, is escaped too.
  private func quoted(_ token: JSONToken) -> String {
    var bytes: [UInt8] = []
    JSONString.append(JSONString.lossyText(json[token.contents]), to: &bytes)
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x7f...0x9f, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
