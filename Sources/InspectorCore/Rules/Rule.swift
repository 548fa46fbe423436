import Synchronization

/// One rule: which events it is for, and what it does with them.
final class Rule: Sendable {
  let name: String
  let isEnabled: Bool
  let query: Query
  let actions: [any RuleAction]
  /// Whether the rules after it are not asked about an event that it matched.
  let stops: Bool
  private let counter = Atomic<UInt64>(0)

  init(name: String, isEnabled: Bool, query: Query, actions: [any RuleAction], stops: Bool) {
    self.name = name
    self.isEnabled = isEnabled
    self.query = query
    self.actions = actions
    self.stops = stops
  }

  /// How many events it matched.
  var hits: UInt64 { counter.load(ordering: .relaxed) }

  /// Does what it is for with an event that it matched.
  func act(on event: RuledEvent) {
    counter.wrappingAdd(1, ordering: .relaxed)
    var hasActed = actions.isEmpty
    for action in actions where action.act(on: event) { hasActed = true }
    if hasActed { event.verdict.outcome.rules.append(name) }
  }
}
