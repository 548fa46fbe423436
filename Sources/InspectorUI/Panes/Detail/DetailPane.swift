import InspectorCore

/// The detail of the event under the cursor.
struct DetailPane: Pane {
  let id = PaneID.detail

  func footer(_ model: Model) -> [Command] {
    [.zoom, .nextTab, .nextEvent, .previousEvent, .reveal, .edit, .resend, .filter, .close, .help]
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      let page = Self.lineCount(in: Layout(model).detail)
      let count = model.detail.lines.count
      model.detail.top =
        move == .last ? count - page : move.applied(to: model.detail.top, page: page, count: count)
      return []
    }
    switch command {
    case .scrollLeft: model.detail.scroll = max(0, model.detail.scroll - 8)
    case .scrollRight: model.detail.scroll += 8
    case .nextEvent: model.list.move(by: 1, in: model.rows)
    case .previousEvent: model.list.move(by: -1, in: model.rows)
    case .reveal: model.detail.revealsSecrets.toggle()
    default: return nil
    }
    return []
  }

  func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? {
    switch mouse.kind {
    case .wheelUp: model.detail.top -= 3
    case .wheelDown: model.detail.top += 3
    default: return nil
    }
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    model.detail.settle(
      rect.isEmpty ? nil : model.selected, width: rect.width, height: Self.lineCount(in: rect),
      now: model.now,
      utcOffset: model.utcOffset, keepsSecrets: model.keepsSecrets, rules: model.rules)
  }

  /// Lines in a rectangle, under the row of tabs.
  static func lineCount(in rect: Rect) -> Int { max(1, rect.height - 1) }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    guard model.live.counters.entries > 0 else { return }
    DetailView(model: model, isUnderList: !Layout(model).isSideBySide).draw(into: &canvas, rect)
  }
}
