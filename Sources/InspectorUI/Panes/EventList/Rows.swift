import CESQL
import InspectorCore

/// Which entries the list shows, in order: all that are kept, or those that a filter lets through; in the order of
/// arrival, or sorted.
///
/// It grows by what is new and never looks at an entry twice, unless what is asked changes. New entries stand after the
/// sorted ones until the list is sorted again, and before them where the newest is first, so that no row changes places
/// with another because something came.
public struct Rows: Sendable {
  /// What lets entries through; `nil` lets all.
  public var condition: EventCondition? { scanner?.condition }
  /// What the user has taken out of the list.
  private(set) var removed: Set<UInt64> = []
  /// The entries before this one were cleared away.
  private(set) var start: UInt64 = 0
  /// The only ones that are shown, where not all are.
  private(set) var chosen: Set<UInt64>?
  /// What evaluating the condition went wrong with.
  var errors: ConditionErrors { scanner?.errors ?? ConditionErrors() }

  private var scanner: EntryScanner?
  private var all: Range<UInt64> = 1..<1
  /// Marked entries that are older than all others, and those of them that are rows.
  private var aside: [UInt64] = []
  private var rowsAside: [UInt64] = []
  /// What `rowsAside` was worked out for.
  private var asideRevision = -1
  private var matches: [UInt64] = []
  /// How many of `matches` are no longer kept.
  private var gone = 0
  /// The number of the next entry to look at.
  private var scanned: UInt64 = 0
  private var sorter: RowSorter?
  /// The entries that were judged before their answers were there.
  private var unanswered: Set<UInt64> = []
  /// Grows where rows are others or stand in another order, and not where some come or are dropped.
  private(set) var revision = 0

  public init() {}

  /// The first entry that is kept.
  var first: UInt64 { all.lowerBound }

  /// How many rows have gone since another entry was the first.
  func lost(since first: UInt64) -> UInt64 {
    // Of filtered rows nobody knows how many they were: looking again at some does no harm.
    guard isPlain, all.lowerBound > first else { return 0 }
    return all.lowerBound - first - UInt64(aside.count { $0 >= first })
  }

  /// Whether an entry has gone, marked or not.
  func hasGone(_ number: UInt64) -> Bool { number < all.lowerBound && !isRowAside(number) }

  /// Whether every entry since `start` is a row.
  private var isPlain: Bool { condition == nil && removed.isEmpty && chosen == nil }

  /// How many rows there are.
  public var count: Int { arrivals }

  /// Whether all entries have been looked at, and sorted where they are to be.
  public var isComplete: Bool { isScanned && sorter?.isComplete != false }

  private var isScanned: Bool { isPlain || scanned >= all.upperBound }

  /// How much of the entries has been looked at, in percent.
  var progress: Int {
    guard !isScanned, !all.isEmpty else { return 100 }
    return Int((max(scanned, all.lowerBound) - all.lowerBound) * 100 / UInt64(all.count))
  }

  /// How many entries there are to show, were there no filter: those that were taken out do not count.
  public var total: Int { all.count + aside.count - removed.count }

  /// How many entries are hidden, of those that were looked at.
  public var hidden: Int {
    guard !isPlain else { return 0 }
    let seen = Int(min(scanned, all.upperBound)) - Int(all.lowerBound) + aside.count
    return max(0, seen - removed.count - arrivals)
  }

  // MARK: Places

  /// Whether what is new stands in the first rows, and not in the last.
  var newestIsFirst: Bool { sorter?.isComplete == true && sorter?.sort == .newestFirst }

  /// How many rows came too late to be sorted.
  var unsorted: Int { sorter.map { $0.isComplete ? arrivals - place(ofArrival: $0.end) : 0 } ?? 0 }

  /// The entry's number at a place.
  public func number(at index: Int) -> UInt64 {
    guard let sorter, sorter.isComplete else { return arrival(at: index) }
    if newestIsFirst {
      let new = unsorted
      return index < new ? arrival(at: arrivals - 1 - index) : sorter.order[index - new]
    }
    let sorted = sorter.order.count
    return index < sorted ? sorter.order[index] : arrival(at: place(ofArrival: sorter.end) + index - sorted)
  }

