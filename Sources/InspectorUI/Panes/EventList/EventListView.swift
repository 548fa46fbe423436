import CloudEvents
import InspectorCore

/// The list: a header and a row for each entry.
struct EventListView {
  let model: Model
  /// How many rows there are room for.
  let rows: Int

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let columns = Column.layout(width: rect.width)
    let hasHeader = rect.height > rows
    if hasHeader {
      for (column, x, width) in columns {
        canvas.draw(
          column.title, x: rect.x + x, y: rect.y, width: width, role: .listHeader,
          align: column == .size ? .right : .left)
      }
    }
    let top = rect.y + (hasHeader ? 1 : 0)
    guard model.rows.count > 0 else { return drawNothing(into: &canvas, rect, top: top) }
    let first = model.rows.place(of: model.list.top)
    for row in 0..<rows where first + row < model.rows.count {
      let number = model.rows.number(at: first + row)
      guard let entry = model.shown.entry(number) else { continue }
      draw(entry, into: &canvas, columns, rect, y: top + row)
    }
    drawScrollbar(into: &canvas, rect, top: top, first: first)
  }

  private func draw(
    _ entry: Entry, into canvas: inout Canvas, _ columns: [(Column, x: Int, width: Int)], _ rect: Rect, y: Int
  ) {
    let isSelected = entry.number == model.list.cursor
    let overlay: StyleRole? =
      isSelected ? (model.focus == .list ? .listSelected : .listSelectedUnfocused) : nil
    let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    let role = self.role(of: entry)
    canvas.fill(line, role: role)
    if let overlay { canvas.overlay(line, role: overlay) }
    let hasType = !entry.type.isEmpty
    for (column, x, width) in columns where hasType || column == .mark || column == .time || column == .size {
      let (text, cellRole, hash) = content(of: column, entry, role, width: width)
      canvas.draw(
        text, x: rect.x + x, y: y, width: width, role: cellRole, overlay: overlay, hash: hash,
        align: column == .size ? .right : .left, clip: line,
        scroll: scroll(of: text, in: column, width: width))
    }
    // Where there is no type, what is known instead has the room of type, source and subject.
    if !hasType, let x = columns.first(where: { $0.0 == .type })?.x {
      let end = columns.first { $0.0 == .size }.map { $0.x - 1 } ?? rect.width - 1
      canvas.draw(
        describe(entry), x: rect.x + x, y: y, width: end - x, role: role, overlay: overlay, clip: line,
        scroll: model.list.scroll)
    }
  }

  /// How far a cell is scrolled: only what does not fit moves, and no further than its end.
  private func scroll(of text: String, in column: Column, width: Int) -> Int {
    guard model.list.scroll > 0, column == .type || column == .source || column == .subject else { return 0 }
    return min(model.list.scroll, max(0, DisplayWidth.of(text, upTo: width + model.list.scroll) - width))
  }

  private func role(of entry: Entry) -> StyleRole {
    if !entry.isValid { return .eventInvalid }
    if let highlight = entry.outcome.highlight, let role = Self.highlight(highlight) { return role }
    return .text
  }

  /// A rule's highlight: a theme's role, or one of the words for the usual ones.
  static func highlight(_ name: String) -> StyleRole? {
    switch name {
    case "warning": return .eventWarning
    case "error": return .eventFailed
    case "ok": return .eventOK
    case "info": return .messageInfo
    default:
      let role = StyleRole(rawValue: name)
      return StyleRole.all.contains(role) ? role : nil
    }
  }

  private func content(
    of column: Column, _ entry: Entry, _ role: StyleRole, width: Int
  ) -> (String, StyleRole, UInt8?) {
    switch column {
    case .mark:
      if !entry.isValid { return ("✗", .eventInvalid, nil) }
      if entry.isSent {
        return entry.isFailedSend ? ("⊘", .eventFailed, nil) : ("↑", .eventSent, nil)
      }
      if entry.hasWarning { return ("!", .eventWarning, nil) }
      if entry.isDuplicate { return ("=", .eventDuplicate, nil) }
      return (" ", role, nil)
    case .time:
      return (Shown.time(entry.received, offset: model.utcOffset, milliseconds: width >= 12), .textDim, nil)
    case .type:
      let type = entry.type
      return (type, role == .text ? .typeHash : role, Self.hash(type))
    case .source: return (entry.source, role, nil)
    case .subject: return (entry.subject, role, nil)
    case .size: return (Shown.size(entry.size), role == .text ? .textDim : role, nil)
    }
  }

  /// What stands in for the type where there is none.
  private func describe(_ entry: Entry) -> String {
    let (method, target) = entry.requestLine
    let what = method.isEmpty ? "a line" : "\(method) \(Secrets.maskingTarget(target))"
    return "\(what) — \(entry.refusal?.reason ?? entry.violations.first?.message ?? "no CloudEvent")"
  }

  /// The same number for the same type, in this run and the next.
  static func hash(_ type: String) -> UInt8 {
    var hash: UInt32 = 2_166_136_261
    for byte in type.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return UInt8(truncatingIfNeeded: hash ^ hash >> 16)
  }

  private func drawNothing(into canvas: inout Canvas, _ rect: Rect, top: Int) {
    guard model.rows.hidden > 0 else {
      canvas.draw("No events.", x: rect.x + 3, y: top + 1, width: rect.width - 4, role: .textDim)
      return
    }
    let key = model.key(.toggleFilter)
    canvas.draw(
      "The filter hides all \(Shown.plural(model.rows.hidden, "event")) — \(key) switches it off.",
      x: rect.x + 3,
      y: top + 1, width: rect.width - 4, role: .messageWarn)
  }

  private func drawScrollbar(into canvas: inout Canvas, _ rect: Rect, top: Int, first: Int) {
    guard model.rows.count > rows, rect.width >= 40, rows >= 3 else { return }
    let height = max(1, rows * rows / model.rows.count)
    let position = (rows - height) * first / max(1, model.rows.count - rows)
    canvas.fill(
      Rect(x: rect.maxX - 1, y: top + min(position, rows - height), width: 1, height: height),
      role: .scrollbar,
      text: "▐")
  }
}

/// A column of the list.
enum Column: Sendable {
  case mark, time, type, source, subject, size

  var title: String {
    switch self {
    case .mark: ""
    case .time: "TIME"
    case .type: "TYPE"
    case .source: "SOURCE"
    case .subject: "SUBJECT"
    case .size: "SIZE"
    }
  }

  /// The columns that there is room for: as it gets narrower size, subject and source go, in this order.
  static func layout(width: Int) -> [(Column, x: Int, width: Int)] {
    let time = width >= 58 ? 12 : 8
    var flexible: [(Column, share: Int)] = [(.type, 10)]
    if width >= 56 { flexible.append((.source, 7)) }
    if width >= 76 { flexible.append((.subject, 5)) }
    let hasSize = width >= 48
    var columns: [(Column, x: Int, width: Int)] = [(.mark, 1, 1), (.time, 3, time)]
    var x = 3 + time + 1
    let end = width - 1 - (hasSize ? 7 : 0)
    let room = max(4, end - x - (flexible.count - 1))
    let shares = flexible.reduce(0) { $0 + $1.share }
    for (index, (column, share)) in flexible.enumerated() {
      let columnWidth = index == flexible.count - 1 ? max(1, end - x) : room * share / shares
      columns.append((column, x, columnWidth))
      x += columnWidth + 1
    }
    if hasSize { columns.append((.size, width - 7, 5)) }
    return columns
  }
}
