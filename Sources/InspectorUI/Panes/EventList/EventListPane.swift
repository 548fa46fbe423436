import InspectorCore

/// The list of events.
struct EventListPane: Pane {
  let id = PaneID.list

  /// Rows for events in a rectangle; one more is the header's where there is room.
  static func rowCount(in rect: Rect) -> Int { max(1, rect.height - (rect.height > 3 ? 1 : 0)) }

  func footer(_ model: Model) -> [Command] {
    if model.live.counters.entries == 0 { return [.compose, .filter, .themes, .close, .help] }
    return [.open, .nextPane, .filter, .toggleFilter] + [
      .compose, .edit, .resend, .pause, .facets, .themes, .close, .help,
    ]
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    let page = Self.rowCount(in: Layout(model).list)
    if let move = Move(command) {
      if model.rows.count > 0 {
        let place = model.list.cursor.map { model.rows.place(of: $0) } ?? model.rows.count - 1
        model.list.go(to: move.applied(to: place, page: page, count: model.rows.count), in: model.rows)
      }
      return []
    }
    switch command {
    case .open:
      guard model.selected != nil else { return [] }
      model.detail.isOpen = true
      model.focus = .detail
      // What is being read stays, whatever comes.
      model.list.follows = false
    case .scrollLeft: model.list.scroll = max(0, model.list.scroll - 8)
    case .scrollRight: model.list.scroll = min(400, model.list.scroll + 8)
    case .follow:
      model.list.follows.toggle()
      model.message = Message(
        .info, model.list.follows ? "Following new events." : "Staying here; F or G follows again.")
    default: return nil
    }
    return []
  }

  func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? {
    switch mouse.kind {
    case .wheelUp, .wheelDown: model.list.move(by: mouse.kind == .wheelUp ? -3 : 3, in: model.rows)
    case .press(.left):
      let row = mouse.point.y - rect.maxY + Self.rowCount(in: rect)
      if row >= 0 { model.list.go(to: model.rows.place(of: model.list.top) + row, in: model.rows) }
    default: return nil
    }
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    if !rect.isEmpty { model.list.settle(in: model.rows, height: Self.rowCount(in: rect)) }
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    guard model.live.counters.entries > 0 else { return }
    EventListView(model: model, rows: Self.rowCount(in: rect)).draw(into: &canvas, rect)
  }
}
