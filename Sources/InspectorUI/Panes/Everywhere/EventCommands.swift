/// What is done to the events that are kept.
struct EventCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "X", .clear)
  ]

  func reason(against command: Command, in model: Model) -> String? {
    command == .clear && model.live.count == 0 ? "There are no events to clear." : nil
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    guard command == .clear else { return nil }
    let hidden = model.rows.hidden > 0 ? ", the hidden ones too" : ""
    let clear = Menu.Item("Clear them all") { model in
      model.isPaused = false
      model.message = Message(.ok, "Cleared \(Shown.plural(model.live.count, "event")).")
      model.list = EventListState()
      return [.clearStore]
    }
    model.open(
      Menu(title: "Clear \(Shown.plural(model.live.count, "event"))\(hidden)?", items: [.cancel, clear]))
    return []
  }
}
