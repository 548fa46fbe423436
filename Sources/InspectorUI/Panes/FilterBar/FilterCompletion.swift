import CESQL
import InspectorCore

/// What could stand where somebody is typing a filter, in either language.
enum FilterCompletion {
  /// Whole texts, the most likely first, each with the word before the cursor completed.
  static func suggestions(
    for text: String, cursor: Int, types: [String], sources: [String], attributes: [String]
  ) -> [String] {
    guard FilterLanguage.of(text) == .cesql else {
      return QueryCompletion.suggestions(for: text, cursor: cursor, types: types, sources: sources)
    }
    let before = text.prefix(cursor)
    let after = text.dropFirst(cursor)
    // In a string the values of the attribute that it is compared with, else names and functions.
    if before.filter({ $0 == "'" }).count % 2 == 1, let quote = before.lastIndex(of: "'") {
      let typed = before[before.index(after: quote)...]
      let words = before[..<quote].split(whereSeparator: { !$0.isLetter && !$0.isNumber })
      let values = words.last { $0 == "type" || $0 == "source" } == "source" ? sources : types
      return values.filter { $0.hasPrefix(typed) && $0 != typed }.prefix(50).map {
        before[...quote] + $0.replacing("'", with: "\\'") + "'" + after.drop { $0 == "'" }
      }
    }
    let start =
      before.lastIndex { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { before.index(after: $0) }
      ?? before.startIndex
    let word = before[start...]
    guard !word.isEmpty else { return [] }
    let candidates = attributes + Self.words
    return candidates.filter {
      $0.count > word.count && $0.lowercased().hasPrefix(word.lowercased())
    }.map { before[..<start] + $0 + after }
  }

  private static let words =
    ["LIKE '", "EXISTS ", "AND ", "OR ", "NOT ", "XOR ", "IN ("]
    + CESQLExpression.functionNames.map { $0 + "(" }
}
