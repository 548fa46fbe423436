extension Scope {
  public static let rules = Scope("rules", title: "In the rules")
}

extension RuleList {
  static let scope = Scope.rules

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open, title: "Switch", help: "Switch the rule on or off"),
      KeyBinding(scope, "d", .tryRules),
      KeyBinding(scope, "H", .rules, title: "Close", help: "Close the rules"),
    ] + KeyBinding.leaving(scope, title: "Close", help: "Close the rules")
}
