import CESQL

/// Looks through stored entries for those that a condition lets through, a bounded piece at a time.
///
/// What the type alone decides is asked once for each type, by the types' numbers. Else an entry in whose bytes
/// something is missing that every match has is passed over without being decoded; what is left is judged whole, and
/// would be all that is needed.
public struct EntryScanner: Sendable {
  public let condition: EventCondition
  /// What evaluating the condition went wrong with.
  public private(set) var errors = ConditionErrors()

  /// What must stand in the bytes of each entry that matches.
  private let required: Needle?
  /// For a condition that only depends on the type: what it said for each type's number; 0 where it was not asked.
  private var byType: [UInt8] = []
  /// Which numbering of types those are for.
  private var epoch = 0

  public init(_ condition: EventCondition) {
    self.condition = condition
    required = condition.required
  }

  /// How much is done in one go: about nanoseconds of a common machine, so that a key never waits long.
  public static let piece = 5_000_000

  /// About what looking at an entry costs, in nanoseconds of a common machine.
  private enum Cost {
    static let type = 1
    static let passing = 30
    static let bytesPassed = 8
    static let judging = 1000
  }

  /// Looks at entries in their order, as far as one piece of work goes.
  ///
  /// - Parameters:
  ///   - numbers: those that are kept and have not been looked at.
  ///   - piece: how much is done at most, but for the last entry.
  ///   - matches: where the numbers of those that match are put.
  /// - Returns: the number of the next entry to look at; the end of `numbers` where there is none.
  public mutating func scan(
    _ numbers: Range<UInt64>, of snapshot: StoreSnapshot, now: WallTime, piece: Int = Self.piece,
    into matches: inout [UInt64]
  ) -> UInt64 {
    if let query = condition.typeQuery {
      return scan(numbers, of: snapshot, byType: query, now: now, piece: piece, into: &matches)
    }
    var work = 0
    let required = required
    return snapshot.forEachRecord(in: numbers) { number, record, segment in
      if work >= piece { return false }
      let size = Int(record.pointee.count)
      work += Cost.passing + size / Cost.bytesPassed
      if let required, !record.pointee.mayContain(required, in: segment) { return true }
      work += Cost.judging + size
      if judge(snapshot[number], now: now) { matches.append(number) }
      return true
    }
  }

  /// Whether the condition may hold for an entry, told from its bytes without decoding them.
  public func mayMatch(_ entry: Entry) -> Bool { required.map { entry.mayContain($0) } ?? true }

  /// Whether the condition holds for one entry.
  public mutating func judge(_ entry: Entry, now: WallTime) -> Bool {
    let (isMatch, found) = entry.withSubject(now: now) { condition.judge($0) }
    if !found.isEmpty { errors.add(found) }
    return isMatch
  }

  private mutating func scan(
    _ numbers: Range<UInt64>, of snapshot: StoreSnapshot, byType query: Query, now: WallTime,
    piece: Int, into matches: inout [UInt64]
  ) -> UInt64 {
    if epoch != snapshot.epoch { (byType, epoch) = ([], snapshot.epoch) }
    if byType.count < snapshot.typeIDCount {
      byType += [UInt8](repeating: 0, count: snapshot.typeIDCount - byType.count)
    }
    var next = numbers.lowerBound
    let end = min(numbers.upperBound, next + UInt64(piece / Cost.type))
    while next < end {
      // Types without a number of their own, which number 0 stands for, are looked up.
      let first = next
      next += snapshot.withTypeIDs(from: first, to: end) { types in
        for (offset, type) in types.enumerated() {
          var verdict = byType[Int(type)]
          if verdict == 0 {
            if type == 0 {
              let entry = snapshot[first + UInt64(offset)]
              verdict = entry.withSubject(now: now, { query.matches($0) }) ? 2 : 1
            } else {
              verdict = query.matches(type: snapshot.type(type)) ? 2 : 1
              byType[Int(type)] = verdict
            }
          }
          if verdict == 2 { matches.append(first + UInt64(offset)) }
        }
        return UInt64(types.count)
      }
    }
    return end
  }
}

/// What went wrong while a condition was evaluated for events: how often, and each kind once.
public struct ConditionErrors: Sendable {
  /// How many events there was an error for.
  public private(set) var events = 0
  /// Different errors with how many events had them, in the order in which they came; bounded.
  public private(set) var kinds: [(error: CESQLError, count: Int)] = []

  /// How many different errors are told apart.
  private static let maximumKinds = 20

  public init() {}

  mutating func add(_ errors: [CESQLError]) {
    events += 1
    for error in errors {
      if let index = kinds.firstIndex(where: { $0.error == error }) {
        kinds[index].count += 1
      } else if kinds.count < Self.maximumKinds {
        kinds.append((error, 1))
      }
    }
  }
}
