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

  /// Does what it is for with an event that it matched.
  func act(on event: RuledEvent) {
    event.enter(activity)
    var hasActed = actions.isEmpty
    for action in actions where action.act(on: event) { hasActed = true }
    if hasActed { event.verdict.outcome.rules.append(name) }
  }
}
