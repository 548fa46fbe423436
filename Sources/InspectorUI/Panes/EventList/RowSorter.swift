import InspectorCore

/// What the list is sorted by.
public struct RowSort: Sendable, Hashable {
  public var column: Column
  public var isDescending: Bool

  public init(_ column: Column, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }

  /// The newest first: what comes has its place before all others.
  public static let newestFirst = RowSort(.time, isDescending: true)
}

/// Puts rows in another order than that of arrival, a bounded number of them at a time.
struct RowSorter: Sendable {
  let sort: RowSort
  /// The numbers of the entries in order, once all are sorted.
  private(set) var order: [UInt64] = []
  /// The number of the first entry that came too late to be sorted.
  private(set) var end: UInt64 = 0
  private(set) var isComplete = false
  private var keyed: [Keyed] = []
  /// For columns with few values: the rank of each value's number.
  private var ranks: [UInt32: UInt64] = [:]

  private struct Keyed {
    var key: (UInt64, UInt64)
    var number: UInt64
  }

  /// How many entries are looked at in one go.
  private static let budget = 50_000
  /// How many bytes are read in one go for values that stand in the events, so that a key never waits long.
  private static let byteBudget = 8 << 20

  init(sort: RowSort) {
    self.sort = sort
  }

  /// Begins again, because other entries are to be sorted.
  mutating func restart() { self = RowSorter(sort: sort) }

  /// Forgets entries that are no longer kept.
  mutating func drop(where hasGone: (UInt64) -> Bool) {
    if isComplete { order.removeAll(where: hasGone) } else { restart() }
  }

  /// Takes more of the entries, and sorts them once it has all.
  ///
  /// - Parameter next: the number of the first entry that is not among them.
  mutating func extend(count: Int, next: UInt64, _ number: (Int) -> UInt64, _ snapshot: StoreSnapshot) {
    if keyed.isEmpty { rank(snapshot) }
    let last = min(count, keyed.count + Self.budget)
    var bytes = 0
    while keyed.count < last, bytes < Self.byteBudget {
      let number = number(keyed.count)
      let entry = snapshot[number]
      keyed.append(Keyed(key: key(of: entry), number: number))
      if sort.column.isValue { bytes += entry.deliverySize }
    }
    guard keyed.count >= count else { return }
    if sort.isDescending {
      keyed.sort { ($0.key.0, $0.key.1, $0.number) > ($1.key.0, $1.key.1, $1.number) }
    } else {
      keyed.sort { ($0.key.0, $0.key.1, $0.number) < ($1.key.0, $1.key.1, $1.number) }
    }
    order = keyed.map(\.number)
    keyed = []
    end = next
    isComplete = true
  }

  private mutating func rank(_ snapshot: StoreSnapshot) {
    let values: [(UInt32, String)]
    switch sort.column {
    case .type: values = (1..<UInt32(max(1, snapshot.typeIDCount))).map { ($0, snapshot.type($0)) }
    case .source: values = (1..<UInt32(max(1, snapshot.sourceIDCount))).map { ($0, snapshot.source($0)) }
    default: return
    }
    let sorted = values.sorted { $0.1 < $1.1 }
    ranks = Dictionary(
      uniqueKeysWithValues: sorted.enumerated().map { ($0.element.0, UInt64($0.offset)) })
  }

  private func key(of entry: Entry) -> (UInt64, UInt64) {
    switch sort.column {
    case .mark, .time, .delta: (UInt64(bitPattern: entry.received.nanoseconds), 0)
    case .type: (ranks[entry.typeID] ?? .max, 0)
    case .source: (ranks[entry.sourceID] ?? .max, 0)
    case .size: (UInt64(entry.size), 0)
    case .status: (UInt64(entry.status ?? 0), 0)
    case .mode: (UInt64(entry.mode.map { Self.modes.firstIndex(of: $0.rawValue)! + 1 } ?? 0), 0)
    case .subject: Self.prefix(entry.subject)
    case .id: Self.prefix(entry.id)
    case .value(let value): value.value(in: entry, upTo: Column.cellLimit)?.order ?? (0, 0)
    }
  }

  private static let modes = ["binary", "structured", "batched"]

  /// The first bytes of a text, so that comparing them compares texts.
  private static func prefix(_ text: String) -> (UInt64, UInt64) {
    var key: (UInt64, UInt64) = (0, 0)
    for (index, byte) in text.utf8.prefix(16).enumerated() {
      if index < 8 {
        key.0 |= UInt64(byte) << (56 - 8 * UInt64(index))
      } else {
        key.1 |= UInt64(byte) << (56 - 8 * UInt64(index - 8))
      }
    }
    return key
  }
}
