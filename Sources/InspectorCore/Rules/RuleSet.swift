import CloudEvents

/// The dispatch rules in force, first to last: all that match act, until one says `stop`.
///
/// It stands on the toolkit's registry of handlers: each rule is a handler, its filter the condition.
public struct RuleSet: Sendable {
  private let engine: RuleEngine?
  /// The text that it was read from; empty where there is none.
  let text: String

  /// No rules.
  public init() {
    engine = nil
    text = ""
  }

  /// Reads the text of a rules file.
  ///
  /// - Parameters:
  ///   - file: goes into problems as it is.
  ///   - highlights: the names that `highlight` may have; with `nil` each one is taken.
  ///   - previous: the rules that it takes the place of; those of the same name go on counting.
  /// - Throws: all that is wrong, with line and column.
  public init(
    text: String, file: String, highlights: [String]? = nil, replacing previous: RuleSet = RuleSet()
  ) throws(RulesError) {
    let rules = try RulesReader.rules(
      in: text, file: file, highlights: highlights, replacing: previous.engine?.rules ?? [])
    self.init(rules, text: text)
  }

  private init(_ rules: [Rule], text: String) {
    engine = rules.isEmpty ? nil : RuleEngine(rules)
    self.text = text
  }

  /// Reads a rules file.
  public static func load(path: String, highlights: [String]? = nil) throws(RulesError) -> RuleSet {
    try RuleSet(text: RulesText.read(path), file: path, highlights: highlights)
  }

  /// Whether there is no rule that could act.
  public var isEmpty: Bool { engine?.isIdle ?? true }

  /// How many rules there are, with those that are not enabled.
  public var count: Int { engine?.rules.count ?? 0 }

  /// The rules, first to last, with what they have done by now.
  public var rules: [RuleSummary] { engine?.rules.map { RuleSummary($0) } ?? [] }

  /// The same rules, one of them switched on or off; what they count goes on.
  public func setting(enabled: Bool, at index: Int) -> RuleSet {
    guard var rules = engine?.rules, rules.indices.contains(index) else { return self }
    rules[index].isEnabled = enabled
    return RuleSet(rules, text: text)
  }

  /// What the rules decide about an event; nothing of it is kept.
  public func evaluate(_ subject: QuerySubject) -> RuleVerdict {
    engine?.evaluate(subject) ?? RuleVerdict()
  }

  /// For each rule whether it is in force, asked, and matches; nothing is done and nothing counted.
  func matches(_ subject: QuerySubject) -> [Bool] {
    var isStopped = false
    return (engine?.rules ?? []).map { rule in
      guard rule.isEnabled, !isStopped, rule.condition.matches(subject) else { return false }
      isStopped = rule.stops
      return true
    }
  }

  /// Which rules match an event and why the others do not; nothing is done and nothing counted.
  ///
  /// Tags of rules before are those that the subject has.
  public func explain(_ subject: QuerySubject) -> [RuleExplanation] {
    var stopped: String?
    return (engine?.rules ?? []).map { rule in
      if !rule.isEnabled { return RuleExplanation(rule: rule.name, state: .disabled) }
      if let stopped { return RuleExplanation(rule: rule.name, state: .notAsked(after: stopped)) }
      if rule.condition.matches(subject) {
        if rule.stops { stopped = rule.name }
        return RuleExplanation(rule: rule.name, state: .matched)
      }
      return RuleExplanation(rule: rule.name, state: .notMatched(rule.condition.failedParts(subject)))
    }
  }
}

extension RuleSet: Equatable {
  /// Whether they are the same rules, of one reading of a file.
  public static func == (left: RuleSet, right: RuleSet) -> Bool { left.engine === right.engine }
}

/// What a set of rules shares, however often it is copied.
private final class RuleEngine: Sendable {
  let rules: [Rule]
  private let handlers: HandlerRegistry<RuledEvent, Void>
  private let decisions: TypeDecisions?
  /// Whether the type alone decides about each rule in force.
  private let isDecidedByType: Bool

  init(_ rules: [Rule]) {
    self.rules = rules
    let enabled = rules.filter(\.isEnabled)
    let decisions = TypeDecisions(enabled.map(\.condition))
    var handlers = HandlerRegistry<RuledEvent, Void>()
    for (index, rule) in enabled.enumerated() {
      let isDecided = decisions.decides(index)
      let matches: @Sendable (RuledEvent) -> Bool = { event in
        isDecided && !event.decisions.isEmpty
          ? event.decisions[index] : rule.condition.matches(event.subject)
      }
      handlers.on(where: matches, name: rule.name, isLast: rule.stops) { rule.act(on: $0) }
    }
    self.handlers = handlers
    self.decisions = decisions.isUseful ? decisions : nil
    isDecidedByType = enabled.indices.allSatisfy { decisions.decides($0) }
  }

  var isIdle: Bool { !rules.contains(where: \.isEnabled) }

  func evaluate(_ subject: QuerySubject) -> RuleVerdict {
    let decided = decisions?.decisions(for: subject) ?? []
    // Most events are of types that no rule is for.
    if !decided.isEmpty, isDecidedByType, !decided.contains(true) { return RuleVerdict() }
    let event = RuledEvent(subject, decisions: decided)
    _ = handlers.dispatch(event)
    return event.verdict
  }
}
