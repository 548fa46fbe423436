/// Everything that a rule can do, in the order in which it is done: a new action is one line here.
public enum RuleActions {
  static let all: [any RuleAction.Type] = [
    TagAction.self,
    HighlightAction.self,
    NotifyAction.self,
    RespondAction.self,
    ForwardAction.self,
    WriteAction.self,
    ExecAction.self,
    DropAction.self,
  ]

  /// The actions for help texts, in order.
  public static var help: [(key: String, help: String, example: String)] {
    all.map { ($0.key, $0.help, $0.example) }
  }
}