  /// The place of an entry's row; of one that has none, the place of the next row that came after it.
  public func place(of number: UInt64) -> Int {
    guard let sorter, sorter.isComplete else { return place(ofArrival: number) }
    if newestIsFirst {
      if number >= sorter.end { return max(0, arrivals - 1 - place(ofArrival: number)) }
      let older = max(0, sorter.order.count - place(ofArrival: number))
      return unsorted + (sorter.order.firstIndex(of: number) ?? older)
    }
    if number >= sorter.end {
      return sorter.order.count + place(ofArrival: number) - place(ofArrival: sorter.end)
    }
    return sorter.order.firstIndex(of: number) ?? min(sorter.order.count, place(ofArrival: number))
  }

  /// The newest entry that somebody has seen who has seen the row at a place: of sorted rows they know them all.
  func newestSeen(at index: Int) -> UInt64 {
    guard let sorter, sorter.isComplete else { return number(at: index) }
    let isSorted = newestIsFirst ? index >= unsorted : index < sorter.order.count
    return isSorted ? max(1, sorter.end) - 1 : number(at: index)
  }

  /// How many rows there are for entries from a number on.
  func count(from number: UInt64) -> Int { arrivals - place(ofArrival: number) }

  private var arrivals: Int { rowsAside.count + (isPlain ? all.count : matches.count - gone) }

  private func arrival(at index: Int) -> UInt64 {
    guard index >= rowsAside.count else { return rowsAside[index] }
    let index = index - rowsAside.count
    return isPlain ? all.lowerBound + UInt64(index) : matches[gone + index]
  }

  private func isRowAside(_ number: UInt64) -> Bool {
    let place = placeAside(of: number)
    return place < rowsAside.count && rowsAside[place] == number
  }

  private func placeAside(of number: UInt64) -> Int {
    rowsAside.partitioningIndex { $0 >= number }
  }

  private func place(ofArrival number: UInt64) -> Int {
    number < all.lowerBound ? placeAside(of: number) : rowsAside.count + placeInRing(of: number)
  }

  private func placeInRing(of number: UInt64) -> Int {
    guard !isPlain else { return min(all.count, Int(number - all.lowerBound)) }
    return matches[gone...].partitioningIndex { $0 >= number } - gone
  }

  // MARK: What is asked

  /// Puts another condition in force; the entries are looked at from the first again.
  mutating func setCondition(_ condition: EventCondition?) {
    scanner = condition.map { EntryScanner($0) }
    restart()
  }

  /// Takes other entries out, clears up to another one, or shows only chosen ones.
  mutating func set(removed: Set<UInt64>, start: UInt64, chosen: Set<UInt64>?) {
    let first = max(start, all.lowerBound)
    let removed = removed.filter { $0 >= first || aside.contains($0) }
    guard removed != self.removed || start != self.start || chosen != self.chosen else { return }
    // What was only taken out need not be looked at again.
    let isLess =
      chosen == self.chosen && start == self.start && removed.isSuperset(of: self.removed) && !isPlain
    self.removed = removed
    self.start = start
    self.chosen = chosen
    guard isLess else { return restart() }
    matches = matches[gone...].filter { !removed.contains($0) }
    gone = 0
    revision += 1
    sorter?.restart()
  }

  /// Sorts the rows, those too that came since they were sorted; nil leaves them as they came.
  mutating func sort(by sort: RowSort?) {
    sorter = sort.map { RowSorter(sort: $0) }
    revision += 1
  }

  /// Sorts the rows that came since, as long as they are so few that it takes no time.
  mutating func sortIn() {
    if newestIsFirst || unsorted == 0 || arrivals > Self.sortedIn { return }
    sorter?.restart()
    revision += 1
  }

  private mutating func restart() {
    revision += 1
    matches = []
    gone = 0
    scanned = 0
    scanner = condition.map { EntryScanner($0) }
    sorter?.restart()
  }

  // MARK: Going on

