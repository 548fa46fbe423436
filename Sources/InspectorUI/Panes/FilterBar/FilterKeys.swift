extension Scope {
  public static let filter = Scope("filter", title: "In the filter", takesText: true)
}

extension FilterBar {
  static let scope = Scope.filter

  static let bindings = [
    KeyBinding(scope, "Enter", .open, title: "Keep", help: "Keep the filter and go back"),
    KeyBinding(scope, "Esc", .back, title: "As before", help: "Bring back the filter as it was before"),
    KeyBinding(scope, "Tab", .complete, title: "Complete", help: "Go through what could stand here"),
    KeyBinding(scope, "Ctrl-S", .saveFilter, title: "Save as"),
    KeyBinding(scope, "Ctrl-O", .savedFilters),
    KeyBinding(scope, "Ctrl-E", .editor, title: "Editor", help: "Edit the filter in $EDITOR"),
  ]
}

extension FilterCommands {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "f", .filter),
    KeyBinding(scope, "F4", .filter),
    KeyBinding(scope, "~", .toggleFilter),
    KeyBinding(scope, "Backspace", .clearFilter),
    KeyBinding(scope, "S", .savedFilters),
    KeyBinding(scope, "Ctrl-S", .saveFilter),
    KeyBinding(scope, "W", .why),
    KeyBinding(scope, "+", .filterIn),
    KeyBinding(scope, "-", .filterOut),
  ]
}
