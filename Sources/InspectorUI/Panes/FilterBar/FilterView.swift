import InspectorCore

/// The second row: the filter, what it is worth, and how much it lets through.
struct FilterView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    let filter = model.filter
    canvas.fill(rect, role: .text)
    var x = rect.x + 1
    x += canvas.draw("Filter", x: x, y: rect.y, role: filter.isEditing ? .textStrong : .textDim) + 1
    x += canvas.draw(filter.status.glyph, x: x, y: rect.y, role: filter.status.role) + 1

    let counter = self.counter
    let right = rect.maxX - 1 - DisplayWidth.of(counter)
    let hasRoom = right > x + 12
    if hasRoom { canvas.draw(counter, x: right, y: rect.y, role: counterRole) }
    let room = max(4, (hasRoom ? right - 1 : rect.maxX) - x)

    if filter.field.text.isEmpty {
      let key = model.key(.filter)
      let hint =
        filter.isEditing
        ? "type:com.example.*  is:invalid  \"a phrase\"  Tab completes"
        : "\(key) to filter, e.g. type:com.example.*"
      canvas.draw(hint, x: x + (filter.isEditing ? 1 : 0), y: rect.y, width: room, role: .textDim)
      if filter.isEditing { canvas.cursor = Point(x: x, y: rect.y) }
      return
    }
    // The text scrolls so that the cursor stays in view, with the end visible as long as it fits.
    let before = DisplayWidth.of(String(filter.field.head))
    let scroll = filter.isEditing ? max(0, before - room + 2) : 0
    let role: StyleRole = filter.isOn ? .text : .textDim
    let used = canvas.draw(
      filter.field.text, x: x, y: rect.y, width: room, role: role, ellipsis: !filter.isEditing, scroll: scroll
    )
    if filter.isEditing { canvas.cursor = Point(x: min(rect.maxX - 1, x + before - scroll), y: rect.y) }
    guard let problem = filter.problem else { return }
    let left = x + used + 2
    let text =
      problem.isIncomplete
      ? "incomplete: expected \(problem.expected)" : "column \(problem.offset + 1): \(problem.message)"
    if left + 8 < x + room {
      canvas.draw(text, x: left, y: rect.y, width: x + room - left, role: filter.status.role)
    }
  }

  private var counterRole: StyleRole {
    model.filter.problem == nil && model.filter.isOn ? .text : .textDim
  }

  /// `214 of 1,284`, and why where it is not what is typed.
  private var counter: String {
    guard !model.filter.applied.isEmpty || model.filter.problem != nil else {
      let total = model.live.counters.entries
      let kept = UInt64(model.shown.count)
      return kept < total && !model.isPaused ? "\(Shown.count(kept)) kept of \(Shown.count(total))" : ""
    }
    if !model.filter.isOn { return "filter off · \(Shown.count(model.shown.count))" }
    var text = "\(Shown.count(model.rows.count)) of \(Shown.count(model.shown.count))"
    if !model.rows.isComplete {
      text += " …"
    } else if model.filter.problem != nil {
      text = "showing previous · " + text
    } else if model.size.width >= 80 {
      text += " · \(Shown.count(model.rows.hidden)) hidden"
    }
    return text
  }
}
