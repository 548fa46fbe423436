import InspectorCore

/// The facets at the side: what is counted, what is shown of it, and where the cursor is.
public struct FacetsState: Sendable {
  /// One row at the side.
  enum Row: Sendable, Hashable {
    case title(Facet, count: Int)
    case value(Facet, text: String, count: Int)
    /// So many values of a facet are not shown.
    case more(Facet, count: Int)
    case space

    /// The field and value that the row is about.
    var value: (facet: Facet, text: String)? {
      if case .value(let facet, let text, _) = self { (facet, text) } else { nil }
    }

    var canHaveCursor: Bool {
      switch self {
      case .value, .more: true
      case .title, .space: false
      }
    }
  }

  private(set) var counts = FacetCounts()
  private(set) var rows: [Row] = []
  var cursor = 0
  var top = 0
  /// The facets of which all values are shown.
  var unfolded: Set<Facet> = []
  private var version = -1
  private var shownUnfolded: Set<Facet> = []
  private var made = WallTime(nanoseconds: 0)
  private var madeHeight = 0

  /// Values of a facet that are shown without being asked for.
  private static let folded = 8

  /// Whether there is more to count.
  func isComplete(for snapshot: StoreSnapshot) -> Bool { counts.isComplete(for: snapshot) }

  /// Counts what is new, makes the rows anew where counts have changed, and keeps the cursor on its value.
  mutating func settle(_ snapshot: StoreSnapshot, from start: UInt64, height: Int, now: WallTime) {
    counts.extend(with: snapshot, from: start)
    // Many values take long to sort, and nobody reads them as fast as they change.
    let isDue =
      counts.values.reduce(0) { $0 + $1.texts.count } < 1000
      || now.nanoseconds(since: made).magnitude > 500_000_000
    let isOther = unfolded != shownUnfolded || height != madeHeight
    if version != counts.version || isOther, isDue || isOther {
      let selected = rows.indices.contains(cursor) ? rows[cursor].value : nil
      rows = makeRows(height: height)
      (version, shownUnfolded, made, madeHeight) = (counts.version, unfolded, now, height)
      if let selected,
        let place = rows.firstIndex(where: {
          $0.value.map { $0.facet == selected.facet && $0.text.utf8.elementsEqual(selected.text.utf8) }
            == true
        })
      {
        cursor = place
      }
    }
    cursor = max(0, min(cursor, rows.count - 1))
    if rows.indices.contains(cursor), !rows[cursor].canHaveCursor {
      cursor = rows[cursor...].firstIndex { $0.canHaveCursor } ?? rows.lastIndex { $0.canHaveCursor } ?? 0
    }
    let height = max(1, height)
    top = max(0, min(max(top, cursor - height + 1), cursor, max(0, rows.count - height)))
    // The title over the first values is seen with them.
    if cursor <= 1 { top = 0 }
  }

  /// The rows; where there is room for more values than are shown anyway, as many as fit.
  private func makeRows(height: Int) -> [Row] {
    let all = Facet.allCases.map { facet in
      let values = counts.values[facet.rawValue]
      return zip(values.texts, values.counts).filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }
    func rowCount(folded: Int) -> Int {
      all.reduce(-1) { $0 + ($1.isEmpty ? 0 : 2 + ($1.count > folded + 1 ? folded + 1 : $1.count)) }
    }
    let folded =
      (Self.folded...max(Self.folded, height)).last { rowCount(folded: $0) <= height } ?? Self.folded
    var rows: [Row] = []
    for (facet, items) in zip(Facet.allCases, all) {
      guard !items.isEmpty else { continue }
      if !rows.isEmpty { rows.append(.space) }
      rows.append(.title(facet, count: items.count))
      let isFolded = !unfolded.contains(facet) && items.count > folded + 1
      rows += (isFolded ? items.prefix(folded) : items[...]).map {
        .value(facet, text: $0.0, count: $0.1)
      }
      if isFolded { rows.append(.more(facet, count: items.count - folded)) }
    }
    return rows
  }

  /// Moves the cursor over rows that can have it.
  mutating func move(_ move: Move, page: Int) {
    let target = move.applied(to: cursor, page: page, count: rows.count)
    let onward = target >= cursor ? Array(target..<rows.count) : Array((0...target).reversed())
    // Titles are passed by; where there is nothing behind them, what stands before them is as far as it goes.
    let places = onward + (target >= cursor ? Array((0..<target).reversed()) : Array(target..<rows.count))
    if let place = places.first(where: { rows.indices.contains($0) && rows[$0].canHaveCursor }) {
      cursor = place
    }
    if target == 0 { top = 0 }
  }

  /// The field and value under the cursor.
  var selected: (facet: Facet, text: String)? { rows.indices.contains(cursor) ? rows[cursor].value : nil }
}
