import CESQL
import CloudEvents

/// What is asked of an event before something is done with it, in any of the languages that there are for it.
public enum EventCondition: Sendable {
  case query(Query)
  /// True for valid events only.
  case cesql(CESQLExpression)
  /// True for valid events only.
  case subscription(SubscriptionFilter)

  /// Whether it holds. The event is made as a value only where the language needs one.
  public func matches(_ subject: QuerySubject) -> Bool {
    switch self {
    case .query(let query): query.matches(subject)
    case .cesql(let expression): subject.isValid && expression.matches(subject.eventValue)
    case .subscription(let filter): subject.isValid && filter.matches(subject.eventValue)
    }
  }

  /// Whether it asks what came before an event.
  var asksForDuplicates: Bool {
    if case .query(let query) = self { query.asksForDuplicates } else { false }
  }

  /// Bytes that stand, escapes aside, in the JSON of every event for which it holds; empty where none are known.
  var requiredBytes: [UInt8] {
    if case .query(let query) = self { query.requiredBytes } else { [] }
  }

  /// Of the parts that must all hold those that do not, as they are written; empty where it matches.
  public func failedParts(_ subject: QuerySubject) -> [String] {
    switch self {
    case .query(let query): query.failedParts(subject)
    case .cesql(let expression):
      subject.isValid ? expression.failedParts(subject.eventValue) : [expression.text]
    case .subscription(let filter):
      subject.isValid ? filter.failedParts(subject.eventValue) : filter.parts.map(\.text)
    }
  }
}

extension QuerySubject {
  /// The event as a value.
  var eventValue: CloudEvent { event.encoded.event(in: eventBytes) }
}
