/// What a store has counted since it was made. Dropped entries stay counted.
public struct StoreCounters: Sendable, Equatable {
  /// All entries: events, and deliveries that were none.
  public var entries: UInt64 = 0
  public var valid: UInt64 = 0
  public var invalid: UInt64 = 0
  /// Valid ones with a warning.
  public var warnings: UInt64 = 0
  public var duplicates: UInt64 = 0
  public var sent: UInt64 = 0
  /// Bytes of all deliveries.
  public var bytes: UInt64 = 0
  /// Entries that made room for newer ones.
  public var dropped: UInt64 = 0
  /// Those of them that were pinned, and had to go because nothing else was left to go.
  public var droppedPinned: UInt64 = 0
  /// Events that a rule dropped: answered, counted and not kept.
  public var droppedByRule: UInt64 = 0
  /// Deliveries that were refused because something could not keep up.
  public var shed: UInt64 = 0

  public init() {}
}

/// Events per second, for the last few minutes.
public struct RateHistory: Sendable, Equatable {
  /// How many seconds are remembered.
  public static let length = 600

  private var counts = [UInt32](repeating: 0, count: RateHistory.length)
  private var newest: Int64 = 0

  public init() {}

  mutating func add(at time: WallTime, count: Int = 1) {
    let second = time.nanoseconds / 1_000_000_000
    // What a recording says to be from before 1970 is no rate of today.
    guard second >= 0 else { return }
    // A clock that was set back: what was counted lies in the future, and would come again.
    if second < newest - 60 { self = RateHistory() }
    if second > newest {
      let first = max(newest + 1, second - Int64(Self.length) + 1)
      for cleared in first...second { counts[Int(cleared % Int64(Self.length))] = 0 }
      newest = second
    }
    guard second > newest - Int64(Self.length) else { return }
    counts[Int(second % Int64(Self.length))] &+= UInt32(clamping: count)
  }

  /// The counts of the `seconds` full seconds before `now`, oldest first.
  public func counts(last seconds: Int, before now: WallTime) -> [Int] {
    let current = now.nanoseconds / 1_000_000_000
    return (0..<Int64(seconds)).map { index in
      let second = current - Int64(seconds) + index
      guard second >= 0, second <= newest, second > newest - Int64(Self.length) else { return 0 }
      return Int(counts[Int(second % Int64(Self.length))])
    }
  }

  /// Events per second, averaged over the last five seconds, the one that is running with them.
  public func perSecond(at now: WallTime) -> Double {
    Double(counts(last: 5, before: now.plus(seconds: 1)).reduce(0, +)) / 5
  }
}
