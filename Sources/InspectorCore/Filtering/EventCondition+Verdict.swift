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
      var errors: [CESQLError] = []
      for condition in conditions {
        let (matches, found) = condition.judge(subject)
        errors += found
        if !matches { return (false, errors) }
      }
      return (true, errors)
    }
    guard case .cesql(let expression) = self, subject.isValid else { return (matches(subject), []) }
    let result = expression.evaluate(subject.lentEvent)
    return (result.isMatch, result.errors)
  }

  /// Why it holds or not, in lines: the parts that must hold, each with what it is for the event.
  public func reasons(_ subject: QuerySubject) -> [Reason] {
    switch self {
    case .query(let query):
      let failed = query.failedParts(subject)
      if failed.isEmpty { return [Reason(text: query.text, verdict: "holds", holds: true)] }
      return failed.map { Reason(text: $0.text, verdict: $0.reason, holds: false) }
    case .cesql(let expression):
      guard subject.isValid else {
        return [
          Reason(
            text: expression.text, verdict: "CESQL judges valid events only; is:invalid finds this one",
            holds: false)
        ]
      }
      return expression.explain(subject.lentEvent).steps.map { step in
        let value = step.value.map { String(describing: $0) } ?? "not looked at"
        let error = step.errors.last.map { " · \($0.message)" } ?? ""
        return Reason(
          text: String(repeating: "  ", count: step.depth) + step.text, verdict: value + error,
          holds: step.errors.isEmpty ? step.value.map { $0 != .boolean(false) } : false)
      }
    case .subscription(let filter):
      let failed = failedParts(subject)
      if failed.isEmpty { return filter.parts.map { Reason(text: $0.text, verdict: "holds", holds: true) } }
      return failed.map { Reason(text: $0.text, verdict: $0.reason, holds: false) }
    case .all(let conditions):
      return conditions.flatMap { $0.reasons(subject) }
    }
  }

  /// A part of a condition, and what it is for an event.
  public struct Reason: Sendable, Hashable {
    public var text: String
    public var verdict: String
    /// nil where it was not looked at.
    public var holds: Bool?
  }
}
