import InspectorCore

/// The events that belong together with one, as trees, each with its place in time.
struct Related: Layer {
  private let rows: [Row]
  private var cursor: Int
  private var top = 0

  private enum Row: Sendable {
    case title(String)
    case member(RelatedEvents.Member, isLast: Bool, since: Duration, place: Double)
    case space
  }

  init(groups: [RelatedEvents], of number: UInt64) {
    var rows: [Row] = []
    for group in groups {
      let start = group.members.map(\.received).min() ?? WallTime(nanoseconds: 0)
      let length = group.members.map { $0.received.since(start) }.max() ?? .zero
      if !rows.isEmpty { rows.append(.space) }
      rows.append(
        .title(
          "\(group.title) · \(Shown.plural(group.members.count, "event")) over \(Shown.duration(length))"))
      for (index, member) in group.members.enumerated() {
        let since = member.received.since(start)
        rows.append(
          .member(
            member, isLast: index == group.members.count - 1, since: since,
            place: length > .zero ? since / length : 0))
      }
    }
    self.rows = rows
    cursor =
      rows.firstIndex { if case .member(let member, _, _, _) = $0 { member.number == number } else { false } }
      ?? 1
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .mark, .down, .up, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      var place = move.applied(to: cursor, page: Layout(model).body.height - 2, count: rows.count)
      let step = place >= cursor ? 1 : -1
      while rows.indices.contains(place), member(at: place) == nil { place += step }
      if rows.indices.contains(place) { cursor = place }
      return []
    }
    guard let member = member(at: cursor) else { return nil }
    switch command {
    case .open:
      model.closeOverlay()
      if model.isRow(member.number) {
        model.list.go(toEntry: member.number, in: model.rows)
        model.list.follows = false
      } else {
        model.message = Message(
          .warning, "The list hides this event; \(model.key(.toggleFilter)) switches the filter off.")
      }
    case .mark:
      model.remember("marking an event", about: .events)
      if model.marks.remove(member.number) == nil { model.marks.insert(member.number) }
    default: return nil
    }
    return []
  }

  mutating func settle(in model: inout Model, _ rect: Rect) {
    let height = max(1, rect.height - 2)
    top = max(0, min(max(top, cursor - height + 1), cursor <= 1 ? 0 : cursor))
  }

  private func member(at index: Int) -> RelatedEvents.Member? {
    if case .member(let member, _, _, _) = rows[index] { member } else { nil }
  }

  /// Columns of the timeline at the right.
  private static let timeline = 24

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let box = Rect(x: 0, y: 0, width: min(rect.width, 132), height: min(rect.height, rows.count + 2))
      .centered(in: rect)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: "Related events")
    let inside = box.inset(dx: 1, dy: 1)
    for row in 0..<inside.height where top + row < rows.count {
      draw(rows[top + row], isSelected: top + row == cursor, model, &canvas, inside, y: inside.y + row)
    }
  }

  private func draw(
    _ row: Row, isSelected: Bool, _ model: Model, _ canvas: inout Canvas, _ rect: Rect, y: Int
  ) {
    switch row {
    case .space: break
    case .title(let text):
      canvas.draw(text, x: rect.x + 1, y: y, width: rect.width - 2, role: .dialog, overlay: .borderFocused)
    case .member(let member, let isLast, let since, let place):
      let overlay: StyleRole? = isSelected ? .listSelected : nil
      let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
      if isSelected { canvas.overlay(line, role: .listSelected) }
      let branch = String(repeating: "  ", count: member.depth) + (isLast ? "└ " : "├ ")
      let mark = model.marks.contains(member.number) ? "●" : member.isValid ? " " : "✗"
      let hasTimeline = rect.width >= 70
      let right = hasTimeline ? rect.maxX - Self.timeline - 11 : rect.maxX
      let spans = [
        TextSpan(" \(branch)\(mark) ", .dialog, overlay: overlay ?? .textDim),
        TextSpan(
          Shown.time(member.received, offset: model.utcOffset) + " ", .dialog, overlay: overlay ?? .textDim),
        TextSpan(member.type, .dialog, overlay: overlay),
        TextSpan("  \(member.source)", .dialog, overlay: overlay ?? .textDim),
      ]
      canvas.draw(spans, x: rect.x, y: y, width: right - rect.x)
      guard hasTimeline else { return }
      canvas.draw(
        "+\(Shown.duration(since))", x: right, y: y, width: 9, role: .dialog, overlay: overlay ?? .textDim,
        align: .right)
      let start = right + 10
      canvas.draw(
        String(repeating: "─", count: Self.timeline), x: start, y: y, width: Self.timeline, role: .dialog,
        overlay: overlay ?? .chartAxis)
      canvas.draw(
        "●", x: start + Int(place * Double(Self.timeline - 1)), y: y, width: 1, role: .dialog,
        overlay: overlay ?? .chartBar)
    }
  }
}

extension Scope {
  public static let related = Scope("related", title: "Among related events")
}

extension Related {
  static let scope = Scope.related

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open, title: "Go to it", help: "Go to this event in the list"),
      KeyBinding(scope, "m", .mark),
      KeyBinding(scope, "Esc", .back, title: "Close", help: "Close it"),
      KeyBinding(scope, "q", .back, title: "Close", help: "Close it"),
    ]
}
