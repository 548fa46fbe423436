extension Scope {
  public static let timeline = Scope("timeline", title: "In the timeline")
}

extension TimelinePane {
  static let scope = Scope.timeline

  static let bindings = [
    KeyBinding(scope, "Right", .scrollRight, title: "Finer", help: "Make a column less time"),
    KeyBinding(scope, "l", .scrollRight, title: "Finer", help: "Make a column less time"),
    KeyBinding(scope, "Left", .scrollLeft, title: "Coarser", help: "Make a column more time"),
    KeyBinding(scope, "h", .scrollLeft, title: "Coarser", help: "Make a column more time"),
    KeyBinding(scope, "Enter", .back, title: "List", help: "Go to the list"),
  ]
}
