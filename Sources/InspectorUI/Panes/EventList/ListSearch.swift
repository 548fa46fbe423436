import InspectorCore

/// Which rows have what is searched for: in attributes, headers or data. It looks at each row once, a bounded number at
/// a time, and goes on with new rows.
struct ListSearch: Sendable {
  let text: String
  private var scanner: EntryScanner
  /// The entries in which it stands, from the row that was there first to the one that came last.
  private var found: [UInt64] = []
  /// How many rows were looked at, and what rows they are.
  private var next = 0
  /// Whether new rows come before the others, so that the last row is looked at first.
  private var isReversed = false
  private var first: UInt64 = 0
  private var revision = -1
  private static let budget = 4000
  /// How many bytes are decoded in one go, so that a key never waits long.
  private static let byteBudget = 2 << 20

  /// nil where there is nothing to search for.
  init?(_ text: String) {
    guard !text.isEmpty,
      let query = try? Query("\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"")
    else { return nil }
    self.text = text
    scanner = EntryScanner(.query(query))
  }

  /// Whether an entry is among those that were found.
  func isFound(in number: UInt64) -> Bool { found.contains(number) }

  func isComplete(for rows: Rows) -> Bool { revision == rows.revision && next >= rows.count }

  /// Looks at more rows.
  mutating func extend(_ rows: Rows, _ snapshot: StoreSnapshot, now: WallTime) {
    if revision != rows.revision {
      (found, next, revision, first) = ([], 0, rows.revision, rows.first)
      isReversed = rows.newestIsFirst
    }
    if rows.first != first {
      // What was dropped was in the first rows.
      found.removeAll { rows.hasGone($0) }
      next = max(0, next - Int(clamping: rows.lost(since: first)))
      first = rows.first
    }
    let end = min(rows.count, next + Self.budget)
    var bytes = 0
    while next < end, bytes < Self.byteBudget {
      let number = rows.number(at: isReversed ? rows.count - 1 - next : next)
      if let entry = snapshot.entry(number), scanner.mayMatch(entry) {
        if scanner.judge(entry, now: now) { found.append(number) }
        bytes += entry.deliverySize
      }
      next += 1
    }
  }

  /// The row to go to from a place, around the end; nil where nothing is found.
  func match(from place: Int, forward: Bool, in rows: Rows) -> Int? {
    let places = found.count
    guard places > 0 else { return nil }
    let next = found.indices.partitioningIndex { rows.place(of: match($0)) >= place + (forward ? 1 : 0) }
    let index = forward ? next % places : (next + places - 1) % places
    return rows.place(of: match(index))
  }

  /// The how many-th entry in which it stands, in the order of the rows.
  private func match(_ index: Int) -> UInt64 { found[isReversed ? found.count - 1 - index : index] }

  /// `"order" 3 of 17`.
  func counter(at place: Int?, in rows: Rows) -> String {
    let done = isComplete(for: rows) ? "" : " · looked at \(next * 100 / max(1, rows.count)) %"
    guard !found.isEmpty else {
      return done.isEmpty ? "\"\(text)\" is in no event of the list" : "looking for \"\(text)\"\(done)"
    }
    let reached = place.map { place in found.indices.partitioningIndex { rows.place(of: match($0)) > place } }
    return "\"\(text)\" \(Shown.count(reached ?? 0)) of \(Shown.count(found.count))\(done)"
  }
}
