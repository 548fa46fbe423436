import InspectorCore

/// A field whose values stand at the side with how many events have them.
enum Facet: Int, Sendable, CaseIterable {
  case type, source, subject, mode, status, validity

  /// Over the values.
  var title: String {
    switch self {
    case .type: "TYPE"
    case .source: "SOURCE"
    case .subject: "SUBJECT"
    case .mode: "MODE"
    case .status: "STATUS"
    case .validity: "VALIDITY"
    }
  }

  /// The field of a query.
  var field: String { self == .validity ? "is" : title.lowercased() }
}

/// How many of the entries that are kept have which values. It looks at each entry once, a bounded number at a time, and
/// takes back what it counted for those that are no longer kept.
struct FacetCounts: Sendable {
  /// The values of one facet by their number, with their counts; an empty value is none.
  struct Values: Sendable {
    private(set) var texts: [String] = []
    private(set) var counts: [Int] = []
    /// Values by their bytes, because two texts that look the same are two values.
    private var numbers: [[UInt8]: Int32] = [:]

    /// How many values are told apart, and how much of each.
    private static let maximum = 20_000
    private static let maximumLength = 256

    mutating func number(of text: String) -> Int32 {
      if text.isEmpty { return -1 }
      let key = Array(text.utf8.prefix(Self.maximumLength))
      if let number = numbers[key] { return number }
      guard texts.count < Self.maximum else { return -1 }
      let number = Int32(texts.count)
      numbers[key] = number
      texts.append(text)
      counts.append(0)
      return number
    }

    mutating func add(_ number: Int32, _ difference: Int) {
      if number >= 0 { counts[Int(number)] += difference }
    }
  }

  private(set) var values = [Values](repeating: Values(), count: Facet.allCases.count)
  /// Grows with each change.
  private(set) var version = 0

  /// What was counted for each entry from `first` on: a number for each facet.
  private var entries: [Numbers] = []
  private var gone = 0
  private var first: UInt64 = 0
  /// What was counted for each entry that the store has set aside.
  private var aside: [UInt64: Numbers] = [:]
  /// The numbers of types and sources that the store has, as numbers here.
  private var types: [Int32] = []
  private var sources: [Int32] = []
  private var epoch = 0
  /// The entries that were counted before their answers were there.
  private var unanswered: Set<UInt64> = []

  private struct Numbers: Sendable {
    var type: Int32, source: Int32, subject: Int32
    var mode: Int8, validity: Int8
    var status: Int16
    var hasWarning: Bool

    subscript(facet: Facet) -> Int32 {
      switch facet {
      case .type: type
      case .source: source
      case .subject: subject
      case .mode: Int32(mode)
      case .status: Int32(status)
      case .validity: Int32(validity)
      }
    }
  }

  /// How many entries are looked at in one go.
  private static let budget = 20_000

  /// Whether there is more to count.
  func isComplete(for snapshot: StoreSnapshot) -> Bool { first + UInt64(entries.count) >= snapshot.next }

  /// Counts what is new, from an entry on, and no longer what has gone.
  mutating func extend(with snapshot: StoreSnapshot, from start: UInt64) {
    let begin = min(max(snapshot.first, start), snapshot.next)
    let counted = first + UInt64(entries.count)
    if begin < first + UInt64(gone) || counted < begin {
      // What was cleared has come back, or more was dropped than was ever counted.
      self = FacetCounts()
      first = begin
      version = 1
    }
    let kept = snapshot.hasSetAside ? Set(snapshot.setAside.filter { $0 >= start && $0 < begin }) : []
    while first + UInt64(gone) < begin {
      let number = first + UInt64(gone)
      if kept.contains(number) { aside[number] = entries[gone] } else { add(entries[gone], -1) }
      gone += 1
    }
    if gone > 65_536, gone * 2 > entries.count {
      entries.removeFirst(gone)
      first += UInt64(gone)
      gone = 0
    }
    if epoch != snapshot.epoch {
      (types, sources, epoch) = ([], [], snapshot.epoch)
    }
    if kept.count != aside.count || !aside.keys.allSatisfy(kept.contains) { count(kept, aside: snapshot) }
    let next = first + UInt64(entries.count)
    let end = min(snapshot.next, next + UInt64(Self.budget))
    for number in next..<max(next, end) {
      let numbers = self.numbers(of: snapshot[number])
      entries.append(numbers)
      add(numbers, 1)
    }
    countAnswered(snapshot)
  }

  /// Counts those anew that have got their answers since.
  private mutating func countAnswered(_ snapshot: StoreSnapshot) {
    let counted = (first + UInt64(gone))..<(first + UInt64(entries.count))
    for number in unanswered.subtracting(snapshot.awaited) where counted.contains(number) {
      let index = Int(number - first)
      add(entries[index], -1)
      entries[index] = numbers(of: snapshot[number])
      add(entries[index], 1)
    }
    unanswered = snapshot.awaited.filter { counted.contains($0) }
  }

  /// Counts what the store has set aside, and no longer what it has not.
  private mutating func count(_ kept: Set<UInt64>, aside snapshot: StoreSnapshot) {
    for (number, numbers) in aside where !kept.contains(number) {
      add(numbers, -1)
      aside[number] = nil
    }
    for number in kept where aside[number] == nil {
      let numbers = self.numbers(of: snapshot[number])
      aside[number] = numbers
      add(numbers, 1)
    }
  }

  private mutating func add(_ numbers: Numbers, _ difference: Int) {
    version += 1
    for facet in Facet.allCases { values[facet.rawValue].add(numbers[facet], difference) }
    // What has a warning is valid too, to the filter and so here.
    if numbers.hasWarning {
      let valid = values[Facet.validity.rawValue].number(of: "valid")
      values[Facet.validity.rawValue].add(valid, difference)
    }
  }

  private mutating func numbers(of entry: Entry) -> Numbers {
    Numbers(
      type: interned(.type, id: entry.typeID, known: \.types) { entry.type },
      source: interned(.source, id: entry.sourceID, known: \.sources) { entry.source },
      subject: values[Facet.subject.rawValue].number(of: entry.subject),
      mode: Int8(truncatingIfNeeded: values[Facet.mode.rawValue].number(of: entry.mode?.rawValue ?? "")),
      validity: Int8(
        truncatingIfNeeded: values[Facet.validity.rawValue].number(
          of: !entry.isValid ? "invalid" : entry.hasWarning ? "warning" : "valid")),
      status: Int16(
        truncatingIfNeeded: values[Facet.status.rawValue].number(of: entry.status.map(String.init) ?? "")),
      hasWarning: entry.isValid && entry.hasWarning)
  }

  /// The number here of a value that the store has a number for.
  private mutating func interned(
    _ facet: Facet, id: UInt32, known: WritableKeyPath<FacetCounts, [Int32]>, _ text: () -> String
  ) -> Int32 {
    guard id > 0 else { return values[facet.rawValue].number(of: text()) }
    let index = Int(id)
    if self[keyPath: known].count <= index {
      self[keyPath: known] += [Int32](repeating: -2, count: index + 1 - self[keyPath: known].count)
    }
    if self[keyPath: known][index] == -2 {
      self[keyPath: known][index] = values[facet.rawValue].number(of: text())
    }
    return self[keyPath: known][index]
  }
}
