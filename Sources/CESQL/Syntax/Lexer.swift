/// Takes an expression apart into tokens, one at a time.
struct Lexer {
  let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token; the last one is the end, again and again.
  mutating func next() throws(CESQLParseError) -> Token {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
    guard position < bytes.count else { return Token(kind: .end, range: position..<position) }
    let first = bytes[position]
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return try string(quote: first) }
    if Lexer.isWord(first) { return try word() }
    return try sign(first)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
  }

  private mutating func token(_ kind: Token.Kind, length: Int) -> Token {
    defer { position += length }
    return Token(kind: kind, range: position..<position + length)
  }

  /// A backslash takes the next character with it; two quotes in a row are one that does not end the string.
  private mutating func string(quote: UInt8) throws(CESQLParseError) -> Token {
    var index = position + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
      } else if bytes[index] != quote {
        index += 1
      } else if index + 1 < bytes.count, bytes[index + 1] == quote {
        index += 2
      } else {
        return token(.string, length: index + 1 - position)
      }
    }
    throw CESQLParseError(
      at: position, in: bytes, found: "a string without its end",
      expected: "\(Character(Unicode.Scalar(quote))) at the end of the string")
  }

  private mutating func word() throws(CESQLParseError) -> Token {
    let end = bytes[position...].firstIndex { !Lexer.isWord($0) } ?? bytes.count
    let word = bytes[position..<end]
    if word.allSatisfy(Lexer.isDigit) { return token(.integer, length: word.count) }
    guard word.contains(UInt8(ascii: "_")) else {
      return token(Token.keyword(word) ?? .name, length: word.count)
    }
    guard let first = word.first, Lexer.isLetter(first), !word.contains(where: Lexer.isDigit) else {
      throw CESQLParseError(
        at: position, in: bytes, found: "\"\(String(decoding: word, as: UTF8.self))\"",
        expected: "an attribute's name of letters and digits, or a function's of letters and underscores")
    }
    return token(.functionName, length: word.count)
  }

  private mutating func sign(_ first: UInt8) throws(CESQLParseError) -> Token {
    let second = position + 1 < bytes.count ? bytes[position + 1] : 0
    switch (first, second) {
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): return token(.operator(.notEqual), length: 2)
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): return token(.operator(.notEqual), length: 2)
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): return token(.operator(.lessOrEqual), length: 2)
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): return token(.operator(.greaterOrEqual), length: 2)
    case (UInt8(ascii: "<"), _): return token(.operator(.less), length: 1)
    case (UInt8(ascii: ">"), _): return token(.operator(.greater), length: 1)
    case (UInt8(ascii: "="), _): return token(.operator(.equal), length: 1)
    case (UInt8(ascii: "*"), _): return token(.operator(.multiply), length: 1)
    case (UInt8(ascii: "/"), _): return token(.operator(.divide), length: 1)
    case (UInt8(ascii: "%"), _): return token(.operator(.remainder), length: 1)
    case (UInt8(ascii: "+"), _): return token(.operator(.add), length: 1)
    case (UInt8(ascii: "-"), _): return token(.operator(.subtract), length: 1)
    case (UInt8(ascii: "("), _): return token(.open, length: 1)
    case (UInt8(ascii: ")"), _): return token(.close, length: 1)
    case (UInt8(ascii: ","), _): return token(.comma, length: 1)
    default:
      throw CESQLParseError(
        at: position, in: bytes, found: found(length: scalarLength),
        expected: "a name, a literal or an operator")
    }
  }

  /// How many bytes the character at the position has.
  private var scalarLength: Int {
    1 + bytes[(position + 1)...].prefix { $0 & 0xc0 == 0x80 }.count
  }

  private func found(length: Int) -> String {
    "\"\(String(decoding: bytes[position..<position + length], as: UTF8.self))\""
  }
}
