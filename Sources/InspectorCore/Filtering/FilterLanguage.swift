/// The languages that a filter's text can be in.
public enum FilterLanguage: String, Sendable, CaseIterable {
  case query
  case cesql = "CESQL"

  /// Which language a text is in, as somebody types it.
  ///
  /// A leading `=` or `cesql:` says CESQL. A query's field with its colon says query. Else an operator or a call that only CESQL has
  /// says CESQL; anything else is a query, whose words are looked for. What stands in quotes says nothing.
  public static func of(_ text: String) -> FilterLanguage {
    let start = text.drop(while: \.isWhitespace)
    if marks.contains(where: { start.hasPrefix($0) }) { return .cesql }
    let words = FilterWord.words(of: text)
    if words.contains(where: \.isField) { return .query }
    for (index, word) in words.enumerated() where !word.isQuoted {
      let next = index + 1 < words.count ? words[index + 1] : nil
      if word.saysCESQL(before: next) { return .cesql }
      // A sign by itself between two words reckons; at a word it is a query's.
      if index > 0, next != nil, ["+", "*", "/", "%"].contains(word.text),
        word.text.startIndex > text.startIndex, text[text.index(before: word.text.startIndex)].isWhitespace,
        text[word.text.endIndex].isWhitespace
      {
        return .cesql
      }
    }
    return .query
  }

  /// The text without what only says the language.
  public func expression(in text: String) -> Substring {
    guard self == .cesql else { return text[...] }
    let start = text.drop(while: \.isWhitespace)
    let mark = Self.marks.first { start.hasPrefix($0) }
    return mark.map { start.dropFirst($0.count) } ?? text[...]
  }

  /// What says CESQL at the beginning of a text.
  private static let marks = ["=", EventCondition.expressionMark]
}

/// A run of a filter's text that is a word, a sign, or a string in quotes.
struct FilterWord {
  var text: Substring
  var isQuoted: Bool

  /// Whether it begins with a field of a query and its colon.
  var isField: Bool {
    guard !isQuoted, let colon = text.firstIndex(of: ":") else { return false }
    let name = text[..<colon].drop { $0 == "-" }
    return QueryField.named(String(name)) != nil
  }

  func saysCESQL(before next: FilterWord?) -> Bool {
    if ["=", "!=", "<>", "<", ">", "<=", ">="].contains(text) { return true }
    switch text.uppercased() {
    case "LIKE", "EXISTS", "XOR", "IN":
      // In lower case they are words to find, unless what follows is what CESQL has there.
      return text.allSatisfy(\.isUppercase) || next?.isQuoted == true || next?.text == "("
    default:
      return next?.text == "(" && text.allSatisfy { $0.isUppercase || $0 == "_" }
        && !["AND", "OR", "NOT"].contains(text)
    }
  }

  static func words(of text: String) -> [FilterWord] {
    var words: [FilterWord] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "'" || first == "\"" {
        let end = rest.dropFirst().firstIndex(of: first).map { rest.index(after: $0) } ?? rest.endIndex
        words.append(FilterWord(text: rest[..<end], isQuoted: true))
        rest = rest[end...]
      } else if "()".contains(first) {
        words.append(FilterWord(text: rest.prefix(1), isQuoted: false))
        rest = rest.dropFirst()
      } else if "=<>!".contains(first) {
        let sign = rest.prefix { "=<>!".contains($0) }
        words.append(FilterWord(text: sign, isQuoted: false))
        rest = rest[sign.endIndex...]
      } else {
        // A value after a field's colon may hold any sign, and quotes.
        let name = rest.prefix { !$0.isWhitespace && !"()=<>!'\":".contains($0) }
        var word = name
        if rest[name.endIndex...].first == ":" {
          word = rest.prefix { !$0.isWhitespace && !"()\"".contains($0) }
        }
        if word.isEmpty { word = rest.prefix(1) }
        words.append(FilterWord(text: word, isQuoted: false))
        rest = rest[word.endIndex...]
      }
    }
    return words
  }
}
