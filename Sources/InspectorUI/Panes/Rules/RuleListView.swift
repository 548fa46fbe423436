import InspectorCore

/// The rules in a box: two lines for each, and what went wrong beneath the one under the cursor.
struct RuleListView {
  let list: RuleList
  let model: Model

  func draw(into canvas: inout Canvas, _ body: Rect) {
    let rules = list.rules
    let width = min(body.width, 76)
    let wrong = (model.rulesProblem.map { $0.wrapped(to: width - 5) } ?? []).prefix(
      body.height / 2)
    let height = min(body.height, max(5, rules.count * 2 + 5) + wrong.count)
    let box = Rect(x: 0, y: 0, width: width, height: height).centered(in: body)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: title)
    var inside = box.inset(dx: 1, dy: 1)
    for (row, line) in wrong.enumerated() {
      canvas.draw(
        (row == 0 ? " ✗ " : "   ") + line, x: inside.x, y: inside.y + row, width: inside.width, role: .dialog,
        overlay: .eventInvalid)
    }
    (_, inside) = inside.split(top: wrong.count)
    guard !rules.isEmpty else {
      let lines = "There are no rules. eventscope --rules FILE reads some.".wrapped(to: inside.width - 2)
      for (row, line) in lines.prefix(inside.height).enumerated() {
        canvas.draw(" " + line, x: inside.x, y: inside.y + row, width: inside.width, role: .dialog)
      }
      return
    }
    // The last line is for what went wrong.
    let room = max(1, (inside.height - 1) / 2)
    let top = max(0, list.cursor - room + 1)
    for row in 0..<room where top + row < rules.count {
      let rect = Rect(x: inside.x, y: inside.y + row * 2, width: inside.width, height: 2)
      draw(rules[top + row], at: top + row, into: &canvas, rect)
    }
    let problem = rules[list.cursor].counts.lastProblem
    if let problem, inside.height > 2 {
      canvas.draw(
        " Last problem: \(problem)", x: inside.x, y: inside.maxY - 1, width: inside.width, role: .dialog,
        overlay: .eventWarning)
    }
  }

  private var title: String {
    guard let dryRun = list.dryRun else { return "Rules" }
    return "Rules, tried on \(Shown.plural(dryRun.events, "event"))\(dryRun.isComplete ? "" : "…")"
  }

  private func draw(_ rule: RuleSummary, at index: Int, into canvas: inout Canvas, _ rect: Rect) {
    let isSelected = index == list.cursor
    let role: StyleRole = rule.isEnabled ? .dialog : .textDim
    if isSelected { canvas.overlay(rect, role: .listSelected) }
    let numbers = self.numbers(of: rule, at: index)
    let numbersWidth = DisplayWidth.of(numbers)
    // Where name and numbers do not fit beside each other, the name has its row and the numbers stand under it.
    let isUnder = 6 + min(16, DisplayWidth.of(rule.name, upTo: 16)) + numbersWidth > rect.width
    func width(_ row: Int) -> Int {
      (row == 1) == isUnder ? max(0, rect.width - numbersWidth - 2) : rect.width - 1
    }
    canvas.drawOnDialog(
      "\(isSelected ? ">" : " ") \(rule.isEnabled ? "✓" : "·") \(rule.name)", x: rect.x, y: rect.y,
      width: width(0), role: role, isSelected: isSelected)
    let condition = rule.condition.isEmpty ? "all events" : rule.condition
    // A few letters of it would say nothing.
    if width(1) >= 14 {
      canvas.drawOnDialog(
        "    \(condition) → \(rule.actions.joined(separator: ", "))", x: rect.x, y: rect.y + 1,
        width: width(1), role: .textDim, isSelected: isSelected)
    }
    canvas.drawOnDialog(
      numbers, x: rect.x, y: rect.y + (isUnder ? 1 : 0), width: rect.width - 1, role: role,
      isSelected: isSelected, align: .right)
  }

  /// What it matched, what became of its work, and what it would match.
  private func numbers(of rule: RuleSummary, at index: Int) -> String {
    let counts = rule.counts
    let rate = rule.rates.perSecond(at: model.now)
    var parts = [Shown.plural(Int(clamping: counts.hits), "hit")]
    if rate > 0 { parts.append("\((rate * 10).rounded() / 10)/s") }
    if counts.failed > 0 { parts.append("\(Shown.count(Int(clamping: counts.failed))) failed") }
    if counts.lost > 0 { parts.append("\(Shown.count(Int(clamping: counts.lost))) lost") }
    if !rule.isEnabled { parts.append("off") }
    if let dryRun = list.dryRun, dryRun.counts.indices.contains(index) {
      parts.append("would match \(Shown.count(dryRun.counts[index]))")
    }
    return parts.joined(separator: " · ")
  }
}
