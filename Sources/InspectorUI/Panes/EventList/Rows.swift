import InspectorCore

/// Which entries the list shows, in order: all that are kept, or those that a query lets through.
///
/// It grows by what is new and never looks at an entry twice, unless the query changes.
public struct Rows: Sendable {
  /// What lets entries through; `nil` lets all.
  public private(set) var query: EventCondition?
  private var all: Range<UInt64> = 1..<1
  private var matches: [UInt64] = []
  /// How many of `matches` are no longer kept.
  private var gone = 0
  /// The number of the next entry to look at.
  private var scanned: UInt64 = 0
  /// For a query that only depends on the type: what it said for each type's number; 0 where it was not asked.
  private var byType: [UInt8] = []
  /// Which numbering of types those are for.
  private var epoch = 0

  /// How many bytes are looked through in one go, so that a key never waits long.
  private static let byteBudget = 2 << 20

  public init() {}

  /// How many rows there are.
  public var count: Int { query == nil ? all.count : matches.count - gone }

  /// Whether all entries have been looked at.
  public var isComplete: Bool { query == nil || scanned >= all.upperBound }

  /// How many entries are hidden, of those that were looked at.
  public var hidden: Int {
    guard query != nil else { return 0 }
    return max(0, Int(min(scanned, all.upperBound)) - Int(all.lowerBound)) - count
  }

  /// The entry's number at a place.
  public func number(at index: Int) -> UInt64 {
    query == nil ? all.lowerBound + UInt64(index) : matches[gone + index]
  }

  /// The place of the first row whose number is not less than this.
  public func place(of number: UInt64) -> Int {
    guard query != nil else {
      return number <= all.lowerBound ? 0 : min(all.count, Int(number - all.lowerBound))
    }
    var low = gone
    var high = matches.count
    while low < high {
      let middle = (low + high) / 2
      if matches[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low - gone
  }

  /// Puts another query in force; the entries are looked at from the first again.
  mutating func setQuery(_ query: EventCondition?) {
    self.query = query
    matches = []
    gone = 0
    scanned = 0
    byType = []
  }

  /// Takes what is new, looking at a bounded number of entries; `isComplete` says whether more is to be done.
  mutating func extend(with snapshot: StoreSnapshot, now: WallTime) {
    all = snapshot.numbers
    guard let query else { return }
    while gone < matches.count, matches[gone] < all.lowerBound { gone += 1 }
    if gone > 4096, gone * 2 > matches.count {
      matches.removeFirst(gone)
      gone = 0
    }
    scanned = max(scanned, all.lowerBound)
    if epoch != snapshot.epoch {
      byType = []
      epoch = snapshot.epoch
    }
    if query.dependsOnlyOnType {
      extendByType(query, with: snapshot, now: now, budget: 200_000)
    } else {
      extend(query, with: snapshot, now: now, budget: 4000)
    }
  }

  private mutating func extend(
    _ query: EventCondition, with snapshot: StoreSnapshot, now: WallTime, budget: Int
  ) {
    let end = min(all.upperBound, scanned + UInt64(budget))
    var bytes = 0
    while scanned < end, bytes < Self.byteBudget {
      let entry = snapshot[scanned]
      if entry.withSubject(now: now, { query.matches($0) }) { matches.append(scanned) }
      bytes += entry.deliverySize
      scanned += 1
    }
  }

  private mutating func extendByType(
    _ query: EventCondition, with snapshot: StoreSnapshot, now: WallTime, budget: Int
  ) {
    let end = min(all.upperBound, scanned + UInt64(budget))
    if byType.count < snapshot.typeIDCount {
      byType += [UInt8](repeating: 0, count: snapshot.typeIDCount - byType.count)
    }
    while scanned < end {
      let id = Int(snapshot.typeID(of: scanned))
      // Number 0 stands for every type that has no number of its own.
      if id == 0 {
        if snapshot[scanned].withSubject(now: now, { query.matches($0) }) { matches.append(scanned) }
      } else {
        if byType[id] == 0 { byType[id] = query.matches(type: snapshot.type(UInt32(id))) ? 2 : 1 }
        if byType[id] == 2 { matches.append(scanned) }
      }
      scanned += 1
    }
  }
}
