extension Scope {
  public static let list = Scope("list", title: "In the list")
}

extension EventListPane {
  static let scope = Scope.list

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open),
      KeyBinding(scope, "l", .open),
      KeyBinding(scope, "Left", .scrollLeft),
      KeyBinding(scope, "Right", .scrollRight),
      KeyBinding(scope, "F", .follow),
      KeyBinding(scope, "/", .search),
      KeyBinding(scope, "n", .nextMatch),
      KeyBinding(scope, "N", .previousMatch),
      KeyBinding(scope, "s", .sort),
      KeyBinding(scope, "F6", .sort),
      KeyBinding(scope, "o", .columns),
    ]
}
