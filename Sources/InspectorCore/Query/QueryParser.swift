/// Reads a query: `or = and ("OR" and)*`, `and = unary ("AND"? unary)*`,
/// `unary = ("-" | "NOT") unary | "(" or ")" | term`.
struct QueryParser {
  private let characters: [Character]
  private var position = 0
  private var depth = 0

  /// How deep parentheses and negations may stand in each other.
  private static let maximumDepth = 64

  init(_ text: String) {
    characters = Array(text)
  }

  mutating func parse() throws(QueryError) -> QueryNode {
    skipSpace()
    if position == characters.count { return .all([]) }
    let node = try or()
    guard position == characters.count else {
      throw QueryError("there is no ( for this )", at: position, length: 1, expected: "a term")
    }
    return node
  }

  private mutating func or() throws(QueryError) -> QueryNode {
    let start = position
    var nodes = [try and()]
    while takeWord("OR") {
      guard !isAtEnd else { throw incomplete("after OR") }
      nodes.append(try and())
    }
    return nodes.count == 1 ? nodes[0] : .any(nodes, text: start..<trimmedEnd)
  }

  private mutating func and() throws(QueryError) -> QueryNode {
    skipSpace()
    guard !isAtEnd else { throw incomplete("here") }
    var nodes = [try unary()]
    while true {
      if takeWord("AND") {
        guard !isAtEnd else { throw incomplete("after AND") }
      } else if isAtEnd || characters[position] == ")" || isWord("OR") {
        break
      }
      nodes.append(try unary())
    }
    return nodes.count == 1 ? nodes[0] : .all(nodes)
  }

  private mutating func unary() throws(QueryError) -> QueryNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw QueryError(
        "parentheses nest deeper than \(Self.maximumDepth) levels", at: position, expected: "fewer of them")
    }
    skipSpace()
    let start = position
    if takeWord("NOT") || takeMinus() {
      skipSpace()
      guard !isAtEnd else { throw incomplete("after the negation") }
      let node = try unary()
      return .not(node, text: start..<trimmedEnd)
    }
    if take("(") {
      skipSpace()
      guard !isAtEnd else { throw incomplete("in the parentheses") }
      let node = try or()
      skipSpace()
      guard take(")") else {
        throw QueryError(
          "the ( at column \(start + 1) is not closed", at: position, expected: ")", isIncomplete: true)
      }
      return node
    }
    return try term()
  }

  private mutating func term() throws(QueryError) -> QueryNode {
    let start = position
    if characters[position] == "\"" {
      let phrase = try quoted()
      return .term(.contains(Needle(phrase)), text: start..<position)
    }
    let word = bareWord()
    guard !word.isEmpty, !isWord("OR"), !isWord("AND") else { throw missingTerm }
    guard let colon = characters[word].firstIndex(of: ":"), colon > start else { return contains(word) }
    let name = String(characters[start..<colon])
    guard let field = QueryField.named(name) else {
      // An address is a word to look for, not a field.
      if characters[(colon + 1)..<word.upperBound].starts(with: "//") { return contains(word) }
      throw unknownField(name, at: start)
    }
    position = colon + 1
    let comparison = field.kind.takesComparisons ? takeComparison() : .equal
    let valueStart = position
    guard !isAtEnd, !characters[position].isWhitespace, characters[position] != ")" else {
      throw QueryError(
        "the value of \(name): is missing", at: position, expected: field.kind.expected, isIncomplete: isAtEnd
      )
    }
    let value = try value()
    do throws(TermError) {
      let term = try field.term(name: name, comparison: comparison, value: value)
      return .term(term, text: start..<position)
    } catch {
      throw QueryError(
        error.message, at: valueStart, length: position - valueStart, expected: field.kind.expected,
        isIncomplete: error.isIncomplete && isAtEnd)
    }
  }

  // MARK: Characters

  private var isAtEnd: Bool { position == characters.count }

  /// The position after the last character that is no space.
  private var trimmedEnd: Int {
    var end = position
    while end > 0, characters[end - 1].isWhitespace { end -= 1 }
    return end
  }

  private mutating func skipSpace() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  /// A minus that stands right before what it negates.
  private mutating func takeMinus() -> Bool {
    guard position < characters.count, characters[position] == "-" else { return false }
    position += 1
    return true
  }

  private func isWord(_ word: String) -> Bool {
    let end = position + word.count
    guard end <= characters.count, String(characters[position..<end]) == word else { return false }
    return end == characters.count || characters[end].isWhitespace || "()".contains(characters[end])
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipSpace()
    guard isWord(word) else { return false }
    position += word.count
    skipSpace()
    return true
  }

  /// What stands up to the next space, parenthesis that closes, or quote after a colon.
  private func bareWord() -> Range<Int> {
    var end = position
    while end < characters.count, !characters[end].isWhitespace, characters[end] != ")" {
      if characters[end] == "\"", end > position, characters[end - 1] == ":" { break }
      end += 1
    }
    return position..<end
  }

  /// Takes a word as one to look for.
  private mutating func contains(_ word: Range<Int>) -> QueryNode {
    position = word.upperBound
    return .term(.contains(Needle(word: String(characters[word]))), text: word)
  }

  /// A field's value: in quotes or up to the next space.
  private mutating func value() throws(QueryError) -> String {
    if characters[position] == "\"" { return try quoted() }
    let word = bareWord()
    position = word.upperBound
    return String(characters[word])
  }

  private mutating func quoted() throws(QueryError) -> String {
    let start = position
    position += 1
    var text = ""
    while position < characters.count {
      let character = characters[position]
      position += 1
      if character == "\"" { return text }
      if character == "\\", position < characters.count {
        text.append(characters[position])
        position += 1
      } else {
        text.append(character)
      }
    }
    throw QueryError(
      "the \" at column \(start + 1) is not closed", at: position, expected: "\"", isIncomplete: true)
  }

  private mutating func takeComparison() -> Comparison {
    for comparison in Comparison.longestFirst where comparison.isPrefix(of: characters[position...]) {
      position += comparison.rawValue.count
      return comparison
    }
    return .equal
  }

  private func unknownField(_ name: String, at start: Int) -> QueryError {
    if let field = QueryField.all.first(where: { $0.name == name }) {
      return QueryError(
        "\(name) goes on with a name, as in \(field.example)", at: start, length: name.count,
        expected: "a term such as \(field.example)")
    }
    let guess = nearest(name, in: QueryField.all.map(\.name)).map { "; did you mean \($0):?" } ?? ""
    return QueryError(
      "\(name) is no field\(guess)", at: start, length: name.count,
      expected: "a field such as type: or source:, or the word in quotes")
  }

  private var missingTerm: QueryError {
    let place = ["AND", "OR"].first { isWord($0) }.map { "before \($0)" } ?? "here"
    return QueryError(
      "a term is missing \(place)", at: position, expected: "a term such as type:com.example.*")
  }

  private func incomplete(_ place: String) -> QueryError {
    QueryError(
      "a term is missing \(place)", at: position, expected: "a term such as type:com.example.*",
      isIncomplete: true)
  }
}
