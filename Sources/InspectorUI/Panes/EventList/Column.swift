import InspectorCore

/// A column of the list.
public enum Column: String, Sendable, CaseIterable {
  case mark, time, type, source, subject, id, mode, status, size

  var title: String { self == .mark ? "" : rawValue.uppercased() }

  /// Those that are there without being asked for.
  public static let standard: [Column] = [.type, .source, .subject, .size]
  /// Those that can be chosen; mark and time are always there.
  static let choices: [Column] = [.type, .source, .subject, .id, .mode, .status, .size]

  /// Columns of the screen that it takes where it does not stretch.
  private var fixedWidth: Int? {
    switch self {
    case .mark: 2
    case .time: 12
    case .mode: 10
    case .status: 6
    case .size: 5
    case .type, .source, .subject, .id: nil
    }
  }

  /// How much of the room it gets of those that stretch, and what it must have at least.
  private var stretch: (share: Int, least: Int) {
    switch self {
    case .type: (10, 24)
    case .source: (7, 13)
    case .subject: (5, 12)
    default: (5, 12)
    }
  }

  var isRight: Bool { self == .size || self == .status }

  /// Which one goes first where there is not room for all.
  private static let dropped: [Column] = [.id, .mode, .status, .subject, .source, .size]

  /// A column's place in a row.
  typealias Place = (column: Column, x: Int, width: Int)

  /// The columns that there is room for, from left to right.
  static func layout(width: Int, _ chosen: [Column]) -> [Place] {
    let time = width >= 58 ? 12 : 8
    let timeX = 4
    let start = timeX + time + 1
    var shown = chosen.filter { $0 != .mark && $0 != .time }
    // Where nobody has chosen, a wide list shows all that it knows.
    if shown == standard, width >= 140 { shown = choices }
    func least() -> Int {
      shown.reduce(start) { $0 + ($1.fixedWidth ?? $1.stretch.least) + 1 }
    }
    for column in dropped where least() > width && shown.count > 1 { shown.removeAll { $0 == column } }

    var places: [Place] = [(.mark, 1, 2), (.time, timeX, time)]
    let fixed = shown.reduce(0) { $0 + ($1.fixedWidth ?? 0) }
    let room = max(4, width - 1 - start - fixed - (shown.count - 1) - (shown.last == .size ? 1 : 0))
    let shares = shown.reduce(0) { $0 + ($1.fixedWidth == nil ? $1.stretch.share : 0) }
    let lastStretching = shown.last { $0.fixedWidth == nil }
    var x = start
    var used = 0
    for column in shown {
      var columnWidth = column.fixedWidth ?? room * column.stretch.share / max(1, shares)
      if column == lastStretching { columnWidth = max(1, room - used) }
      // Nothing is gained by a wider one.
      if column.fixedWidth == nil { columnWidth = min(columnWidth, 64) }
      if column.fixedWidth == nil { used += columnWidth }
      if column == .size { x = max(x, width - 7) }
      places.append((column, x, columnWidth))
      x += columnWidth + 1
    }
    return places
  }
}

extension Column {
  /// What stands in its cell.
  ///
  /// - Parameter offset: seconds that the user's clock is ahead of UTC.
  func text(of entry: Entry, offset: Int, milliseconds: Bool = true) -> String {
    switch self {
    case .mark: ""
    case .time: Shown.time(entry.received, offset: offset, milliseconds: milliseconds)
    case .type: entry.type
    case .source: entry.source
    case .subject: entry.subject
    case .id: entry.id
    case .mode: entry.mode?.rawValue ?? "none"
    case .status: entry.status.map(String.init) ?? ""
    case .size: Shown.size(entry.size)
    }
  }
}
