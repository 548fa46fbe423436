/// The filters that are kept under names: one is chosen, removed or given another name.
struct SavedFilters: Layer {
  private(set) var cursor = 0

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .removeFilter, .renameFilter, .undo, .back] }

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .undo, model.history.past.last?.subject != .savedFilters else { return nil }
    return "No filter was removed, renamed or kept last."
  }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      cursor = move.applied(to: cursor, page: 10, count: model.savedFilters.count)
      return []
    }
    guard model.savedFilters.indices.contains(cursor) else { return nil }
    let filter = model.savedFilters[cursor]
    switch command {
    case .open:
      model.closeOverlay()
      if model.filter.isEditing { model.cancelFilter() }
      model.setFilter(filter.text)
    case .removeFilter:
      model.remember("removing the filter \(filter.name)", about: .savedFilters)
      model.savedFilters.remove(at: cursor)
      model.message = Message(.ok, "Removed the filter \(filter.name); \(model.key(.undo)) takes it back.")
      if model.savedFilters.isEmpty { model.closeOverlay() }
    case .renameFilter: rename(filter, in: &model)
    case .savedFilters: model.closeOverlay()
    default: return nil
    }
    return []
  }

  private func rename(_ filter: SavedFilter, in model: inout Model) {
    model.ask(
      Prompt.asking("New name:", name: "filter's name", proposal: filter.name) { text, model in
        let name = text.trimmingCharacters
        guard !name.isEmpty else { return .refused("A filter needs a name.") }
        guard let index = model.savedFilters.firstIndex(of: filter), name != filter.name else {
          return .done([])
        }
        guard !model.savedFilters.contains(where: { $0.name == name }) else {
          return .refused("There is a filter \(name) already.")
        }
        model.remember("renaming the filter \(filter.name)", about: .savedFilters)
        model.savedFilters[index].name = name
        return .done([])
      })
  }

  mutating func settle(in model: inout Model, _ rect: Rect) {
    cursor = max(0, min(cursor, model.savedFilters.count - 1))
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let items = model.savedFilters.map { Menu.Item($0.name, detail: $0.text) }
    MenuView(menu: Menu(title: "Filters", items: items, cursor: cursor)).draw(into: &canvas, rect)
  }
}

extension Scope {
  public static let savedFilters = Scope("saved-filters", title: "In the menu of filters")
}

extension SavedFilters {
  static let scope = Scope.savedFilters

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open, title: "Choose", help: "Put the filter in force"),
      KeyBinding(scope, "d", .removeFilter),
      KeyBinding(scope, "Delete", .removeFilter),
      KeyBinding(scope, "e", .renameFilter),
      KeyBinding(scope, "u", .undo),
      KeyBinding(scope, "S", .savedFilters, title: "Back", help: "Leave the menu"),
    ] + KeyBinding.leaving(scope, help: "Leave the menu")
}

extension Model {
  /// What the world has to keep and to forget where other filters were kept before.
  func changes(from before: [SavedFilter]) -> [Effect] {
    guard savedFilters != before else { return [] }
    let gone = before.filter { filter in !savedFilters.contains { $0.name == filter.name } }
    return gone.map { .forgetFilter(name: $0.name) }
      + savedFilters.filter { !before.contains($0) }.map { .keepFilter(name: $0.name, text: $0.text) }
  }
}
