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

    // What is typed has at least a third of the row, and what hides events has what it needs.
    let saysOnlyMarked = filter.field.text.isEmpty && !filter.isEditing && model.showsOnlyMarked
    let least = saysOnlyMarked ? DisplayWidth.of(onlyMarked) + 1 : max(12, rect.width / 3)
    let facts = self.facts(room: rect.maxX - 1 - x - least - 1)
    let right = rect.maxX - 1 - DisplayWidth.of(facts.map(\.text).joined())
    canvas.draw(facts, x: right, y: rect.y)
    let room = max(4, right - 2 - x)

    if saysOnlyMarked {
      canvas.draw(onlyMarked, x: x, y: rect.y, width: room, role: .messageWarn)
      return
    }
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
      filter.field.text, x: x, y: rect.y, width: room,
      role: filter.field.isProposal ? .formFocused : filter.isOn ? .text : .textDim,
      ellipsis: !filter.isEditing, scroll: scroll)
    if filter.isEditing { canvas.cursor = Point(x: min(rect.maxX - 1, x + before - scroll), y: rect.y) }
  }

  /// What else hides events, and how they come back.
  private var onlyMarked: String { "Only marked — \(model.key(.onlyMarked)) shows all" }

  /// Something that is said at the right.
  private struct Fact {
    var spans: [TextSpan]
    /// The highest goes first where there is no room for all.
    var rank: Int
  }

  /// What stands at the right, as much as there is room for.
  private func facts(room: Int) -> [TextSpan] {
    var facts = self.facts
    func spans() -> [TextSpan] { Array(facts.map(\.spans).joined(separator: [TextSpan("  ")])) }
    while DisplayWidth.of(spans().map(\.text).joined()) > room,
      let least = facts.indices.max(by: { facts[$0].rank < facts[$1].rank })
    { facts.remove(at: least) }
    return spans()
  }

  /// Language and state, errors, the counter, and what was deleted.
  private var facts: [Fact] {
    var facts: [Fact] = []
    func say(_ text: String, _ role: StyleRole, rank: Int) {
      if !text.isEmpty { facts.append(Fact(spans: [TextSpan(text, role)], rank: rank)) }
    }
    if filter.field.isProposal {
      say("not in force", .textDim, rank: 3)
    } else if filter.reading.verdict != .empty, model.size.width >= 70 {
      let place = filter.reading.problem.map { ", column \($0.column)" } ?? ""
      let language = TextSpan("\(filter.reading.language.rawValue) ", .textDim)
      facts.append(Fact(spans: [language, TextSpan(filter.word + place, filter.role)], rank: 3))
    }
    if model.rows.errors.events > 0, filter.isOn {
      let errors = Shown.plural(model.rows.errors.events, "error")
      say("\(errors) · \(model.key(.why))", .eventWarning, rank: 1)
    }
    if model.showsOnlyMarked, !filter.field.text.isEmpty || filter.isEditing {
      say(onlyMarked, .messageWarn, rank: 1)
    }
    say(counter, filter.showsPrevious ? .textDim : .text, rank: 0)
    let deleted = model.rows.removed.count
    if deleted > 0 { say("\(Shown.count(deleted)) deleted", .textDim, rank: 2) }
    if model.size.width >= 140, !model.savedFilters.isEmpty {
      say(
        "saved: \(model.savedFilters.prefix(3).map(\.name).joined(separator: ", "))", .textDim, rank: 4)
    }
    return facts
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
    let total = model.received
    let kept = UInt64(rows.total + rows.removed.count)
    return kept < total && !model.isPaused ? "\(Shown.count(kept)) kept of \(Shown.count(total))" : ""
  }
}
