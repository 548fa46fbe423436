import InspectorCore

/// The types at the side: which there are, and which one the cursor is on.
public struct FacetsState: Sendable {
  public var cursor = 0
  public var top = 0
  /// Every type that is kept with how many entries have it, the most frequent first; made while they are shown.
  private(set) var items: [(value: String, count: Int)] = []
  /// Which change of the store the items were made for.
  private var version: UInt64?
  private var made = WallTime(nanoseconds: 0)

  /// Makes the items anew where the store has changed, and keeps cursor and top among them.
  mutating func settle(_ snapshot: StoreSnapshot, height: Int, now: WallTime) {
    // Many types take long to sort, and nobody reads them as fast as they change.
    let isDue = items.count < 2000 || abs(now.nanoseconds - made.nanoseconds) > 500_000_000
    if version != snapshot.version, isDue {
      made = now
      let selected = items.indices.contains(cursor) ? items[cursor].value : nil
      items = snapshot.typeFacets
      version = snapshot.version
      // The cursor stays on its type, whichever place that has now.
      if let selected, cursor > 0, let place = items.firstIndex(where: { $0.value == selected }) {
        cursor = place
      }
    }
    cursor = max(0, min(cursor, items.count - 1))
    top = max(0, min(max(top, cursor - max(1, height) + 1), cursor))
  }

  /// The type under the cursor.
  var selected: String? { items.indices.contains(cursor) ? items[cursor].value : nil }

  /// What a query for exactly this type is.
  static func query(type: String) -> String { "type:" + QueryCompletion.quoted(type) }
}
