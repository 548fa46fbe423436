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

  /// Whether a rule in force asks what came before an event.
  var asksForDuplicates: Bool { engine?.asksForDuplicates ?? false }

  /// What the rules decide about a valid event of a type, where the type alone tells; else `nil`, and nothing is done.
  ///
  /// Most events are of types that rules know already: for them nothing else is looked at.
  ///
  /// - Parameter type: the type as it lies in `bytes`.
  func decision(onValid type: EncodedValue, in bytes: UnsafeRawBufferPointer, at time: WallTime)
    -> TypeDecisions.Decision?
  {
    engine?.decision(onValid: type, in: bytes, at: time)
  }

  /// For each rule whether it is in force, asked, and matches; nothing is done and nothing counted.
  func matches(_ subject: QuerySubject) -> [Bool] {
    var isStopped = false
    return (engine?.rules ?? []).map { rule in
      guard rule.isEnabled, !isStopped, rule.matches(subject) else { return false }
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
      if rule.matches(subject) {
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
  let asksForDuplicates: Bool

  init(_ rules: [Rule]) {
    self.rules = rules
    let enabled = rules.filter(\.isEnabled)
    let decisions = TypeDecisions(enabled)
    var handlers = HandlerRegistry<RuledEvent, Void>()
    for (index, rule) in enabled.enumerated() {
      let isDecided = decisions.decides(index)
      let matches: @Sendable (RuledEvent) -> Bool = { event in
        isDecided && !event.decisions.isEmpty
          ? event.decisions[index] : rule.matches(event.subject)
      }
      handlers.on(where: matches, name: rule.name, isLast: rule.stops) { rule.act(on: $0) }
    }
    self.handlers = handlers
    self.decisions = decisions.isUseful ? decisions : nil
    asksForDuplicates = enabled.contains { $0.condition.asksForDuplicates }
  }

  var isIdle: Bool { !rules.contains(where: \.isEnabled) }

  func decision(onValid type: EncodedValue, in bytes: UnsafeRawBufferPointer, at time: WallTime)
    -> TypeDecisions.Decision?
  {
    guard let decision = decisions?.decision(for: type, in: bytes), decision.isWhole else { return nil }
    decision.noteHits(at: time)
    return decision
  }

  func evaluate(_ subject: QuerySubject) -> RuleVerdict {
    let decision = decisions?.decision(for: subject.event.encoded.type, in: subject.eventBytes)
    let event = RuledEvent(subject, decisions: decision?.matches ?? [])
    _ = handlers.dispatch(event)
    return event.verdict
  }
}
