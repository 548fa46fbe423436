import InspectorCore

/// What is done to events: marking, deleting, clearing, and taking it back.
struct EventCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "m", .mark),
    KeyBinding(scope, "M", .onlyMarked),
    KeyBinding(scope, "U", .unmarkAll),
    KeyBinding(scope, "'", .nextMark),
    KeyBinding(scope, "d", .delete),
    KeyBinding(scope, "Delete", .delete),
    KeyBinding(scope, "X", .clear),
    KeyBinding(scope, "u", .undo),
    KeyBinding(scope, "Ctrl-R", .redo),
  ]

  func title(of command: Command, in model: Model) -> String? {
    switch command {
    case .mark where model.selected.map { model.marks.contains($0.number) } == true: "Unmark"
    case .onlyMarked where model.showsOnlyMarked: "All events"
    default: nil
    }
  }

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .mark where model.selected == nil: "There is no event to mark."
    case .delete where model.selected == nil: "There is no event to delete."
    case .onlyMarked where model.marks.isEmpty && !model.showsOnlyMarked,
      .unmarkAll where model.marks.isEmpty,
      .nextMark where model.marks.isEmpty:
      "No event is marked; \(model.key(.mark)) marks one."
    case .clear where model.rows.total <= 0: "There are no events to clear."
    case .undo where model.history.past.isEmpty && !model.isComposing: "There is nothing to take back."
    case .redo where model.history.future.isEmpty: "There is nothing to do again."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .mark: mark(in: &model)
    case .onlyMarked:
      model.remember(model.showsOnlyMarked ? "showing all events" : "showing only marked events")
      model.showsOnlyMarked.toggle()
      model.applyChoices()
    case .unmarkAll:
      model.remember("unmarking \(Shown.plural(model.marks.count, "event"))", about: .events)
      model.message = Message(.ok, "Unmarked \(Shown.plural(model.marks.count, "event")).")
      model.marks = []
      model.showsOnlyMarked = false
      model.applyChoices()
    case .nextMark: goToNextMark(in: &model)
    case .delete: delete(in: &model)
    case .clear: model.open(clearMenu(model))
    case .undo: model.undo()
    case .redo: model.redo()
    default: return nil
    }
    return []
  }

  /// Marks the event under the cursor, or unmarks it, and goes on to the next.
  private func mark(in model: inout Model) {
    guard let number = model.selected?.number else { return }
    model.remember(
      model.marks.contains(number) ? "unmarking an event" : "marking an event", about: .events)
    if model.marks.remove(number) == nil { model.marks.insert(number) }
    if model.showsOnlyMarked { model.applyChoices() }
    if model.focus == .list, model.rows.place(of: number) < model.rows.count - 1 {
      model.list.move(by: 1, in: model.rows)
    }
  }

  private func goToNextMark(in model: inout Model) {
    let places = model.marks.filter { model.shown.contains($0) && model.isRow($0) }
      .map { model.rows.place(of: $0) }.sorted()
    let here = model.list.cursor.map { model.rows.place(of: $0) } ?? -1
    guard let place = places.first(where: { $0 > here }) ?? places.first else {
      model.message = Message(.warning, "The marked events are not in the list now.")
      return
    }
    model.list.go(to: place, in: model.rows)
    if let index = places.firstIndex(of: place) {
      model.message = Message(.info, "Mark \(index + 1) of \(places.count).")
    }
  }

  private func delete(in model: inout Model) {
    guard let number = model.selected?.number else { return }
    model.remember("deleting an event", about: .events)
    let place = model.rows.place(of: number)
    // The row that takes its place has the cursor, whatever comes.
    let isLast = place == model.rows.count - 1
    if !isLast || place > 0 {
      model.list.stay(on: model.rows.number(at: isLast ? place - 1 : place + 1))
    }
    model.removed.insert(number)
    model.marks.remove(number)
    model.applyChoices()
    model.message = Message(.ok, "Deleted 1 event from the list; \(model.key(.undo)) takes it back.")
  }

  private func clearMenu(_ model: Model) -> Menu {
    let count = model.rows.total
    let hidden = model.rows.hidden > 0 ? ", hidden ones too" : ""
    let clear = Menu.Item("Clear them all") { model in
      model.remember("clearing \(Shown.plural(count, "event"))", about: .clearing(count))
      model.isPaused = false
      model.shown = model.live
      model.clearedBefore = model.live.next
      model.marks = []
      model.showsOnlyMarked = false
      model.applyChoices()
      model.list = EventListState()
      model.message = Message(
        .ok,
        "Cleared \(Shown.plural(count, "event")); \(model.key(.undo)) takes it back for \(Clearing.seconds) s, "
          + "then their memory is free.")
      return []
    }
    return Menu(title: "Clear \(Shown.plural(count, "event"))\(hidden)?", items: [.cancel, clear])
  }
}

extension Model {
  /// Whether an entry has a row just now.
  func isRow(_ number: UInt64) -> Bool {
    let place = rows.place(of: number)
    return place < rows.count && rows.number(at: place) == number
  }
}
