extension Scope {
  public static let composer = Scope("composer", title: "In the composer", takesText: true)
}

extension Composer {
  static let scope = Scope.composer

  static let bindings = [
    KeyBinding(scope, "F5", .submit),
    KeyBinding(scope, "Ctrl-X", .submit),
    KeyBinding(
      scope, "F3", .nextSection,
      help: "Show the next tab of the composer; 1 to 5 go to one where no field takes text"),
    KeyBinding(scope, "Ctrl-N", .nextSection),
    KeyBinding(scope, "F2", .previousSection),
    KeyBinding(scope, "Ctrl-E", .editor),
    KeyBinding(scope, "Ctrl-T", .templates),
    KeyBinding(scope, "Ctrl-O", .targets),
    KeyBinding(scope, "F6", .targets),
    KeyBinding(scope, "F8", .repeatSend),
    KeyBinding(scope, "Ctrl-G", .addStep),
    KeyBinding(scope, "F4", .steps),
    KeyBinding(scope, "F9", .runScenario),
    KeyBinding(
      scope, "Ctrl-Y", .undo, title: "Form back", help: "Bring back what was in the form before it was filled"
    ),
    KeyBinding(scope, "Esc", .back, title: "Close", help: "Close the composer; what is in it stays"),
  ]
}

extension SendCommands {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "c", .compose),
    KeyBinding(scope, "F7", .compose),
    KeyBinding(scope, "e", .edit),
    KeyBinding(scope, "r", .resend),
    KeyBinding(scope, "F5", .resend),
  ]
}
