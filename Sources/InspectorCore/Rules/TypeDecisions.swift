import CloudEvents
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an event's type alone decides about the rules, remembered by type: rules for types are asked once for each type.
///
/// Bounded: after ``maximumCount`` types it starts again, and long types are not remembered.
final class TypeDecisions: Sendable {
  static let maximumCount = 1024
  static let maximumLength = 256

  /// What is known of a type.
  final class Decision: Sendable {
    fileprivate let type: [UInt8]
    /// For each rule in force whether it matches; false too where the type alone does not decide.
    let matches: [Bool]
    /// Whether all rules together decide about each valid event of the type in the same way.
    let isWhole: Bool
    /// What they decide then.
    let verdict: RuleVerdict
    /// Whether that is more than what an entry shows.
    let hasMore: Bool
    /// The rules that act then.
    fileprivate let activities: [RuleActivity]

    fileprivate init(type: [UInt8], matches: [Bool], verdict: RuleVerdict?, activities: [RuleActivity]) {
      (self.type, self.matches, self.activities) = (type, matches, activities)
      isWhole = verdict != nil
      self.verdict = verdict ?? RuleVerdict()
      hasMore = self.verdict.answer != nil || self.verdict.isDropped || !self.verdict.tasks.isEmpty
    }

    /// Notes that the rules have acted on an event.
    func noteHits(at time: WallTime) {
      for activity in activities { activity.noteHit(at: time) }
    }

    fileprivate func isFor(_ type: UnsafeRawBufferPointer) -> Bool {
      type.count == self.type.count
        && self.type.withUnsafeBytes { memcmp($0.baseAddress!, type.baseAddress!, type.count) == 0 }
    }
  }

  private let rules: [Rule]
  /// For each rule in force whether the type alone decides.
  private let isDecided: [Bool]
  private let known = Mutex(Known())

  private struct Known {
    var decisions: [Int: Decision] = [:]
    /// Those that were asked for last, by ``UnsafeRawBufferPointer/slot``.
    var recent = [Decision?](repeating: nil, count: UnsafeRawBufferPointer.slotCount)
  }

  /// - Parameter rules: those that are in force.
  init(_ rules: [Rule]) {
    self.rules = rules
    isDecided = rules.map(\.condition.dependsOnlyOnType)
  }

  /// Whether there is anything that a type decides.
  var isUseful: Bool { isDecided.contains(true) }

  /// Whether the type decides about the rule at a place.
  func decides(_ index: Int) -> Bool { isDecided[index] }

  /// What an event's type decides; `nil` where it is none that could be remembered.
  ///
  /// - Parameter value: the type as it lies in `bytes`.
  func decision(for value: EncodedValue, in bytes: UnsafeRawBufferPointer) -> Decision? {
    guard value.coding == .plain, (1...Self.maximumLength).contains(Int(value.range.count)) else {
      return nil
    }
    let type = bytes[value.range]
    let slot = type.slot
    if let decision = known.withLock({ $0.recent[slot] }), decision.isFor(type) { return decision }
    let decision = find(type)
    known.withLock { $0.recent[slot] = decision }
    return decision
  }

  private func find(_ type: UnsafeRawBufferPointer) -> Decision? {
    var hasher = Hasher()
    hasher.combine(bytes: type)
    let hash = hasher.finalize()
    if let decision = known.withLock({ $0.decisions[hash] }) {
      // Of two types with the same hash only the first is remembered.
      return decision.isFor(type) ? decision : nil
    }
    guard let text = String(validating: type, as: UTF8.self) else { return nil }
    let decision = decide(text)
    known.withLock { known in
      if known.decisions.count >= Self.maximumCount { known.decisions.removeAll(keepingCapacity: true) }
      known.decisions[hash] = decision
    }
    return decision
  }

  private func decide(_ text: String) -> Decision {
    let type = Array(text.utf8)
    let matches = zip(rules, isDecided).map { $1 && $0.condition.matches(type: text) }
    var acting = zip(rules, matches).filter(\.1).map(\.0)
    if let last = acting.firstIndex(where: \.stops) { acting.removeSubrange((last + 1)...) }
    guard isDecided.allSatisfy(\.self), acting.allSatisfy(\.isConstant) else {
      return Decision(type: type, matches: matches, verdict: nil, activities: [])
    }
    let event = RuledEvent(.nothing, decisions: matches)
    for rule in acting { rule.decide(on: event) }
    return Decision(type: type, matches: matches, verdict: event.verdict, activities: acting.map(\.activity))
  }

  /// How many types are remembered.
  var count: Int { known.withLock { $0.decisions.count } }
}

extension QuerySubject {
  /// No event: for actions that look at none.
  fileprivate static var nothing: QuerySubject {
    QuerySubject(
      bytes: UnsafeRawBufferPointer(start: nil, count: 0), headLength: 0, event: DecodedEvent(extent: .none),
      eventBytes: UnsafeRawBufferPointer(start: nil, count: 0), mode: nil, transport: .http, peer: "",
      received: WallTime(nanoseconds: 0), status: nil, isValid: true, isDuplicate: false, isSent: false,
      tags: [], size: 0, now: WallTime(nanoseconds: 0))
  }
}
