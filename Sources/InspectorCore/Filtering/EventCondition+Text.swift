import CESQL

extension EventCondition {
  /// What stands before an expression in a filter's text.
  public static let expressionMark = "cesql:"

  /// Reads what somebody types as a filter: a query, or a CESQL expression after `cesql:`, or both, the expression
  /// last: `type:com.example.* cesql: INT(sequence) > 10`.
  ///
  /// - Throws: where the text is wrong, counted in its characters.
  public init(_ text: String) throws(QueryError) {
    guard let mark = Self.mark(in: text) else {
      self = .query(try Query(text))
      return
    }
    let query = try Query(String(text[..<mark.lowerBound]))
    let written = text[mark.upperBound...]
    let expression: CESQLExpression
    do {
      expression = try CESQLExpression(String(written))
    } catch {
      let place = written.index(ofLine: error.line, column: error.column)
      throw QueryError(
        error.message, at: text.distance(from: text.startIndex, to: place), expected: error.expected,
        isIncomplete: place == text.endIndex)
    }
    self = query.isEmpty ? .cesql(expression) : .all([.query(query), .cesql(expression)])
  }

  /// The mark that begins an expression: outside of quotes, at the start of a word.
  private static func mark(in text: String) -> Range<String.Index>? {
    var isQuoted = false
    var isEscaped = false
    var isStart = true
    for index in text.indices {
      let character = text[index]
      if !isQuoted, isStart, text[index...].hasPrefix(expressionMark) {
        return index..<text.index(index, offsetBy: expressionMark.count)
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && character == "\\" && !isEscaped
      isStart = character.isWhitespace
    }
    return nil
  }
}

extension StringProtocol {
  /// The place of a line and a column, both from 1, the column in Unicode scalars.
  func index(ofLine line: Int, column: Int) -> String.Index {
    var (atLine, atColumn) = (1, 1)
    for index in unicodeScalars.indices {
      if atLine == line, atColumn == column { return index }
      if unicodeScalars[index] == "\n" {
        (atLine, atColumn) = (atLine + 1, 1)
      } else {
        atColumn += 1
      }
    }
    return endIndex
  }
}

extension EventCondition: Equatable {
  /// Conditions are equal where they are written alike.
  public static func == (left: EventCondition, right: EventCondition) -> Bool {
    switch (left, right) {
    case (.query(let left), .query(let right)): left == right
    case (.cesql(let left), .cesql(let right)): left.text.utf8.elementsEqual(right.text.utf8)
    case (.subscription(let left), .subscription(let right)):
      left.parts.elementsEqual(right.parts) { $0.text.utf8.elementsEqual($1.text.utf8) }
    case (.all(let left), .all(let right)): left == right
    default: false
    }
  }
}
