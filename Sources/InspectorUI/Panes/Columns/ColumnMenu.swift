/// The columns of the list: which of them are shown, and in which order.
struct ColumnMenu: Layer {
  /// Those that are shown, from left to right, with those that are not between and behind them.
  private(set) var listed: [Column]
  private(set) var cursor = 0

  init(_ model: Model) {
    listed = model.columns + Column.choices.filter { !model.columns.contains($0) }
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] {
    [.open, .columnLeft, .columnRight, .addColumn, .resetColumns, .back]
  }

  func title(of command: Command, in model: Model) -> String? {
    guard command == .open else { return nil }
    return model.columns.contains(listed[cursor]) ? "Hide" : "Show"
  }

  func reason(against command: Command, in model: Model) -> String? {
    let isShown = model.columns.contains(listed[cursor])
    switch command {
    case .open: return isShown && model.columns.count == 1 ? "One column must stay." : nil
    case .columnLeft, .columnRight:
      let isLast = listed[cursor] == (command == .columnLeft ? model.columns.first : model.columns.last)
      if !isShown {
        return "A column that is not shown has no place; \(model.key(.open, in: .columns)) shows it."
      }
      return isLast ? "It is the \(command == .columnLeft ? "first" : "last") column." : nil
    case .resetColumns:
      return model.columns == model.configuredColumns ? "The columns are as they were at first." : nil
    default: return nil
    }
  }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      cursor = move.applied(to: cursor, page: 10, count: listed.count)
      return []
    }
    let column = listed[cursor]
    switch command {
    case .open:
      let shown = Set(model.columns).symmetricDifference([column])
      model.choose(listed.filter { shown.contains($0) })
    case .columnLeft, .columnRight:
      var columns = model.columns
      guard let place = columns.firstIndex(of: column) else { return [] }
      columns.swapAt(place, command == .columnLeft ? place - 1 : place + 1)
      model.choose(columns)
    case .addColumn: model.askForColumn()
    case .resetColumns: model.choose(model.configuredColumns)
    case .columns: model.closeOverlay()
    default: return nil
    }
    return []
  }

  mutating func settle(in model: inout Model, _ rect: Rect) {
    let shown = listed.filter { model.columns.contains($0) }
    guard shown != model.columns else { return }
    // What is new, or has moved, has the cursor.
    let column = model.columns.last { !listed.contains($0) } ?? listed[cursor]
    listed = model.columns + listed.filter { !model.columns.contains($0) }
    cursor = listed.firstIndex(of: column) ?? 0
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let items = listed.map { column in
      Menu.Item("\(model.columns.contains(column) ? "✓" : " ") \(column.label)", detail: column.help)
    }
    MenuView(menu: Menu(title: "Columns", items: items, cursor: cursor)).draw(into: &canvas, rect)
  }
}

extension Scope {
  public static let columns = Scope("columns", title: "In the menu of columns")
}

extension ColumnMenu {
  static let scope = Scope.columns

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open, title: "Show", help: "Show the column, or hide it"),
      KeyBinding(scope, "K", .columnLeft), KeyBinding(scope, "<", .columnLeft),
      KeyBinding(scope, "J", .columnRight), KeyBinding(scope, ">", .columnRight),
      KeyBinding(scope, "a", .addColumn), KeyBinding(scope, "+", .addColumn),
      KeyBinding(scope, "=", .resetColumns),
      KeyBinding(scope, "o", .columns, title: "Back", help: "Leave the menu"),
    ] + KeyBinding.leaving(scope, help: "Leave the menu")
}
