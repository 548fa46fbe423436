import CloudEvents

/// The members of one JSON object by name, each left where it stands; of members with the same name the last.
struct JSONMembers {
  private let bytes: UnsafeRawBufferPointer
  /// By the bytes of their names.
  private let tokens: [[UInt8]: JSONToken]

  /// Reads the object that stands in a range of some bytes, which must outlive this.
  init(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) throws(JSONError) {
    self.bytes = bytes
    var scanner = JSONScanner(bytes, range: range)
    var found: [[UInt8]: JSONToken] = [:]
    try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
      found[Array(JSONString.lossyText(bytes[name.contents]).utf8)] = try scanner.value()
    }
    try scanner.finish()
    tokens = found
  }

  /// A member's value; `nil` where it is not there.
  subscript(name: String) -> JSONToken? { tokens[Array(name.utf8)] }

  /// A member that is a string.
  func string(_ name: String) -> String? {
    self[name].flatMap { $0.kind == .string ? JSONString.lossyText(bytes[$0.contents]) : nil }
  }

  /// A member that is a whole number.
  func integer(_ name: String) -> Int? {
    self[name].flatMap { $0.kind == .number ? Int(String(decoding: bytes[$0.range], as: UTF8.self)) : nil }
  }

  /// A member that is `true` or `false`.
  func boolean(_ name: String) -> Bool? {
    switch self[name]?.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// A member that is an object.
  func object(_ name: String) -> JSONMembers? {
    self[name].flatMap { $0.kind == .object ? try? JSONMembers($0.range.range, in: bytes) : nil }
  }

  /// The elements of a member that is an array; none where it is something else.
  func elements(_ name: String) -> [JSONToken] {
    guard let token = self[name], token.kind == .array else { return [] }
    return JSONMembers.elements(of: token, in: bytes)
  }

  /// The elements of a scanned array.
  static func elements(of array: JSONToken, in bytes: UnsafeRawBufferPointer) -> [JSONToken] {
    var scanner = JSONScanner(bytes, range: array.range.range)
    var found: [JSONToken] = []
    try? scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
      found.append(try scanner.value())
    }
    return found
  }
}
