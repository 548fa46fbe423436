import CloudEvents
import InspectorCore

/// What is waited for, and what has come of it so far.
struct Expectation {
  /// An event that did not match, and why.
  struct NearMiss {
    /// A line of JSON; `nil` where there is no event.
    var event: [UInt8]?
    var failed: [FailedPart]
  }

  /// How many near misses, and how many matches, are kept to be shown.
  static let kept = 5

  let condition: EventCondition
  /// How many events must match; with 0 none may.
  let wanted: Int
  /// Events, and deliveries that were refused.
  private(set) var seen = 0
  /// Those that were refused, by a rule or because they are not valid.
  private(set) var refused = 0
  private(set) var matched = 0
  /// The first events that matched, as lines of JSON.
  private(set) var matches: [[UInt8]] = []
  /// Those with the fewest parts that did not hold, the earlier before the later.
  private(set) var nearest: [NearMiss] = []

  init(_ condition: EventCondition, wanted: Int) {
    self.condition = condition
    self.wanted = wanted
  }

  /// Whether more events cannot change the answer.
  var isDecided: Bool { matched >= max(1, wanted) }
  /// Whether what was wanted is so, now that the time is over or the answer known.
  var isFulfilled: Bool { wanted == 0 ? matched == 0 : matched >= wanted }

  /// Counts what came.
  ///
  /// - Parameter isAccepted: whether it was taken: valid, and answered with a 2xx. What was refused counts only for a
  ///   condition that can ask for it.
  mutating func take(_ subject: QuerySubject, isAccepted: Bool) {
    seen += 1
    if !isAccepted { refused += 1 }
    let isCandidate = isAccepted || condition.asksAboutRefusals
    if isCandidate, condition.matches(subject) {
      matched += 1
      if matches.count < Self.kept, let line = Self.line(subject) { matches.append(line) }
      return
    }
    note(subject, isCandidate: isCandidate)
  }

  private mutating func note(_ subject: QuerySubject, isCandidate: Bool) {
    var failed = condition.failedParts(subject)
    if !isCandidate { failed.insert(Self.refusal(subject), at: 0) }
    guard nearest.count < Self.kept || failed.count < nearest[nearest.count - 1].failed.count else { return }
    let place = nearest.firstIndex { $0.failed.count > failed.count } ?? nearest.count
    nearest.insert(NearMiss(event: Self.line(subject), failed: failed), at: place)
    if nearest.count > Self.kept { nearest.removeLast() }
  }

  /// Why what was refused is no event that counts.
  private static func refusal(_ subject: QuerySubject) -> FailedPart {
    if let violation = subject.event.violations.first(where: \.isError) {
      return FailedPart("is:valid", violation.message)
    }
    let status = subject.status.map { "it was answered \($0)" } ?? "it was not taken"
    return FailedPart(subject.isValid ? "status:2xx" : "is:valid", status)
  }

  private static func line(_ subject: QuerySubject) -> [UInt8]? {
    let event = subject.event.encoded.event(in: subject.eventBytes)
    return event.attributes.isEmpty && event.data == nil ? nil : JSONEventFormat().encodeLine(event)
  }
}
