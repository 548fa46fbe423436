import CESQL
import CloudEvents

/// What is asked of an event before something is done with it, in any of the languages that there are for it.
///
/// The UI, the commands and the rules know this one notion of a filter; each language stands behind it.
public indirect enum EventCondition: Sendable {
  case query(Query)
  /// True for valid events only.
  case cesql(CESQLExpression)
  /// True for valid events only.
  case subscription(SubscriptionFilter)
  /// All of them hold; without one it holds for everything.
  case all([EventCondition])

  /// What everything passes.
  public static let everything = EventCondition.all([])

  /// Whether it holds for everything because nothing is asked.
  public var isEmpty: Bool {
    switch self {
    case .query(let query): query.isEmpty
    case .cesql: false
    case .subscription(let filter): filter.parts.isEmpty
    case .all(let conditions): conditions.allSatisfy(\.isEmpty)
    }
  }

  /// Whether it holds.
  public func matches(_ subject: QuerySubject) -> Bool {
    switch self {
    case .query(let query): query.matches(subject)
    case .cesql(let expression): subject.isValid && expression.matches(subject.lentEvent)
    case .subscription(let filter): subject.isValid && filter.matches(subject.lentEvent)
    case .all(let conditions): conditions.allSatisfy { $0.matches(subject) }
    }
  }

  /// Whether the type alone decides, so that ``matches(type:)`` may be asked once for each type.
  public var dependsOnlyOnType: Bool {
    switch self {
    case .query(let query): query.dependsOnlyOnType
    case .cesql, .subscription: false
    case .all(let conditions): !conditions.isEmpty && conditions.allSatisfy(\.dependsOnlyOnType)
    }
  }

  /// Whether it holds for events of a type, where ``dependsOnlyOnType``.
  public func matches(type: String) -> Bool {
    switch self {
    case .query(let query): query.matches(type: type)
    case .cesql, .subscription: false
    case .all(let conditions): conditions.allSatisfy { $0.matches(type: type) }
    }
  }

  /// Whether it can ask for deliveries that were refused, as `is:invalid` and `status:400` do, and not only for events.
  public var asksAboutRefusals: Bool {
    switch self {
    case .query(let query): query.asksAboutRefusals
    case .cesql, .subscription: false
    case .all(let conditions): conditions.contains(where: \.asksAboutRefusals)
    }
  }

  /// Whether it asks what came before an event.
  var asksForDuplicates: Bool {
    switch self {
    case .query(let query): query.asksForDuplicates
    case .cesql, .subscription: false
    case .all(let conditions): conditions.contains(where: \.asksForDuplicates)
    }
  }

  /// What stands, codings aside, in the bytes of everything for which it holds; `nil` where nothing is known.
  var required: Needle? {
    switch self {
    case .query(let query): query.required
    case .cesql(let expression): expression.requiredText.flatMap { Needle(text: $0) }
    case .subscription(let filter):
      filter.parts.compactMap { $0.filter.required }.max { $0.length < $1.length }
    case .all(let conditions): conditions.compactMap(\.required).max { $0.length < $1.length }
    }
  }

  /// Of the parts that must all hold those that do not, with what stands there instead; empty where it matches.
  public func failedParts(_ subject: QuerySubject) -> [FailedPart] {
    switch self {
    case .query(let query): return query.failedParts(subject)
    case .cesql(let expression):
      guard subject.isValid else { return [FailedPart(expression.text, Self.invalid)] }
      return expression.failedParts(subject.lentEvent).map { FailedPart($0.text, Self.reason($0.result)) }
    case .subscription(let filter):
      guard subject.isValid else { return filter.parts.map { FailedPart($0.text, Self.invalid) } }
      return filter.failedParts(subject.lentEvent)
    case .all(let conditions): return conditions.flatMap { $0.failedParts(subject) }
    }
  }

  private static let invalid = "the event is not valid"

  private static func reason(_ result: CESQLResult) -> String {
    if !result.errors.isEmpty { return result.errors.map(\.message).joined(separator: "; ") }
    return "it is \(Excerpt.of(result.value.description))"
  }
}

/// A part of a condition that does not hold for an event.
public struct FailedPart: Sendable, Hashable {
  /// The part as it is written.
  public var text: String
  /// What stands there instead, in a clause: `data.total is 42`. Secrets in it are masked.
  public var reason: String

  public init(_ text: String, _ reason: String) {
    self.text = text
    self.reason = reason
  }
}

extension QuerySubject {
  /// The event, whose attributes are taken out as they are asked for.
  var lentEvent: LentEvent { LentEvent(event.encoded, in: eventBytes) }
}
