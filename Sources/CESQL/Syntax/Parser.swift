import CloudEvents

/// Reads an expression by the grammar of CESQL 1.0.
///
/// What binds tightest comes first: calls, NOT and `-`, LIKE and IN, `* / %`, `+ -`, comparisons, AND OR XOR.
/// Equal ones go from left to right.
struct Parser {
  private let bytes: [UInt8]
  private var lexer: Lexer
  private var token: Token
  private var depth = 0

  init(_ bytes: [UInt8]) throws(CESQLParseError) {
    self.bytes = bytes
    lexer = Lexer(bytes)
    guard bytes.count <= CESQLExpression.maximumLength else {
      throw CESQLParseError(
        at: CESQLExpression.maximumLength, in: bytes, found: "an expression of \(bytes.count) bytes",
        expected: "at most \(CESQLExpression.maximumLength)")
    }
    token = try lexer.next()
  }

  /// The whole text as one expression.
  mutating func expression() throws(CESQLParseError) -> Node {
    let node = try chain(.logic)
    guard token.kind == .end else { throw unexpected("an operator or the end") }
    return node
  }

  /// A row of operators of one precedence, whose operands are rows of the next.
  private mutating func chain(_ precedence: BinaryOperator.Precedence) throws(CESQLParseError) -> Node {
    let first = try operand(of: precedence)
    var links: [Node.Link] = []
    while case .operator(let next) = token.kind, next.precedence == precedence {
      try advance()
      links.append(Node.Link(operator: next, operand: try operand(of: precedence)))
    }
    guard let last = links.last else { return first }
    let range = first.range.lowerBound..<last.operand.range.upperBound
    return Node(range: range, form: .chain(first, links))
  }

  private mutating func operand(of precedence: BinaryOperator.Precedence) throws(CESQLParseError) -> Node {
    guard let tighter = BinaryOperator.Precedence(rawValue: precedence.rawValue + 1) else {
      return try test()
    }
    return try chain(tighter)
  }

  /// A value with its LIKE or IN, or without. What these give is a Boolean; one more after it is rare, but
  /// may be.
  private mutating func test() throws(CESQLParseError) -> Node {
    var node = try prefixed()
    let outer = depth
    defer { depth = outer }
    while true {
      let isNegated = token.kind == .not
      if isNegated { try advance() }
      switch token.kind {
      case .like:
        try advance()
        guard token.kind == .string else { throw unexpected("a pattern in quotes") }
        let pattern = LikePattern(stringLiteral(token))
        node = Node(
          range: node.range.lowerBound..<token.range.upperBound,
          form: .like(node, pattern, isNegated: isNegated))
        try advance()
      case .in:
        try advance()
        guard token.kind == .open else { throw unexpected("\"(\"") }
        try advance()
        let (elements, end) = try list()
        node = Node(
          range: node.range.lowerBound..<end, form: .member(node, of: elements, isNegated: isNegated))
      default:
        if isNegated { throw unexpected("LIKE or IN after NOT") }
        return node
      }
      try deepen()
    }
  }

  /// NOT, `-`, EXISTS, or a value alone.
  private mutating func prefixed() throws(CESQLParseError) -> Node {
    let start = token.range
    switch token.kind {
    case .not:
      try advance()
      let operand = try nested { (parser) throws(CESQLParseError) in try parser.prefixed() }
      return Node(range: start.lowerBound..<operand.range.upperBound, form: .not(operand))
    case .operator(.subtract), .operator(.add):
      let isNegative = token.kind == .operator(.subtract)
      let sign = token
      try advance()
      // A sign that touches its digits belongs to the literal: -2147483648 is one.
      if token.kind == .integer, token.range.lowerBound == start.upperBound {
        return try integer(from: start.lowerBound)
      }
      guard isNegative else { throw unexpected(Parser.aValue, at: sign) }
      let operand = try nested { (parser) throws(CESQLParseError) in try parser.prefixed() }
      return Node(range: start.lowerBound..<operand.range.upperBound, form: .negative(operand))
    case .exists:
      try advance()
      guard token.kind == .name else { throw unexpected("an attribute's name") }
      let node = Node(range: start.lowerBound..<token.range.upperBound, form: .exists(attributeName(token)))
      try advance()
      return node
    default:
      return try value()
    }
  }

