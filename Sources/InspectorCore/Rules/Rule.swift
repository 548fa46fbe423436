/// One rule: which events it is for, and what it does with them.
struct Rule: Sendable {
  let name: String
  var isEnabled: Bool
  let condition: EventCondition
  /// The condition as it is written.
  let conditionText: String
  let actions: [any RuleAction]
  /// Whether the rules after it are not asked about an event that it matched.
  let stops: Bool
  let activity: RuleActivity

  /// Whether it is for an event; one without a condition is for all valid ones.
  func matches(_ subject: QuerySubject) -> Bool {
    (subject.isValid || !condition.isEmpty) && condition.matches(subject)
  }

  /// Does what it is for with an event that it matched.
  func act(on event: RuledEvent) {
    event.enter(activity)
    decide(on: event)
  }

  /// Whether it does the same with each event that it matches.
  var isConstant: Bool { actions.allSatisfy(\.isConstant) }

  /// The same without counting that it matched.
  func decide(on event: RuledEvent) {
    var hasActed = actions.isEmpty
    for action in actions where event.subject.isValid || type(of: action).actsOnRefused {
      if action.act(on: event) { hasActed = true }
    }
    if hasActed { event.verdict.outcome.rules.append(name) }
  }
}
