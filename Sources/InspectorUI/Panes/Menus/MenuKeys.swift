extension Scope {
  public static let menu = Scope("menu", title: "In a menu")
}

extension Menu {
  static let scope = Scope.menu

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open, title: "Choose", help: "Choose what the cursor is on")
    ] + KeyBinding.leaving(scope, help: "Leave the menu and change nothing")
}
