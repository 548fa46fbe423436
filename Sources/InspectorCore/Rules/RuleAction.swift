/// Something that a rule does with the events that it matches: one key of a `[[rule]]` table.
///
/// A new one is a file in `Actions` and a line in `RuleActions.swift`.
protocol RuleAction: Sendable {
  /// The key in the rules file.
  static var key: String { get }
  /// What it does, in a few words.
  static var help: String { get }
  /// A line of a rules file with it.
  static var example: String { get }

  /// Reads the key's value; what is wrong with it is told to the reader.
  ///
  /// - Returns: `nil` where the value is wrong, or asks for nothing.
  init?(_ value: RuleValue)

  /// Whether it does the same with each event that the rule matches, after the same other actions.
  var isConstant: Bool { get }

  /// Whether it is for deliveries too that were refused, which nobody answers otherwise, passes on or hides.
  static var actsOnRefused: Bool { get }

  /// Acts on an event that the rule matched.
  ///
  /// - Returns: whether anything was done.
  func act(on event: RuledEvent) -> Bool
}

extension RuleAction {
  var isConstant: Bool { false }
  static var actsOnRefused: Bool { false }
}

/// An event on its way through the rules: what it is, and what has been decided so far.
///
/// Like its subject it points into bytes that are only lent, and lives no longer than they.
final class RuledEvent {
  var subject: QuerySubject
  var verdict = RuleVerdict()
  /// What the rule that acts counts.
  private(set) var activity: RuleActivity?
  /// What the type alone decides, by the rule's place; empty where each rule looks for itself.
  let decisions: [Bool]

  init(_ subject: QuerySubject, decisions: [Bool]) {
    self.subject = subject
    self.decisions = decisions
  }

  /// Begins with a rule that matched.
  func enter(_ activity: RuleActivity) {
    self.activity = activity
    activity.noteHit(at: subject.received)
  }

  /// Asks for work beside the answer, in the name of the rule that acts.
  ///
  /// - Returns: whether there is any.
  func ask(for job: RuleJob?) -> Bool {
    guard let job, let activity else { return false }
    verdict.tasks.append(RuleTask(activity: activity, job: job, entry: 0))
    return true
  }
}
