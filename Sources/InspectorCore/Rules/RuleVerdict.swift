/// What the rules decided about one event.
public struct RuleVerdict: Sendable {
  /// What is shown: rules, tags, highlight.
  public var outcome = EntryOutcome()
  /// What is answered instead of 202; `nil` where no rule answers.
  public var answer: Answer?
  /// Whether the event is answered and counted, but not kept.
  public var isDropped = false
  /// What is to be done beside the answer, first to last.
  public var tasks: [RuleTask] = []

  public init() {}
}
