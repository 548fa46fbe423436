import CloudEvents

/// JSON with a member or an element a line. Its tokens stay as they are: digits, escapes, order, duplicates.
public struct IndentedJSON {
  private let json: UnsafeRawBufferPointer
  private var out: [UInt8] = []

  /// - Parameter json: one JSON text; what is none comes back as it is.
  public static func text(of json: [UInt8]) -> [UInt8] {
    json.withUnsafeBytes { bytes in
      guard let token = try? JSONScanner.scan(bytes) else { return json }
      var layout = IndentedJSON(json: bytes)
      layout.out.reserveCapacity(bytes.count * 3 / 2)
      layout.put(token, indent: 0)
      return layout.out
    }
  }

  private init(json: UnsafeRawBufferPointer) {
    self.json = json
  }

  private mutating func put(_ token: JSONToken, indent: Int) {
    var scanner = JSONScanner(json, range: token.range.range)
    var isEmpty = true
    switch token.kind {
    case .object:
      out.append(UInt8(ascii: "{"))
      try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        newLine(&isEmpty, indent: indent + 2)
        out += json[name.range.range]
        out += Array(": ".utf8)
        put(try scanner.value(), indent: indent + 2)
      }
      close(UInt8(ascii: "}"), isEmpty: isEmpty, indent: indent)
    case .array:
      out.append(UInt8(ascii: "["))
      try? scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        newLine(&isEmpty, indent: indent + 2)
        put(try scanner.value(), indent: indent + 2)
      }
      close(UInt8(ascii: "]"), isEmpty: isEmpty, indent: indent)
    case .string, .number, .true, .false, .null:
      out += json[token.range.range]
    }
  }

  private mutating func newLine(_ isEmpty: inout Bool, indent: Int) {
    if !isEmpty { out.append(UInt8(ascii: ",")) }
    isEmpty = false
    out.append(0x0a)
    out += repeatElement(0x20, count: indent)
  }

  private mutating func close(_ bracket: UInt8, isEmpty: Bool, indent: Int) {
    if !isEmpty {
      out.append(0x0a)
      out += repeatElement(0x20, count: indent)
    }
    out.append(bracket)
  }
}
