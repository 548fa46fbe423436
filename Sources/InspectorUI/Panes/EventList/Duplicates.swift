import InspectorCore

/// The how many-th event with its source and id a duplicate is. It looks at each entry once.
struct Duplicates: Sendable {
  /// How often source and id have come, by their hash; only those that came more than once.
  private var counts: [UInt64: UInt32] = [:]
  private var ordinals: [UInt64: UInt32] = [:]
  private var scanned: UInt64 = 0

  /// How many entries are looked at in one go.
  private static let budget: UInt64 = 100_000

  /// At least 2 for a duplicate.
  func ordinal(of entry: Entry) -> Int { Int(ordinals[entry.number] ?? 2) }

  mutating func extend(with snapshot: StoreSnapshot) {
    scanned = max(scanned, snapshot.first)
    let end = min(snapshot.next, scanned + Self.budget)
    while scanned < end {
      let entry = snapshot[scanned]
      if entry.isDuplicate, entry.identity != 0 {
        let count = (counts[entry.identity] ?? 1) + 1
        counts[entry.identity] = count
        ordinals[scanned] = count
      }
      scanned += 1
    }
    if ordinals.count > 2 * snapshot.count + 1024 {
      ordinals = ordinals.filter { snapshot.contains($0.key) }
    }
  }
}
