import InspectorCore

/// The second row: the filter, what it is worth, its language, and how much it lets through.
struct FilterView {
  let model: Model

  private var filter: FilterState { model.filter }

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .text)
    var x = rect.x + 1
    x += canvas.draw("Filter", x: x, y: rect.y, role: filter.isEditing ? .textStrong : .textDim) + 1
    x += canvas.draw(filter.glyph, x: x, y: rect.y, role: filter.role) + 1

    let facts = self.facts
    // What is typed has at least a third of the row.
    let factsWidth = facts.reduce(0) { $0 + DisplayWidth.of($1.text) }
    let hasRoom = rect.maxX - 1 - factsWidth > x + max(12, rect.width / 3)
    let right = hasRoom ? rect.maxX - 1 - factsWidth : rect.maxX
    if hasRoom { canvas.draw(facts, x: right, y: rect.y) }
    let room = max(4, right - (hasRoom ? 2 : 0) - x)

    if filter.field.text.isEmpty {
      let hint =
        filter.isEditing
        ? "type:com.example.*  is:invalid  \"a phrase\"  or CESQL: type LIKE 'com.%'"
        : "\(model.key(.filter)) to filter, e.g. type:com.example.*"
      canvas.draw(hint, x: x + (filter.isEditing ? 1 : 0), y: rect.y, width: room, role: .textDim)
      if filter.isEditing { canvas.cursor = Point(x: x, y: rect.y) }
      return
    }
    // The text scrolls so that the cursor stays in view, with the end visible as long as it fits.
    let before = DisplayWidth.of(String(filter.field.head), profile: canvas.widths.forText)
    let scroll = filter.isEditing ? max(0, before - room + 1) : 0
    canvas.draw(
      filter.field.text, x: x, y: rect.y, width: room, role: filter.isOn ? .text : .textDim,
      ellipsis: !filter.isEditing, scroll: scroll)
    if filter.isEditing { canvas.cursor = Point(x: min(rect.maxX - 1, x + before - scroll), y: rect.y) }
  }

  /// What stands at the right: language and state, errors, and the counter, as much as there is room for.
  private var facts: [TextSpan] {
    var spans: [TextSpan] = []
    if filter.reading.verdict != .empty, model.size.width >= 70 {
      let place = filter.reading.problem.map { ", column \($0.column)" } ?? ""
      spans.append(TextSpan("\(filter.reading.language.rawValue) ", .textDim))
      spans.append(TextSpan(filter.word + place, filter.role))
    }
    if model.rows.errors.events > 0, filter.isOn {
      spans.append(
        TextSpan((spans.isEmpty ? "" : "  ") + Shown.plural(model.rows.errors.events, "error"), .eventWarning)
      )
    }
    let counter = self.counter
    if !counter.isEmpty {
      spans.append(TextSpan((spans.isEmpty ? "" : "  ") + counter, filter.showsPrevious ? .textDim : .text))
    }
    if model.size.width >= 140, !model.savedFilters.isEmpty {
      let names = model.savedFilters.prefix(3).map(\.name).joined(separator: ", ")
      spans.append(TextSpan("  saved: \(names)", .textDim))
    }
    return spans
  }

  /// `214 of 1,284`, and how much is done where it takes long.
  private var counter: String {
    let rows = model.rows
    if !rows.isComplete {
      return "\(Shown.count(rows.count)) of \(Shown.count(rows.total)) · \(rows.progress) %"
    }
    if rows.condition != nil || model.showsOnlyMarked {
      return "\(Shown.count(rows.count)) of \(Shown.count(rows.total))"
    }
    if !filter.applied.isEmpty, !filter.isOn { return Shown.count(rows.count) }
    let total = model.live.counters.entries
    let kept = UInt64(model.shown.count)
    return kept < total && !model.isPaused ? "\(Shown.count(kept)) kept of \(Shown.count(total))" : ""
  }
}
