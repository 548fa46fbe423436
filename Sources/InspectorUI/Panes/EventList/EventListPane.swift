import InspectorCore

/// The list of events.
struct EventListPane: Pane {
  let id = PaneID.list

  /// Rows for events in a rectangle; one more is the header's where there is room.
  static func rowCount(in rect: Rect) -> Int { max(1, rect.height - (rect.height > 6 ? 1 : 0)) }

  func footer(_ model: Model) -> [Command] {
    if model.isUnused {
      return [.listen, .compose, .filter, .load, .demo, .palette, .themes, .close, .help]
    }
    return (model.showsOnlyMarked ? [.onlyMarked] : []) + [
      .open, .nextPane, .filter, .toggleFilter, .search, .mark, .compose, .edit, .resend, .pause, .sort,
      .facets, .timeline, .export, .palette, .layout, .undo, .themes, .close, .help,
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
      model.list.isTouched = true
    case .scrollLeft: model.list.scroll = max(0, model.list.scroll - 8)
    case .scrollRight: model.list.scroll = min(400, model.list.scroll + 8)
    case .search: model.ask(searchPrompt(model))
    case .nextMatch, .previousMatch: goToMatch(forward: command == .nextMatch, in: &model)
    case .sort: model.open(Sorting.menu(model))
    case .follow:
      model.list.follows.toggle()
      model.message = Message(
        .info,
        model.list.follows
          ? "Following new events."
          : "Staying here; \(model.key(.follow, in: .list)) or \(model.keyToFollow) follows again.")
    default: return nil
    }
    return []
  }

  func reason(against command: Command, in model: Model) -> String? {
    if command == .open, model.selected == nil { return "There is no event to open." }
    guard command == .nextMatch || command == .previousMatch, model.listSearch == nil else { return nil }
    return
      "Nothing is searched for; \(model.key(.search, in: .list)) searches. (\(model.key(.compose)) composes a new event.)"
  }

  private func searchPrompt(_ model: Model) -> Prompt {
    let (before, origin) = (model.listSearch, model.list)
    var prompt = Prompt(title: "/", name: "search in list") { text, model in
      model.listSearch = ListSearch(text)
      guard model.listSearch != nil else { return [] }
      model.list = origin
      model.listSearch?.extend(model.rows, model.shown, now: model.now)
      // A row that has it stays; else the next one.
      let place = model.list.cursor.map { model.rows.place(of: $0) } ?? 0
      if let match = model.listSearch?.match(from: place - 1, forward: true, in: model.rows) {
        model.list.go(to: match, in: model.rows)
        model.detail.seek(text)
      } else if let search = model.listSearch, search.isComplete(for: model.rows) {
        model.message = Message(.info, search.counter(at: nil, in: model.rows) + ".")
      }
      return []
    }
    prompt.changed = { text, model in model.listSearch = ListSearch(text) }
    prompt.cancelled = { model in model.listSearch = before }
    prompt.other = .asFilter
    return prompt
  }

  private func goToMatch(forward: Bool, in model: inout Model) {
    let place = model.list.cursor.map { model.rows.place(of: $0) } ?? 0
    guard let match = model.listSearch?.match(from: place, forward: forward, in: model.rows) else { return }
    let wraps = forward ? match <= place : match >= place
    model.list.go(to: match, in: model.rows)
    model.detail.seek(model.listSearch?.text ?? "")
    if wraps {
      model.message = Message(
        .info, "Round the end. " + (model.listSearch?.counter(at: match, in: model.rows) ?? ""))
    }
  }

  func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? {
    switch mouse.kind {
    case .wheelUp, .wheelDown: model.list.move(by: mouse.kind == .wheelUp ? -3 : 3, in: model.rows)
    case .press(.left):
      let row = mouse.point.y - rect.maxY + Self.rowCount(in: rect)
      if row < 0 {
        let columns = Column.layout(width: rect.width, model.columns)
        let under = columns.last { $0.x <= mouse.point.x - rect.x }?.column
        if let under, under != .mark { Sorting.sort(by: under, in: &model) }
      } else {
        model.list.go(to: model.rows.place(of: model.list.top) + row, in: model.rows)
      }
    default: return nil
    }
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    if !rect.isEmpty { model.list.settle(in: model.rows, height: Self.rowCount(in: rect)) }
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    guard !model.isUnused else { return }
    let rowCount = Self.rowCount(in: rect)
    EventListView(model: model, rows: rowCount).draw(into: &canvas, rect)
    if let pattern = model.listSearch.flatMap({ SearchPattern($0.text) }) {
      canvas.highlight(pattern, in: rect.split(bottom: rowCount).1, role: .searchMatch)
    }
  }
}

extension Model {
  /// The key that goes to where new rows come.
  var keyToFollow: String { key(rows.newestIsFirst ? .first : .last, in: .list) }
}
