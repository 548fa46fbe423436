/// What there is to know of a rule from outside, at one moment.
public struct RuleSummary: Sendable {
  public var name: String
  public var isEnabled: Bool
  /// Which events it is for, as it is written; empty for all.
  public var condition: String
  /// The keys of what it does, such as `tag` and `forward`, in order.
  public var actions: [String]
  /// What it has done so far.
  public var counts: RuleActivity.Counts
  /// How many events it matched in each second.
  public var rates: RateHistory

  init(_ rule: Rule) {
    name = rule.name
    isEnabled = rule.isEnabled
    condition = rule.conditionText
    actions = rule.actions.map { type(of: $0).key } + (rule.stops ? ["stop"] : [])
    (counts, rates) = rule.activity.current
  }
}

/// What a rule has to do with one event.
public struct RuleExplanation: Sendable, Equatable {
  public enum State: Sendable, Equatable {
    case matched
    /// The parts of its condition that do not hold.
    case notMatched([FailedPart])
    /// A rule before it matched and ends the asking.
    case notAsked(after: String)
    case disabled
  }

  /// The rule's name.
  public var rule: String
  public var state: State

  public init(rule: String, state: State) {
    self.rule = rule
    self.state = state
  }
}
