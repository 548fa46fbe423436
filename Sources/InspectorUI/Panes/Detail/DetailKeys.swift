extension Scope {
  public static let detail = Scope("detail", title: "In the detail")
}

extension DetailPane {
  static let scope = Scope.detail

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .zoom),
      KeyBinding(scope, "]", .nextTab),
      KeyBinding(scope, "[", .previousTab),
      KeyBinding(scope, "J", .nextEvent),
      KeyBinding(scope, "K", .previousEvent),
      KeyBinding(scope, "h", .scrollLeft),
      KeyBinding(scope, "Left", .scrollLeft),
      KeyBinding(scope, "l", .scrollRight),
      KeyBinding(scope, "Right", .scrollRight),
      KeyBinding(scope, ".", .reveal),
    ]
}
