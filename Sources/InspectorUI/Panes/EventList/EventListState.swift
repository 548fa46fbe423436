/// Where the list stands. Entries are remembered by number, so that nothing moves when others come or go.
public struct EventListState: Sendable, Equatable {
  /// The selected entry.
  public var cursor: UInt64?
  /// The entry that the user has chosen; the cursor is there, or on the next one that the filter lets through.
  private var anchor: UInt64?
  /// The entry in the first row.
  public var top: UInt64 = 0
  /// The entry that was in the first row before the size changed, to go back to when it does again.
  private var rest: UInt64 = 0
  /// How many rows there was room for.
  private var height = 0
  /// Whether the cursor goes along with new entries.
  public var follows = true
  /// Columns that are scrolled away at the left.
  public var scroll = 0
  /// The newest entry that was on the screen while nothing was followed.
  public var seen: UInt64 = 0
  /// Whether somebody has moved the cursor, or chosen an order, since there were no events: from then on no row moves.
  public internal(set) var isTouched = false

  /// Puts cursor and top where they belong after rows, size or cursor have changed.
  mutating func settle(in rows: Rows, height: Int) {
    if rows.total == 0 { isTouched = false }
    guard rows.count > 0 else {
      cursor = nil
      return
    }
    let last = rows.count - 1
    var place = (anchor ?? cursor).map { min(last, rows.place(of: $0)) } ?? rows.newestPlace
    if follows { place = rows.newestPlace }
    cursor = rows.number(at: place)
    if follows || anchor == nil { anchor = cursor }
    let height = max(1, height)
    let isResized = height != self.height && self.height > 0
    self.height = height
    var first = min(rows.place(of: isResized ? rest : top), last)
    if place < first { first = place }
    if place >= first + height { first = place - height + 1 }
    // Room at the end is used as long as there are rows for it that were there before.
    if follows { first = max(0, min(first, rows.count - height)) }
    if first + height > rows.count {
      first = max(0, rows.count - height, min(first, rows.newestIsFirst ? newRows(in: rows) : 0))
    }
    let moved = top != rows.number(at: first)
    top = rows.number(at: first)
    if moved, !isResized { rest = top }
    seen = max(seen, rows.newestSeen(at: rows.newestIsFirst ? first : min(last, first + height - 1)))
  }

  /// Moves the cursor by some rows; on the newest one it follows again.
  mutating func move(by delta: Int, in rows: Rows) {
    guard rows.count > 0 else { return }
    let place = cursor.map { rows.place(of: $0) } ?? rows.count - 1
    go(to: place + delta, in: rows)
  }

  /// Moves the cursor to a row; on the newest one it follows again.
  mutating func go(to place: Int, in rows: Rows) {
    guard rows.count > 0 else { return }
    let place = min(max(0, place), rows.count - 1)
    cursor = rows.number(at: place)
    anchor = cursor
    isTouched = true
    follows = place == rows.newestPlace
  }

  /// Moves the cursor to an entry's row.
  mutating func go(toEntry number: UInt64, in rows: Rows) { go(to: rows.place(of: number), in: rows) }

  /// Has the cursor be on an entry, whatever rows there are, and follow as it did.
  mutating func stay(on number: UInt64) { (cursor, anchor) = (number, number) }

  /// How many rows came below what was on the screen, or above it where the newest is first.
  func newRows(in rows: Rows) -> Int {
    follows ? 0 : rows.count(from: seen + 1)
  }
}

extension Rows {
  /// Where the newest row is: the last place, or the first.
  fileprivate var newestPlace: Int { newestIsFirst ? 0 : max(0, count - 1) }
}
