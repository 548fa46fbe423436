import InspectorCore

extension Model {
  /// Puts a filter into the field and in force, as somebody would who types it.
  public mutating func setFilter(_ text: String) {
    filter.field = TextField(text)
    filter.isOn = true
    applyFilter()
  }

  mutating func beginFilter() {
    guard !filter.isEditing, !isComposing else { return }
    filter.before = filter.applied
    filter.isEditing = true
    open(FilterBar())
    filter.isOn = true
    // What is typed next is a term of its own.
    filter.field = TextField(filter.applied.isEmpty ? "" : filter.applied + " ")
    filter.completions = []
    applyFilter()
  }

  /// Enter: keeps what is in force and leaves the field; what is no query stays in it, to be mended.
  mutating func endFilter() {
    if let problem = filter.problem {
      message = Message(
        .warning,
        "That is no query yet: \(problem.message). \(key(.back, in: .filter)) brings back the last one.")
      return
    }
    filter.isEditing = false
    closeOverlay()
    filter.completions = []
    // The space that was left for another term goes.
    setFilter(filter.field.text.trimmingTrailingSpaces)
  }

  /// Esc: brings back what was in force before.
  mutating func cancelFilter() {
    filter.isEditing = false
    closeOverlay()
    setFilter(filter.before)
  }

  mutating func toggleFilter() {
    filter.isOn.toggle()
    rows.setQuery(filter.isOn ? try? EventCondition(filter.applied) : nil)
  }

  /// Takes a key in the filter that is no command.
  mutating func filterKey(_ key: Key) {
    if key.code == .tab { return complete() }
    filter.completions = []
    if filter.field.take(key) { applyFilter() }
  }

  /// Puts what is typed in force where it is right; else the last right one stays.
  mutating func applyFilter() {
    do throws(QueryError) {
      let query = try EventCondition(filter.field.text)
      filter.problem = nil
      if filter.field.text != filter.applied || rows.query != (query.isEmpty ? nil : query) {
        filter.applied = filter.field.text
        rows.setQuery(query.isEmpty ? nil : query)
      }
    } catch {
      filter.problem = error
    }
  }

  /// Tab: puts the next of what could stand here into the field.
  private mutating func complete() {
    if filter.completions.isEmpty {
      filter.completions = QueryCompletion.suggestions(
        for: filter.field.text, cursor: filter.field.cursor, types: shown.typeFacets.map(\.value),
        sources: shown.sourceFacets.map(\.value))
      filter.completion = 0
    } else {
      filter.completion = (filter.completion + 1) % filter.completions.count
    }
    guard !filter.completions.isEmpty else { return }
    filter.field = TextField(filter.completions[filter.completion])
    applyFilter()
  }

  // MARK: The types at the side write the filter

  mutating func facetOnly() {
    guard let type = facets.selected else { return }
    let query = FacetsState.query(type: type)
    let others = FilterTerms.withoutTypes(filter.applied)
    let isOnly = filter.applied == FilterTerms.joined(others, query)
    setFilter(isOnly ? others : FilterTerms.joined(others, query))
  }

  mutating func facetExclude() {
    guard let type = facets.selected else { return }
    let term = "-" + FacetsState.query(type: type)
    // What shows one type only and what leaves one out are not meant together.
    let kept = FilterTerms.withoutTypes(filter.applied, keepingNegated: true)
    setFilter(kept.contains(term) ? kept : FilterTerms.joined(kept, term))
  }

  /// Takes the terms for types out of the filter and leaves the others.
  mutating func clearTypes() { setFilter(FilterTerms.withoutTypes(filter.applied)) }
}

/// The terms of a filter as they are written, so that the types at the side change only their own.
enum FilterTerms {
  /// The text without its terms for types; one with OR or parentheses stays whole.
  static func withoutTypes(_ text: String, keepingNegated: Bool = false) -> String {
    let terms = split(text)
    if terms.contains(where: { $0 == "OR" || $0.contains("(") }) { return text }
    return terms.filter { !$0.hasPrefix("type:") && (keepingNegated || !$0.hasPrefix("-type:")) }
      .joined(separator: " ")
  }

  /// Both, which must both hold.
  static func joined(_ text: String, _ term: String) -> String {
    if text.isEmpty { return term }
    return split(text).contains("OR") ? "(\(text)) \(term)" : "\(text) \(term)"
  }

  /// The words between spaces that do not stand in quotes.
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
    return term.isEmpty ? terms : terms + [term]
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String { String(reversed().drop { $0 == " " }.reversed()) }
}
