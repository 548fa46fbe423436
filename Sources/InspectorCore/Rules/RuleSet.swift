import CloudEvents

/// The dispatch rules in force, first to last: all that match act, until one says `stop`.
///
/// It stands on the toolkit's registry of handlers: each rule is a handler, its query the condition.
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
  /// - Throws: all that is wrong, with line and column.
  public init(text: String, file: String, highlights: [String]? = nil) throws(RulesError) {
    let rules = try RulesReader.rules(in: text, file: file, highlights: highlights)
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

  /// The rules with how many events each has matched, first to last.
  public var hits: [(name: String, count: UInt64)] {
    engine?.rules.map { ($0.name, $0.hits) } ?? []
  }

  /// What the rules decide about an event; nothing of it is kept.
  public func evaluate(_ subject: QuerySubject) -> RuleVerdict {
    engine?.evaluate(subject) ?? RuleVerdict()
  }
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
    let decisions = TypeDecisions(enabled.map(\.query))
    var handlers = HandlerRegistry<RuledEvent, Void>()
    for (index, rule) in enabled.enumerated() {
      let isDecided = decisions.decides(index)
      let matches: @Sendable (RuledEvent) -> Bool = { event in
        isDecided && !event.decisions.isEmpty ? event.decisions[index] : rule.query.matches(event.subject)
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
