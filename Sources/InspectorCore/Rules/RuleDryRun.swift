/// How many of the entries that are kept each rule would match, without doing anything. It is worked out in steps.
public struct RuleDryRun: Sendable {
  private let rules: RuleSet
  private let snapshot: StoreSnapshot
  private var next: UInt64
  /// What the store has set aside and is still to be looked at.
  private var aside: [UInt64]
  /// For each rule how many entries it would match.
  public private(set) var counts: [Int]
  /// How many events have been looked at; what was refused, or sent from here, is none that rules are asked about.
  public private(set) var events = 0

  public init(_ rules: RuleSet, over snapshot: StoreSnapshot) {
    self.rules = rules
    self.snapshot = snapshot
    next = snapshot.numbers.lowerBound
    aside = snapshot.setAside
    counts = Array(repeating: 0, count: rules.count)
  }

  /// Whether all entries have been looked at.
  public var isComplete: Bool { next >= snapshot.numbers.upperBound }

  /// Looks at so many entries more.
  public mutating func advance(by count: Int, now: WallTime) {
    while let number = aside.popLast() { look(at: snapshot[number], now: now) }
    let end = min(snapshot.numbers.upperBound, next + UInt64(count))
    while next < end {
      look(at: snapshot[next], now: now)
      next += 1
    }
  }

  private mutating func look(at entry: Entry, now: WallTime) {
    guard entry.isValid, !entry.isSent else { return }
    events += 1
    let matches = entry.withSubject(now: now) { rules.matches($0) }
    for index in counts.indices where matches[index] { counts[index] += 1 }
  }
}
