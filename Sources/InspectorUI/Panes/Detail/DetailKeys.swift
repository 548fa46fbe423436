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
      KeyBinding(
        scope, "h", .scrollLeft, title: "Fold", help: "Fold, go to what it stands in, or scroll left"),
      KeyBinding(
        scope, "Left", .scrollLeft, title: "Fold", help: "Fold, go to what it stands in, or scroll left"),
      KeyBinding(scope, "l", .scrollRight, title: "Unfold", help: "Unfold, or scroll right"),
      KeyBinding(scope, "Right", .scrollRight, title: "Unfold", help: "Unfold, or scroll right"),
      KeyBinding(scope, ".", .reveal),
      KeyBinding(scope, "/", .search),
      KeyBinding(scope, "n", .nextMatch),
      KeyBinding(scope, "N", .previousMatch),
      KeyBinding(scope, "o", .toggleFold),
      KeyBinding(scope, "*", .toggleAllFolds),
      KeyBinding(scope, "v", .nextForm),
      KeyBinding(scope, "A", .whole),
    ]
}
