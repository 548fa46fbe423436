import CloudEvents
import Synchronization

/// Which rules an event's type alone decides, remembered by type, so that they are asked once for each type.
///
/// Bounded: after ``maximumCount`` types it starts again, and long types are not remembered.
final class TypeDecisions: Sendable {
  static let maximumCount = 1024
  static let maximumLength = 256

  private struct Known {
    var type: [UInt8]
    var decisions: [Bool]
  }

  /// For each rule in force whether the type alone decides.
  private let isDecided: [Bool]
  private let conditions: [EventCondition]
  private let known = Mutex<[Int: Known]>([:])

  init(_ conditions: [EventCondition]) {
    self.conditions = conditions
    isDecided = conditions.map(\.dependsOnlyOnType)
  }

  /// Whether there is anything that a type decides.
  var isUseful: Bool { isDecided.contains(true) }

  /// Whether the type decides about the rule at a place.
  func decides(_ index: Int) -> Bool { isDecided[index] }

  /// What an event's type decides, by the rules' places; `nil` where it has no type that could be remembered.
  func decisions(for subject: QuerySubject) -> [Bool]? {
    let value = subject.event.encoded.type
    guard value.coding == .plain, value.range.count <= Self.maximumLength else { return nil }
    let type = subject.eventBytes[value.range]
    var hasher = Hasher()
    hasher.combine(bytes: type)
    let hash = hasher.finalize()
    if let known = known.withLock({ $0[hash] }) {
      // Of two types with the same hash only the first is remembered.
      return type.elementsEqual(known.type) ? known.decisions : nil
    }
    let decisions = zip(conditions, isDecided).map { condition, isDecided in
      isDecided && condition.matches(subject)
    }
    known.withLock { known in
      if known.count >= Self.maximumCount { known.removeAll(keepingCapacity: true) }
      known[hash] = Known(type: Array(type), decisions: decisions)
    }
    return decisions
  }

  /// How many types are remembered.
  var count: Int { known.withLock { $0.count } }
}
