import InspectorCore

extension Model {
  /// Puts a filter into the field and in force, as somebody would who types it.
  public mutating func setFilter(_ text: String) {
    filter.field = TextField(text)
    filter.isOn = true
    applyFilter()
  }

  mutating func beginFilter() {
    guard !isComposing else { return }
    filter.before = filter.applied
    filter.isEditing = true
    filter.isOn = true
    filter.field = TextField(filter.applied)
    filter.completions = []
    applyFilter()
  }

  /// Enter: keeps what is in force and leaves the field.
  mutating func endFilter() {
    filter.isEditing = false
    if filter.problem != nil {
      message = Message(
        .warning,
        "That is no query yet; the filter stays \(filter.applied.isEmpty ? "empty" : filter.applied).")
      filter.field = TextField(filter.applied)
      filter.problem = nil
    }
    filter.completions = []
  }

  /// Esc: brings back what was in force before.
  mutating func cancelFilter() {
    filter.isEditing = false
    setFilter(filter.before)
  }

  mutating func toggleFilter() {
    guard !filter.applied.isEmpty else {
      message = Message(.info, "There is no filter to switch; f makes one.")
      return
    }
    filter.isOn.toggle()
    rows.setQuery(filter.isOn ? try? Query(filter.applied) : nil)
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
      let query = try Query(filter.field.text)
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
    setFilter(filter.applied == query ? "" : query)
  }

  mutating func facetExclude() {
    guard let type = facets.selected else { return }
    let term = "-" + FacetsState.query(type: type)
    setFilter(filter.applied.isEmpty ? term : filter.applied + " " + term)
  }
}
