/// What came back for the entries that were sent from here. An entry is kept from when its sending begins, and its
/// record is never changed, so the answer stands beside it.
struct SentAnswers: Sendable {
  struct Answer: Sendable {
    /// 0 where there was none.
    var status: UInt16
    /// Whether what was sent has reached its target.
    var isDelivered: Bool
  }

  private var answers: [UInt64: Answer] = [:]
  /// The numbers of the entries that still wait for theirs.
  private(set) var awaited: Set<UInt64> = []

  subscript(number: UInt64) -> Answer? { answers[number] }

  /// Begins to wait for an entry's answer.
  mutating func await(_ number: UInt64) { awaited.insert(number) }

  /// Notes what came back for an entry; false where nobody waits for it, because it is no longer kept.
  mutating func note(_ answer: Answer, for number: UInt64) -> Bool {
    guard awaited.remove(number) != nil else { return false }
    answers[number] = answer
    return true
  }

  /// Forgets an entry that is no longer kept.
  mutating func forget(_ number: UInt64) {
    answers[number] = nil
    awaited.remove(number)
  }
}
