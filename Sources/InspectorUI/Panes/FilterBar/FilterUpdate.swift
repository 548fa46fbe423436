import CloudEvents
import InspectorCore

extension Model {
  /// Puts a filter into the field and in force, as somebody would who types it.
  public mutating func setFilter(_ text: String) {
    if text != filter.applied { remember("changing the filter") }
    filter.unfinished = nil
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
    filter.completions = []
    filter.history.rewind()
    // What is typed next is a term of its own.
    filter.field = TextField(filter.applied.isEmpty ? "" : filter.applied + " ")
    applyFilter()
    guard let text = filter.unfinished else { return }
    // What was left is no more than proposed until somebody takes it up.
    filter.field = TextField(proposing: text)
    filter.reading = FilterReading(text)
  }

  /// Enter: keeps what is in force and leaves the field; what is no filter stays in it, to be mended.
  mutating func endFilter() -> [Effect] {
    if filter.changed != nil || filter.field.isProposal { applyFilter() }
    if let problem = filter.reading.problem {
      message = Message(
        .warning,
        "That is no filter yet: column \(problem.column): \(problem.message). "
          + "\(key(.back, in: .filter)) brings back the last one.")
      return []
    }
    closeFilter()
    filter.unfinished = nil
    // The space that was left for another term goes.
    let text = filter.field.text.trimmingTrailingSpaces
    filter.field = TextField(text)
    applyFilter()
    if text != filter.before {
      let applied = filter.applied
      filter.applied = filter.before
      remember("changing the filter")
      filter.applied = applied
    }
    guard !text.isEmpty else { return [] }
    filter.history.add(text)
    return [.keepFilterHistory(filter.history.entries)]
  }

  /// Esc: brings back what was in force before.
  mutating func cancelFilter() {
    closeFilter()
    let text = filter.field.text.trimmingTrailingSpaces
    filter.unfinished = text.isEmpty || text == filter.before.trimmingTrailingSpaces ? nil : filter.field.text
    filter.field = TextField(filter.before)
    applyFilter()
  }

  private mutating func closeFilter() {
    filter.isEditing = false
    filter.completions = []
    closeOverlay()
  }

  mutating func toggleFilter() {
    filter.isOn.toggle()
    rows.setCondition(filter.isOn ? FilterReading(filter.applied).condition : nil)
  }

  /// Takes a key in the filter that is no command.
  mutating func filterKey(_ key: Key) {
    switch key.code {
    case .up:
      if let text = filter.history.older(than: filter.field.text) { replaceFilter(text) }
    case .down:
      if let text = filter.history.newer() { replaceFilter(text) }
    default:
      filter.completions = []
      let text = filter.field.text
      if filter.field.take(key), filter.field.text != text { filterTextChanged() }
    }
  }

  /// Says what the text is worth at once; what is right comes into force when the typing pauses, so that a list is not
  /// made for each letter of what is not whole yet.
  mutating func filterTextChanged() {
    filter.reading = FilterReading(filter.field.text)
    filter.changed = filter.reading.problem == nil ? now : nil
  }

  /// Puts in force what was typed, where the typing has paused.
  mutating func settleFilter() {
    guard let changed = filter.changed else { return }
    if abs(now.nanoseconds - changed.nanoseconds) >= FilterState.pause { applyFilter() }
  }

  /// When what was typed comes into force.
  var filterMoment: WallTime? {
    filter.changed.map { WallTime(nanoseconds: $0.nanoseconds + FilterState.pause) }
  }

  /// Takes what an editor has made of the filter.
  mutating func editedFilter(_ text: String) {
    replaceFilter(text.split(whereSeparator: \.isNewline).joined(separator: " "))
  }

  private mutating func replaceFilter(_ text: String) {
    filter.completions = []
    filter.field = TextField(text)
    applyFilter()
  }

  /// Puts what is typed in force where it is right; else the last right one stays.
  mutating func applyFilter() {
    filter.changed = nil
    filter.reading = FilterReading(filter.field.text)
    guard filter.reading.problem == nil else { return }
    guard
      filter.field.text != filter.applied
        || (rows.condition == nil) != (filter.reading.condition == nil || !filter.isOn)
    else { return }
    let isSame = filter.field.text.trimmingTrailingSpaces == filter.applied.trimmingTrailingSpaces
    filter.applied = filter.field.text
    // A space at the end asks nothing else: what was found stays.
    if isSame, filter.isOn, rows.condition != nil { return }
    rows.setCondition(filter.isOn ? filter.reading.condition : nil)
  }

  /// Tab: puts the next of what could stand here into the field.
  mutating func completeFilter() {
    if filter.completions.isEmpty {
      filter.completions = FilterCompletion.suggestions(
        for: filter.field.text, cursor: filter.field.cursor, types: shown.typeFacets.map(\.value),
        sources: shown.sourceFacets.map(\.value), attributes: attributeNamesSeen,
        dataPaths: filter.field.head.contains("data.") ? dataPathsSeen : [])
      filter.completion = 0
    } else {
      filter.completion = (filter.completion + 1) % filter.completions.count
    }
    guard !filter.completions.isEmpty else {
      message = Message(.info, "Nothing that was seen begins like this.")
      return
    }
    filter.field = TextField(filter.completions[filter.completion])
    applyFilter()
  }

  /// The paths to members of JSON data in the newest events, as a query asks for them.
  var dataPathsSeen: [String] {
    var paths: Set<String> = []
    for number in shown.numbers.suffix(20) {
      guard let event = shown[number].event, event.contentType?.isJSON == true, let data = event.data,
        data.bytes.count <= 64 << 10, data.bytes.withUnsafeBytes({ JSONScanner.isValid($0) })
      else { continue }
      let content = JSONContent(data.bytes)
      for index in 0..<min(content.count, 200) { content.queryPath(at: index).map { _ = paths.insert($0) } }
    }
    return paths.sorted()
  }

  /// The names of attributes in the newest events on the screen: what an expression can be about.
  var attributeNamesSeen: [String] {
    var names: Set<String> = []
    for number in shown.numbers.suffix(50) {
      shown[number].event?.attributes.forEach { names.insert($0.name.rawValue) }
    }
    return names.sorted()
  }

  // MARK: Others write the filter

  /// Adds a term that must hold, or must not; the other terms stay. The term is a query's.
  mutating func addTerm(_ term: String, isNegated: Bool) {
    let added = FilterTerms.adding(term, isNegated: isNegated, to: filter.applied)
    guard let added else {
      message = Message(
        .warning, "The filter is CESQL, which cannot ask for \(term); \(key(.clearFilter)) clears it.")
      return
    }
    setFilter(added)
    if filter.reading.problem != nil { restoreFilterText() }
  }

  /// Puts the text that is in force back into the field.
  mutating func restoreFilterText() {
    filter.field = TextField(filter.applied)
    applyFilter()
  }
}

extension String {
  var trimmingTrailingSpaces: String { String(reversed().drop { $0 == " " }.reversed()) }
}
