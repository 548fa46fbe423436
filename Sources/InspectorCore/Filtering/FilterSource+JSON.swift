import CloudEvents

extension FilterSource<Int> {
  /// Reads JSON text; places are offsets in its bytes.
  static func json(_ bytes: UnsafeRawBufferPointer) throws(FilterFault<Int>) -> FilterSource {
    do {
      return try source(try JSONScanner.scan(bytes), in: bytes)
    } catch let error as JSONError {
      throw FilterFault(place: error.offset, message: "this is no JSON: \(error)")
    } catch {
      throw error as? FilterFault<Int> ?? FilterFault(place: 0, message: "\(error)")
    }
  }

  private static func source(_ token: JSONToken, in bytes: UnsafeRawBufferPointer) throws -> FilterSource {
    let content: Content
    switch token.kind {
    case .string: content = .text(try text(token, in: bytes))
    case .array:
      content = .list(try JSONMembers.elements(of: token, in: bytes).map { try source($0, in: bytes) })
    case .object:
      content = .table(
        try members(of: token, in: bytes).map { name, value in
          Member(
            name: try text(name, in: bytes), place: Int(name.range.start), value: try source(value, in: bytes)
          )
        })
    case .number, .true, .false, .null: content = .other
    }
    return FilterSource(content: content, place: Int(token.range.start))
  }

  /// The members of an object in text that has been scanned.
  private static func members(of object: JSONToken, in bytes: UnsafeRawBufferPointer) -> [(
    name: JSONToken, value: JSONToken
  )] {
    var scanner = JSONScanner(bytes, range: object.range.range)
    var found: [(name: JSONToken, value: JSONToken)] = []
    try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
      found.append((name, try scanner.value()))
    }
    return found
  }

  private static func text(_ token: JSONToken, in bytes: UnsafeRawBufferPointer) throws -> String {
    guard let unescaped = JSONString.unescaped(bytes[token.contents]) else {
      throw FilterFault(
        place: Int(token.range.start),
        message: "the string has half of a surrogate pair, which is no character")
    }
    return String(decoding: unescaped, as: UTF8.self)
  }
}
