/// The dispatch rules in force, first to last.
public struct RuleSet: Sendable {
  public init() {}
  public var isEmpty: Bool { true }
  public func evaluate(_ subject: QuerySubject) -> RuleVerdict { RuleVerdict() }
}
