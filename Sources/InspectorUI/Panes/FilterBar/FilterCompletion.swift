import CESQL
import InspectorCore

/// What could stand where somebody is typing a filter, in either language.
enum FilterCompletion {
  /// Whole texts, the most likely first, each with the word before the cursor completed.
  static func suggestions(
    for text: String, cursor: Int, types: [String], sources: [String], attributes: [String],
    dataPaths: [String] = []
  ) -> [String] {
    let before = text.prefix(cursor)
    let after = text.dropFirst(cursor)
    if FilterLanguage.of(text) == .query {
      let word = before.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      let name = word.drop { $0 == "-" || $0 == "(" }
      if name.hasPrefix("data."), !name.contains(":") {
        return dataPaths.filter { $0.hasPrefix(name) }.map {
          "\(before.dropLast(name.count))\($0):\(after)"
        }
      }
      let terms = QueryCompletion.suggestions(for: text, cursor: cursor, types: types, sources: sources)
      // In capitals a word begins something of CESQL.
      guard terms.isEmpty, !name.isEmpty, name.allSatisfy({ $0.isUppercase || $0 == "_" }) else {
        return terms
      }
    }
    // After an operator a string can stand that is one of the values of what is compared.
    if let sign = before.lastIndex(where: { !$0.isWhitespace }), "=<>".contains(before[sign]) {
      let words = before[..<sign].split(whereSeparator: { !$0.isLetter && !$0.isNumber })
      let values = words.last == "type" ? types : words.last == "source" ? sources : []
      return values.prefix(50).map { "\(before)\($0.cesqlQuoted)\(after)" }
    }
    // In a string the values of the attribute that it is compared with, else names and functions.
    if before.filter({ $0 == "'" }).count % 2 == 1, let quote = before.lastIndex(of: "'") {
      let typed = before[before.index(after: quote)...]
      let words = before[..<quote].split(whereSeparator: { !$0.isLetter && !$0.isNumber })
      let values = words.last { $0 == "type" || $0 == "source" } == "source" ? sources : types
      return values.filter { $0.hasPrefix(typed) && $0 != typed }.prefix(50).map {
        "\(before[..<quote])\($0.cesqlQuoted)" + after.drop { $0 == "'" }
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

extension String {
  /// As a string of CESQL.
  fileprivate var cesqlQuoted: String { "'" + replacing("'", with: "\\'") + "'" }
}
