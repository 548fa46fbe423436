import InspectorCore

/// The terms of a filter as they are written, so that facets and attributes change only their own.
enum FilterTerms {
  /// A term for a field with exactly this value.
  static func term(_ field: String, _ value: String) -> String { "\(field):\(QueryCompletion.quoted(value))" }

  /// The text without its terms for a field; one with OR or parentheses stays whole.
  static func without(_ field: String, in text: String, keepingNegated: Bool = false) -> String {
    guard FilterLanguage.of(text) == .query else { return text }
    let terms = split(text)
    if terms.contains(where: { $0 == "OR" || $0.contains("(") }) { return text }
    return terms.filter {
      !$0.hasPrefix("\(field):") && (keepingNegated || !$0.hasPrefix("-\(field):"))
    }.joined(separator: " ")
  }

  /// The text and a term, which must both hold.
  static func joined(_ text: String, _ term: String) -> String {
    if text.isEmpty { return term }
    return split(text).contains("OR") ? "(\(text)) \(term)" : "\(text) \(term)"
  }

  /// The text with one more term that must hold, or must not; what said the opposite goes. In CESQL where the text is
  /// CESQL; nil where CESQL has no word for it.
  static func adding(_ term: String, isNegated: Bool, to text: String) -> String? {
    if FilterLanguage.of(text) == .cesql {
      guard let expression = cesql(for: term) else { return nil }
      let whole = FilterLanguage.cesql.expression(in: text).drop { $0 == " " }
      return "=(\(whole)) AND \(isNegated ? "NOT " : "")\(expression)"
    }
    let (added, opposite) = isNegated ? ("-" + term, term) : (term, "-" + term)
    let terms = split(text)
    if terms.contains(added) { return text }
    let kept = terms.contains("OR") ? text : terms.filter { $0 != opposite }.joined(separator: " ")
    return joined(kept, added)
  }

  /// A query's term for an attribute as CESQL.
  private static func cesql(for term: String) -> String? {
    guard let colon = term.firstIndex(of: ":") else { return nil }
    var name = String(term[..<colon])
    if name.hasPrefix("ext.") { name = String(name.dropFirst(4)) }
    let isAttribute =
      ["type", "source", "subject", "id", "time", "datacontenttype", "dataschema", "specversion"].contains(
        name)
      || term.hasPrefix("ext.")
    guard isAttribute else { return nil }
    var value = term[term.index(after: colon)...]
    if value.hasPrefix("\""), value.count >= 2 { value = value.dropFirst().dropLast() }
    return "(\(name) = '\(value.replacing("'", with: "\\'"))')"
  }

  /// The text with a term where it has not got it, else without it.
  static func toggled(_ term: String, in text: String) -> String {
    let terms = split(text)
    guard !terms.contains("OR"), terms.contains(term) else { return joined(text, term) }
    return terms.filter { $0 != term }.joined(separator: " ")
  }

  /// The terms of a query as they are written.
  static func terms(of text: String) -> [String] { FilterLanguage.of(text) == .query ? split(text) : [] }

  /// The words between spaces that do not stand in quotes; an AND says no more than a space.
  private static func split(_ text: String) -> [String] {
    var terms: [String] = []
    var term = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == " ", !isQuoted {
        if !term.isEmpty { terms.append(term) }
        term = ""
      } else {
        term.append(character)
      }
    }
    return (term.isEmpty ? terms : terms + [term]).filter { $0 != "AND" }
  }
}
