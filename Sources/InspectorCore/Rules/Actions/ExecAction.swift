/// Runs a program, without a shell, with the delivery record on its standard input.
struct ExecAction: RuleAction {
  static let key = "exec"
  static let help =
    "a program and its arguments, without a shell: the record on stdin, CE_TYPE and the like set, 10 s at most"
  static let example = #"exec = ["notify-send", "order"]"#

  private let arguments: [String]

  init?(_ value: RuleValue) {
    let right = #"an array of a program and its arguments, without a shell, such as ["notify-send", "order"]"#
    guard let arguments = value.array(of: right) else { return nil }
    guard let program = arguments.first, !program.isEmpty else {
      value.refuse("exec must be \(right), and there is no program in it")
      return nil
    }
    guard !arguments.contains(where: { $0.utf8.contains(0) }) else {
      value.refuse("an argument cannot have a NUL character")
      return nil
    }
    self.arguments = arguments
  }

  func act(on event: RuledEvent) -> Bool { event.ask(for: .exec(arguments)) }
}
