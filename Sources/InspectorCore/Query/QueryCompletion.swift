/// What could stand where somebody is typing a query.
public enum QueryCompletion {
  /// Whole texts, the most likely first, each with the word before the cursor completed.
  ///
  /// - Parameters:
  ///   - cursor: how many characters stand before the cursor.
  ///   - types: the types that were seen, the most frequent first; likewise `sources`.
  public static func suggestions(for text: String, cursor: Int, types: [String], sources: [String])
    -> [String]
  {
    let before = text.prefix(cursor)
    let after = text.dropFirst(cursor)
    let start =
      before.lastIndex { $0.isWhitespace || $0 == "(" }.map { before.index(after: $0) } ?? before.startIndex
    let kept = before[..<start]
    var word = before[start...]
    let minus = word.hasPrefix("-") ? "-" : ""
    word = word.dropFirst(minus.count)
    return candidates(for: String(word), types: types, sources: sources).filter { $0 != word }.prefix(50).map
    {
      kept + minus + $0 + after
    }
  }

  private static let operators = ["AND", "OR", "NOT"]

  private static func candidates(for word: String, types: [String], sources: [String]) -> [String] {
    guard let colon = word.firstIndex(of: ":") else {
      let fields = QueryField.all.map { $0.name.hasSuffix(".") ? $0.name : $0.name + ":" }
      return (fields + (word.isEmpty ? [] : operators)).filter { $0.hasPrefix(word) }
    }
    let name = String(word[..<colon])
    let typed = word[word.index(after: colon)...].drop { $0 == "\"" }
    let values: [String]
    switch (name, QueryField.named(name)?.kind) {
    case ("type", _): values = types
    case ("source", _): values = sources
    case (_, .words(let words)?): values = words
    default: values = []
    }
    return values.filter { $0.hasPrefix(typed) }.map { "\(name):\(quoted($0))" }
  }

  /// A value as it must stand in a query: in quotes where it has other characters than those of a plain word.
  public static func quoted(_ value: String) -> String {
    let isPlain =
      !value.isEmpty
      && value.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
          || ".-_/:@#+".utf8.contains(byte)
      }
    if isPlain { return value }
    var quoted = Array("\"".utf8)
    for byte in value.utf8 {
      if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { quoted.append(UInt8(ascii: "\\")) }
      quoted.append(byte)
    }
    return String(decoding: quoted + [UInt8(ascii: "\"")], as: UTF8.self)
  }
}
