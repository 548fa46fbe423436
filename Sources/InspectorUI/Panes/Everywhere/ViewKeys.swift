extension ViewCommands {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "Tab", .nextPane),
    KeyBinding(scope, "Shift-Tab", .previousPane),
    KeyBinding(scope, "p", .pause),
    KeyBinding(scope, "=", .pause),
    KeyBinding(scope, "t", .facets),
    KeyBinding(scope, "i", .timeline),
    KeyBinding(scope, ">", .growPane),
    KeyBinding(scope, "<", .shrinkPane),
    KeyBinding(scope, "z", .zoom),
    KeyBinding(scope, "\\", .layout),
    KeyBinding(scope, "1", .tab1),
    KeyBinding(scope, "2", .tab2),
    KeyBinding(scope, "3", .tab3),
    KeyBinding(scope, "4", .tab4),
    KeyBinding(scope, "5", .tab5),
    KeyBinding(scope, "6", .tab6),
    KeyBinding(scope, "7", .tab7),
    KeyBinding(scope, "H", .rules),
    KeyBinding(scope, "?", .help),
    KeyBinding(.always, "F1", .help),
    KeyBinding(scope, "E", .log),
    KeyBinding(scope, "q", .close),
    KeyBinding(scope, "Esc", .back),
  ]
}