  /// A literal, an attribute, a call, or an expression in parentheses.
  private mutating func value() throws(CESQLParseError) -> Node {
    let first = token
    switch first.kind {
    case .integer: return try integer(from: first.range.lowerBound)
    case .true, .false, .string:
      try advance()
      let value: CESQLValue =
        first.kind == .string ? .string(stringLiteral(first)) : .boolean(first.kind == .true)
      return Node(range: first.range, form: .constant(value))
    case .name, .functionName:
      try advance()
      if token.kind == .open, !text(first).utf8.contains(where: { (0x30...0x39).contains($0) }) {
        return try call(first)
      }
      guard first.kind == .name else { throw unexpected("\"(\" after a function's name") }
      return Node(range: first.range, form: .attribute(attributeName(first)))
    case .open:
      try advance()
      var node = try nested { (parser) throws(CESQLParseError) in try parser.chain(.logic) }
      guard token.kind == .close else { throw unexpected("an operator or \")\"") }
      node.range = first.range.lowerBound..<token.range.upperBound
      try advance()
      return node
    default:
      throw unexpected(Parser.aValue)
    }
  }

  private mutating func integer(from start: Int) throws(CESQLParseError) -> Node {
    let range = start..<token.range.upperBound
    let digits = String(decoding: bytes[range], as: UTF8.self)
    guard let value = Int32(digits) else {
      throw CESQLParseError(
        at: start, in: bytes, found: Parser.shortened(digits),
        expected: "an integer from \(Int32.min) to \(Int32.max)")
    }
    try advance()
    return Node(range: range, form: .constant(.integer(value)))
  }

  private mutating func call(_ first: Token) throws(CESQLParseError) -> Node {
    let name = text(first).uppercased()
    try advance()
    var arguments: [Node] = []
    var end = token.range.upperBound
    if token.kind == .close {
      try advance()
    } else {
      (arguments, end) = try list()
    }
    let form: Node.Form
    if let function = BuiltInFunctions.named(name, arguments: arguments.count) {
      form = .call(function, arguments)
    } else {
      form = .missingFunction(name, arguments: arguments.count)
    }
    return Node(range: first.range.lowerBound..<end, form: form)
  }

  /// Expressions with commas between them, one at least, and the closing parenthesis.
  private mutating func list() throws(CESQLParseError) -> (elements: [Node], end: Int) {
    var elements: [Node] = []
    while true {
      elements.append(try nested { (parser) throws(CESQLParseError) in try parser.chain(.logic) })
      let last = token
      switch last.kind {
      case .comma: try advance()
      case .close:
        try advance()
        return (elements, last.range.upperBound)
      default: throw unexpected("an operator, \",\" or \")\"")
      }
    }
  }

  // MARK: Tokens

  private static let aValue = "an attribute, a literal, a function or \"(\""

  private mutating func advance() throws(CESQLParseError) { token = try lexer.next() }

  private func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  /// Names are written in any case, as the conformance kit does; attributes' names are lower-case.
  private func attributeName(_ token: Token) -> AttributeName {
    AttributeName(unchecked: text(token).lowercased())
  }

  /// What a string stands for: its own quote, escaped or doubled, becomes one; any other backslash stays.
  private func stringLiteral(_ token: Token) -> String {
    let quote = bytes[token.range.lowerBound]
    let contents = bytes[token.range.lowerBound + 1..<token.range.upperBound - 1]
    var out: [UInt8] = []
    out.reserveCapacity(contents.count)
    var index = contents.startIndex
    while index < contents.endIndex {
      let byte = contents[index]
      let next = index + 1 < contents.endIndex ? contents[index + 1] : nil
      if let next, byte == UInt8(ascii: "\\") {
        if next != quote { out.append(byte) }
        out.append(next)
        index += 2
      } else {
        out.append(byte)
        index += byte == quote ? 2 : 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  // MARK: Bounds and errors

  private mutating func nested(
    _ body: (inout Parser) throws(CESQLParseError) -> Node
  ) throws(CESQLParseError) -> Node {
    try deepen()
    let node = try body(&self)
    depth -= 1
    return node
  }

  private mutating func deepen() throws(CESQLParseError) {
    depth += 1
    guard depth > CESQLExpression.maximumDepth else { return }
    throw CESQLParseError(
      at: token.range.lowerBound, in: bytes, found: "one more level",
      expected: "at most \(CESQLExpression.maximumDepth) levels in each other")
  }

  private func unexpected(_ expected: String, at place: Token? = nil) -> CESQLParseError {
    let place = place ?? token
    let found = place.kind == .end ? "the end" : "\"\(Parser.shortened(text(place)))\""
    return CESQLParseError(at: place.range.lowerBound, in: bytes, found: found, expected: expected)
  }

  private static func shortened(_ text: String) -> String {
    text.utf8.count > 60 ? text.prefix(40) + "…" : text
  }
}
