import InspectorCore

/// A column of the list.
public enum Column: Sendable, Hashable {
  case mark, time, delta, type, source, subject, id, mode, status, size
  /// An extension attribute, or a value in the data.
  case value(NamedValue)

  /// Those that are there without being asked for.
  public static let standard: [Column] = [.type, .source, .subject, .size]
  /// Those that can be chosen by name and are in every list; mark and time are always there.
  static let choices: [Column] = [.type, .source, .subject, .id, .mode, .status, .size, .delta]
  /// Those of a wide list for which nobody has chosen.
  private static let wide = choices.filter { $0 != .delta }
  private static let named = [.mark, .time] + choices

  /// What it is called in files and on the command line: `type`, `ext.partitionkey`, `data.order.total`.
  public var name: String {
    switch self {
    case .mark: "mark"
    case .time: "time"
    case .delta: "delta"
    case .type: "type"
    case .source: "source"
    case .subject: "subject"
    case .id: "id"
    case .mode: "mode"
    case .status: "status"
    case .size: "size"
    case .value(let value): value.name
    }
  }

  /// The column of that name; `nil` where there is none.
  public init?(_ name: String) {
    if let known = Self.named.first(where: { $0.name == name }) {
      self = known
    } else if let value = NamedValue(name) {
      self = .value(value)
    } else {
      return nil
    }
  }

  /// What stands over it.
  var title: String {
    switch self {
    case .mark: ""
    case .value(let value): value.ownName
    default: name.uppercased()
    }
  }

  /// What it is called in a menu.
  var label: String { isValue ? name : name.capitalizedFirst }

  /// What it shows, in a few words.
  var help: String {
    switch self {
    case .mark: "marks"
    case .time: "when it came"
    case .delta: "time since the row above"
    case .mode: "the content mode"
    case .status: "the status that was answered"
    case .size: "bytes of the body"
    case .value(let value): value.name.hasPrefix("ext.") ? "an extension" : "a value in JSON data"
    case .type, .source, .subject, .id: "the event's \(name)"
    }
  }

  var isValue: Bool { if case .value = self { true } else { false } }
  /// Whether it says what event it is, so that something else stands there where there is none.
  var isIdentity: Bool { [.type, .source, .subject, .id].contains(self) }
  /// Whether it shows text that may be longer than the column, and can be scrolled.
  var isText: Bool { isIdentity || isValue }
  var isRight: Bool { self == .size || self == .status || self == .delta }

  /// Why the list cannot be sorted by it, in a sentence.
  var reasonAgainstSorting: String? {
    self == .delta
      ? "Delta is the time since the row above, so it has no order of its own; sort by time." : nil
  }

  /// Columns of the screen that it takes where it does not stretch.
  private var fixedWidth: Int? {
    switch self {
    case .mark: 2
    case .time: 12
    case .delta: 8
    case .mode: 10
    case .status: 6
    case .size: 5
    case .type, .source, .subject, .id, .value: nil
    }
  }

  /// How much of the room it gets of those that stretch, and what it must have at least.
  private var stretch: (share: Int, least: Int) {
    switch self {
    case .type: (10, 24)
    case .source: (7, 13)
    case .value: (5, min(16, max(8, DisplayWidth.of(title, upTo: 16))))
    default: (5, 12)
    }
  }

  /// How soon it goes where there is not room for all: what somebody has added stays longest.
  private static func dropped(_ shown: [Column]) -> [Column] {
    [.id, .mode, .status, .subject, .source, .size, .delta] + shown.reversed().filter { $0.isValue }
  }

  /// A column's place in a row.
  typealias Place = (column: Column, x: Int, width: Int)

  /// The columns that there is room for, from left to right.
  static func layout(width: Int, _ chosen: [Column]) -> [Place] {
    let time = width >= 58 ? 12 : 8
    let timeX = 4
    let start = timeX + time + 1
    var shown = chosen.filter { $0 != .mark && $0 != .time }
    // Where nobody has chosen, a wide list shows all that it knows.
    if shown == standard, width >= 140 { shown = wide }
    // What somebody has added is worth more than the ends of long types and sources.
    let isCustom = shown.contains { $0.isValue }
    func least(_ column: Column) -> Int {
      isCustom && !column.isValue ? min(14, column.stretch.least) : column.stretch.least
    }
    func leastWidth() -> Int { shown.reduce(start) { $0 + ($1.fixedWidth ?? least($1)) + 1 } }
    for column in dropped(shown) where leastWidth() > width && shown.count > 1 {
      shown.removeAll { $0 == column }
    }

    var places: [Place] = [(.mark, 1, 2), (.time, timeX, time)]
    let fixed = shown.reduce(0) { $0 + ($1.fixedWidth ?? 0) }
    let room = max(4, width - 1 - start - fixed - (shown.count - 1) - (shown.last == .size ? 1 : 0))
    let shares = shown.reduce(0) { $0 + ($1.fixedWidth == nil ? $1.stretch.share : 0) }
    // Beside what was added no column is less wide than it must be.
    func base(_ column: Column) -> Int { isCustom && column.fixedWidth == nil ? least(column) : 0 }
    let rest = max(0, room - shown.reduce(0) { $0 + base($1) })
    let lastStretching = shown.last { $0.fixedWidth == nil }
    var x = start
    var used = 0
    for column in shown {
      var columnWidth = column.fixedWidth ?? base(column) + rest * column.stretch.share / max(1, shares)
      if column == lastStretching { columnWidth = max(1, room - used) }
      // Nothing is gained by a wider one.
      if column.fixedWidth == nil { columnWidth = min(columnWidth, 64) }
      if column.fixedWidth == nil { used += columnWidth }
      if column == .size, column == shown.last { x = max(x, width - 7) }
      places.append((column, x, columnWidth))
      x += columnWidth + 1
    }
    return places
  }
}

extension Column {
  /// How many bytes of a value are read for a cell: more than is seen of one, however far it is scrolled.
  static let cellLimit = 4096

  /// What stands in its cell.
  ///
  /// - Parameters:
  ///   - above: the entry in the row above.
  ///   - offset: seconds that the user's clock is ahead of UTC.
  ///   - limit: how many bytes of a value in the event are wanted.
  func text(
    of entry: Entry, above: Entry? = nil, offset: Int, milliseconds: Bool = true, upTo limit: Int = .max
  ) -> String {
    switch self {
    case .mark: ""
    case .time: Shown.time(entry.received, offset: offset, milliseconds: milliseconds)
    case .delta: above.map { Shown.gap(entry.received.since($0.received)) } ?? ""
    case .type: entry.type
    case .source: entry.source
    case .subject: entry.subject
    case .id: entry.id
    case .mode: entry.mode?.rawValue ?? "none"
    case .status: entry.status.map(String.init) ?? ""
    case .size: Shown.size(entry.size)
    case .value(let value): value.value(in: entry, upTo: limit)?.text ?? ""
    }
  }
}
