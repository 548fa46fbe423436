import InspectorCore

/// The dispatch rules: what each is for, what it did, and whether it is in force.
struct RuleList: Layer {
  var cursor = 0
  /// The rules as they were when something last happened.
  private(set) var rules: [RuleSummary] = []
  /// What the rules would match of what is kept; `nil` where nobody asked.
  private(set) var dryRun: RuleDryRun?
  /// The rules that it was worked out for.
  private var triedRules = RuleSet()

  /// How many entries are looked at in one go.
  private static let step = 2000

  var isModal: Bool { true }
  var isComplete: Bool { dryRun?.isComplete ?? true }

  func footer(_ model: Model) -> [Command] { [.open, .tryRules, .back] }

  func title(of command: Command, in model: Model) -> String? {
    guard command == .open, let rule = current else { return nil }
    return rule.isEnabled ? "Switch off" : "Switch on"
  }

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .open || command == .tryRules, model.rules.count == 0 else { return nil }
    return "There are no rules; eventscope --rules FILE reads some."
  }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      cursor = move.applied(to: cursor, page: 10, count: model.rules.count)
      return []
    }
    switch command {
    case .open:
      guard let rule = current else { return [] }
      return [.setRule(cursor, isEnabled: !rule.isEnabled)]
    case .tryRules:
      begin(in: model)
      return []
    case .rules:
      model.closeOverlay()
      return []
    default: return nil
    }
  }

  mutating func settle(in model: inout Model, _ rect: Rect) {
    rules = model.rules.rules
    cursor = max(0, min(cursor, rules.count - 1))
    // Other rules, other numbers.
    if dryRun != nil, triedRules != model.rules { begin(in: model) }
    dryRun?.advance(by: Self.step, now: model.now)
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    RuleListView(list: self, model: model).draw(into: &canvas, rect)
  }

  private mutating func begin(in model: Model) {
    triedRules = model.rules
    dryRun = RuleDryRun(model.rules, over: model.shown)
  }

  private var current: RuleSummary? { rules.indices.contains(cursor) ? rules[cursor] : nil }
}