  /// Takes what is new, looking at a bounded number of entries; `isComplete` says whether more is to be done.
  mutating func extend(with snapshot: StoreSnapshot, now: WallTime) {
    let first = min(max(snapshot.first, start), snapshot.next)
    var hasLost = first > all.lowerBound
    all = first..<snapshot.next
    if extendAside(with: snapshot, now: now) { hasLost = true }
    if hasLost, !removed.isEmpty { removed = removed.filter { $0 >= first || aside.contains($0) } }
    if !isPlain {
      scan(snapshot, now: now)
      judgeAnswered(snapshot, now: now)
    }
    guard isScanned, sorter != nil else { return }
    if hasLost, var sorted = sorter {
      sorter = nil
      sorted.drop { hasGone($0) }
      sorter = sorted
    }
    if !sorter!.isComplete {
      let numbers = { [self] (index: Int) in arrival(at: index) }
      sorter!.extend(count: arrivals, next: all.upperBound, numbers, snapshot)
      if sorter!.isComplete { revision += 1 }
    }
  }

  /// Takes what the store has set aside because it is marked; whether something of it is no longer there.
  private mutating func extendAside(with snapshot: StoreSnapshot, now: WallTime) -> Bool {
    guard snapshot.hasSetAside || !aside.isEmpty else { return false }
    let before = aside
    aside = snapshot.setAside.filter { $0 >= start && $0 < all.lowerBound }
    guard aside != before || asideRevision != revision else { return false }
    // Where more only came behind, the rows are those that were there.
    let hasLost = !aside.starts(with: before)
    if hasLost { revision += 1 }
    asideRevision = revision
    rowsAside = aside.filter { number in
      guard isCandidate(number) else { return false }
      guard let condition else { return true }
      return snapshot[number].withSubject(now: now) { condition.judge($0).matches }
    }
    return hasLost
  }

  private mutating func scan(_ snapshot: StoreSnapshot, now: WallTime) {
    while gone < matches.count, matches[gone] < all.lowerBound { gone += 1 }
    if gone > 4096, gone * 2 > matches.count {
      matches.removeFirst(gone)
      gone = 0
    }
    scanned = max(scanned, all.lowerBound)
    if let chosen, chosen.count < all.count / 2 {
      // Few are asked for by number: no need to look at all.
      for number in chosen.sorted()
      where number >= scanned && number < all.upperBound && !removed.contains(number) {
        if scanner?.judge(snapshot[number], now: now) != false { matches.append(number) }
      }
      scanned = all.upperBound
      return
    }
    let old = matches.count
    if scanner == nil {
      let end = min(all.upperBound, scanned + Self.budget)
      matches += scanned..<end
      scanned = end
    } else {
      scanned = scanner!.scan(scanned..<all.upperBound, of: snapshot, now: now, into: &matches)
    }
    guard chosen != nil || !removed.isEmpty else { return }
    let found = matches[old...].filter { isCandidate($0) }
    matches.replaceSubrange(old..., with: found)
  }

  /// Judges those again that have got their answers since.
  private mutating func judgeAnswered(_ snapshot: StoreSnapshot, now: WallTime) {
    let answered = unanswered.subtracting(snapshot.awaited)
    unanswered = snapshot.awaited.filter { $0 < scanned }
    guard let condition else { return }
    for number in answered where number < scanned && all.contains(number) && isCandidate(number) {
      let place = gone + placeInRing(of: number)
      let wasMatch = place < matches.count && matches[place] == number
      let isMatch = snapshot[number].withSubject(now: now) { condition.judge($0).matches }
      guard isMatch != wasMatch else { continue }
      if isMatch { matches.insert(number, at: place) } else { matches.remove(at: place) }
      revision += 1
      sorter?.restart()
    }
  }

  private func isCandidate(_ number: UInt64) -> Bool {
    !removed.contains(number) && chosen?.contains(number) != false
  }

  /// How many entries are taken in one go where nothing is asked of them.
  private static let budget: UInt64 = 200_000
  /// How many rows are sorted anew when one comes.
  private static let sortedIn = 1000
}
