import InspectorCore

/// How many of the entries that the list is about are invalid, came again or were sent from here: those that are kept,
/// that were not cleared away and that nobody has deleted. It looks at each entry once.
struct ListCounts: Sendable {
  private(set) var invalid = 0
  private(set) var repeated = 0
  private(set) var sent = 0

  /// The numbers of the entries of each kind, in order.
  private var numbers = [[UInt64]](repeating: [], count: Self.kinds.count)
  private var scanned: UInt64 = 0

  private static let kinds: [@Sendable (Entry) -> Bool] = [
    { !$0.isValid }, { $0.isDuplicate }, { $0.isSent },
  ]

  /// How many entries are looked at in one go.
  private static let budget: UInt64 = 100_000

  /// Whether there is more to look at.
  func isComplete(for snapshot: StoreSnapshot) -> Bool { scanned >= snapshot.next }

  /// Counts what is new, from an entry on, and no longer what has gone or was taken out.
  mutating func extend(with snapshot: StoreSnapshot, from start: UInt64, without removed: Set<UInt64>) {
    let first = max(snapshot.first, start)
    scanned = max(scanned, snapshot.first)
    let end = min(snapshot.next, scanned + Self.budget)
    for number in scanned..<max(scanned, end) {
      let entry = snapshot[number]
      for (kind, isOne) in Self.kinds.enumerated() where isOne(entry) { numbers[kind].append(number) }
    }
    scanned = max(scanned, end)
    let aside = snapshot.hasSetAside ? snapshot.setAside.filter { $0 >= start && $0 < first } : []
    func count(_ kind: Int) -> Int {
      func isOne(_ number: UInt64) -> Bool { snapshot.entry(number).map(Self.kinds[kind]) == true }
      let gone = numbers[kind].partitioningIndex { $0 >= snapshot.first }
      if gone > 4096, gone * 2 > numbers[kind].count { numbers[kind].removeFirst(gone) }
      let kept = numbers[kind].count - numbers[kind].partitioningIndex { $0 >= first }
      return kept + aside.count(where: isOne)
        - removed.count { ($0 >= first || aside.contains($0)) && isOne($0) }
    }
    (invalid, repeated, sent) = (count(0), count(1), count(2))
  }
}
