extension Scope {
  public static let help = Scope("help", title: "In the help")
}

extension Help {
  static let scope = Scope.help

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "/", .search, help: "Search in the help"),
      KeyBinding(scope, "n", .nextMatch),
      KeyBinding(scope, "N", .previousMatch),
      KeyBinding(scope, "Esc", .back, title: "Close", help: "Close the help"),
      KeyBinding(scope, "q", .back, title: "Close", help: "Close the help"),
      KeyBinding(scope, "Enter", .back, title: "Close", help: "Close the help"),
      KeyBinding(scope, "?", .help, title: "Close", help: "Close the help"),
    ]
}
