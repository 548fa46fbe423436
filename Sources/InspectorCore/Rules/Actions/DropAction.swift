/// Lets the event be answered and counted, and not kept.
struct DropAction: RuleAction {
  static let key = "drop"
  static let help = "true: the event is answered and counted, and not kept"
  static let example = "drop = true"

  let isConstant = true

  init?(_ value: RuleValue) {
    guard value.boolean() == true else { return nil }
  }

  func act(on event: RuledEvent) -> Bool {
    event.verdict.isDropped = true
    return true
  }
}
