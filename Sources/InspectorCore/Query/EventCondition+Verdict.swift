import CESQL

extension EventCondition {
  /// Whether the type alone decides, so that it need be asked once for each type only.
  public var typeQuery: Query? {
    guard case .query(let query) = self, query.dependsOnlyOnType else { return nil }
    return query
  }

  /// Whether it holds, and the errors on the way: in CESQL an event with an error does not pass.
  public func judge(_ subject: QuerySubject) -> (matches: Bool, errors: [CESQLError]) {
    if case .all(let conditions) = self {
      let verdicts = conditions.map { $0.judge(subject) }
      return (verdicts.allSatisfy(\.matches), verdicts.flatMap(\.errors))
    }
    guard case .cesql(let expression) = self, subject.isValid else { return (matches(subject), []) }
    let result = expression.evaluate(subject.eventValue)
    return (result.isMatch, result.errors)
  }

  /// Why it holds or not, in lines: the parts that must hold, each with what it is for the event.
  public func reasons(_ subject: QuerySubject) -> [Reason] {
    switch self {
    case .query(let query):
      let failed = query.failedParts(subject)
      if failed.isEmpty { return [Reason(text: query.text, verdict: "holds", holds: true)] }
      return failed.map { Reason($0) }
    case .cesql(let expression):
      guard subject.isValid else {
        return [
          Reason(
            text: expression.text, verdict: "CESQL judges valid events only; is:invalid finds this one",
            holds: false)
        ]
      }
      return expression.explain(subject.eventValue).steps.map { step in
        let value = step.value.map { String(describing: $0) } ?? "not looked at"
        let error = step.errors.last.map { " · \($0.message)" } ?? ""
        return Reason(
          text: String(repeating: "  ", count: step.depth) + step.text, verdict: value + error,
          holds: step.errors.isEmpty ? step.value.map { $0 != .boolean(false) } : false)
      }
    case .subscription:
      let failed = failedParts(subject)
      if failed.isEmpty { return [Reason(text: "the filter", verdict: "holds", holds: true)] }
      return failed.map { Reason($0) }
    case .all(let conditions): return conditions.flatMap { $0.reasons(subject) }
    }
  }

  /// A part of a condition, and what it is for an event.
  public struct Reason: Sendable, Hashable {
    public var text: String
    public var verdict: String
    /// nil where it was not looked at.
    public var holds: Bool?

    init(text: String, verdict: String, holds: Bool?) {
      self.text = text
      self.verdict = verdict
      self.holds = holds
    }

    init(_ part: FailedPart) {
      self.init(text: part.text, verdict: "does not hold: \(part.reason)", holds: false)
    }
  }
}
