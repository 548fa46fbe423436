import CloudEvents
import InspectorCore

/// The list: a header and a row for each entry.
struct EventListView {
  let model: Model
  /// How many rows there are room for.
  let rows: Int

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    let columns = Column.layout(width: rect.width, model.columns)
    let hasHeader = rect.height > rows
    if hasHeader { drawHeader(columns, into: &canvas, rect) }
    let top = rect.y + (hasHeader ? 1 : 0)
    guard model.rows.count > 0 else { return drawNothing(into: &canvas, rect, top: top) }
    let first = model.rows.place(of: model.list.top)
    for row in 0..<rows where first + row < model.rows.count {
      let number = model.rows.number(at: first + row)
      guard let entry = model.shown.entry(number) else { continue }
      let above = first + row > 0 ? model.shown.entry(model.rows.number(at: first + row - 1)) : nil
      draw(entry, above: above, into: &canvas, columns, rect, y: top + row)
    }
    drawScrollbar(into: &canvas, rect, top: top, first: first)
  }

  /// The columns' titles, with an arrow at the one that the list is sorted by.
  private func drawHeader(_ columns: [Column.Place], into canvas: inout Canvas, _ rect: Rect) {
    let direction = model.sort?.isDescending == true ? " ▼" : " ▲"
    for (column, x, width) in columns {
      let arrow = column == model.sort?.column ? direction : ""
      let title = Self.title(of: column, width: width)
      canvas.draw(
        title + (DisplayWidth.of(title) + 2 <= width ? arrow : ""), x: rect.x + x, y: rect.y,
        width: width, role: .listHeader, align: column.isRight ? .right : .left)
    }
    // What the list is sorted by is said where its column is not shown.
    guard let column = model.sort?.column, !columns.contains(where: { $0.column == column }) else { return }
    canvas.draw(
      " by \(column.title)\(direction) ", x: rect.x, y: rect.y, width: rect.width, role: .listHeader,
      align: .right)
  }

  /// What stands over a column; of a long path the end, which says most.
  private static func title(of column: Column, width: Int) -> String {
    guard column.isValue, DisplayWidth.of(column.title, upTo: width + 1) > width else { return column.title }
    var end = ""
    for character in column.title.reversed() {
      guard DisplayWidth.of(end) + DisplayWidth.of(character) < width else { break }
      end.insert(character, at: end.startIndex)
    }
    return "…" + end
  }

  private func draw(
    _ entry: Entry, above: Entry?, into canvas: inout Canvas, _ columns: [Column.Place], _ rect: Rect, y: Int
  ) {
    let isSelected = entry.number == model.list.cursor
    let overlay: StyleRole? =
      isSelected ? (model.focus == .list ? .listSelected : .listSelectedUnfocused) : nil
    let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    let isMarked = model.marks.contains(entry.number)
    let role = isMarked ? .listMarked : self.role(of: entry)
    canvas.fill(line, role: role)
    if let overlay {
      canvas.overlay(line, role: overlay)
      canvas.fill(Rect(x: rect.x, y: y, width: 1, height: 1), role: role, text: "▌")
      canvas.overlay(Rect(x: rect.x, y: y, width: 1, height: 1), role: overlay)
    }
    drawMarks(of: entry, isMarked: isMarked, into: &canvas, x: rect.x + 1, y: y, overlay: overlay)
    let hasType = !entry.type.isEmpty
    var taken: [Int] = []
    for (column, x, width) in columns where column != .mark {
      guard hasType || !column.isIdentity else { continue }
      let (text, cellRole, hash) = content(of: column, entry, above: above, role, width: width)
      if hasType || !column.isValue || !text.isEmpty { taken.append(x) }
      canvas.draw(
        text, x: rect.x + x, y: y, width: width, role: cellRole, overlay: overlay, hash: hash,
        align: column.isRight ? .right : .left, clip: line,
        scroll: scroll(of: text, in: column, width: width, widths: canvas.widths.forText))
    }
    // Where there is no type, what is known instead has the room up to the next column that says something.
    if !hasType, let x = (columns.first { $0.column.isIdentity } ?? columns.first { $0.x > 4 })?.x {
      let end = taken.first { $0 > x }.map { $0 - 1 } ?? rect.width - 1
      canvas.draw(
        describe(entry), x: rect.x + x, y: y, width: end - x, role: role, overlay: overlay, clip: line,
        scroll: model.list.scroll)
    }
  }

  /// `●` where it is marked, and what is to be known of it; a duplicate says the how many-th it is.
  private func drawMarks(
    of entry: Entry, isMarked: Bool, into canvas: inout Canvas, x: Int, y: Int, overlay: StyleRole?
  ) {
    if isMarked { canvas.draw("●", x: x, y: y, width: 1, role: .listMarked, overlay: overlay) }
    var start = isMarked ? x + 1 : x
    for (text, role) in marks(of: entry) where start < x + 2 {
      start += canvas.draw(
        text, x: start, y: y, width: x + 2 - start, role: role, overlay: overlay, ellipsis: false)
    }
  }

  private func marks(of entry: Entry) -> [(text: String, role: StyleRole)] {
    let sent: (text: String, role: StyleRole) =
      entry.isFailedSend ? ("⊘", .eventFailed) : ("↑", .eventSent)
    return (entry.isSent ? [sent] : []) + (mark(of: entry).map { [$0] } ?? [])
  }

  private func mark(of entry: Entry) -> (text: String, role: StyleRole)? {
    if !entry.isValid { return ("✗", .eventInvalid) }
    if entry.isSent { return nil }
    if entry.isDuplicate {
      let count = model.duplicates.ordinal(of: entry)
      return ("×\(count > 9 ? "+" : String(count))", .eventDuplicate)
    }
    return entry.hasWarning ? ("!", .eventWarning) : nil
  }

  /// How far a cell is scrolled: only what does not fit moves, and no further than its end.
  private func scroll(of text: String, in column: Column, width: Int, widths: WidthProfile) -> Int {
    guard model.list.scroll > 0, column.isText else { return 0 }
    let whole = DisplayWidth.of(text, upTo: width + model.list.scroll, profile: widths)
    return min(model.list.scroll, max(0, whole - width))
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
      return StyleRole(rawValue: name).flatMap { StyleRole.all.contains($0) ? $0 : nil }
    }
  }

  private func content(
    of column: Column, _ entry: Entry, above: Entry?, _ role: StyleRole, width: Int
  ) -> (String, StyleRole, UInt8?) {
    let text = column.text(
      of: entry, above: above, offset: model.utcOffset, milliseconds: width >= 12, upTo: Column.cellLimit)
    switch column {
    case .type: return (text, role == .text ? .typeHash : role, Self.hash(text))
    case .time, .delta: return (text, .textDim, nil)
    case .mark, .source, .subject, .id, .value: return (text, role, nil)
    case .mode, .status, .size: return (text, role == .text ? .textDim : role, nil)
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

  /// What stands in the list where it has no rows: what hides how many, and how they come back.
  private func drawNothing(into canvas: inout Canvas, _ rect: Rect, top: Int) {
    var lines: [(String, StyleRole)] = []
    if !model.rows.isComplete {
      lines.append(
        ("Looking: \(model.rows.progress) % of \(Shown.plural(model.rows.total, "event")).", .textDim))
    } else if model.rows.hidden > 0 {
      let hidden = Shown.plural(model.rows.hidden, "event")
      if model.showsOnlyMarked {
        lines.append(
          (
            "Only marked events are shown: \(hidden) hidden — \(model.key(.onlyMarked)) shows all.",
            .messageWarn
          ))
      }
      if model.rows.condition != nil {
        lines.append(
          ("The filter hides all \(hidden) — \(model.key(.toggleFilter)) switches it off.", .messageWarn))
        if model.rows.errors.events > 0 {
          lines.append(
            (
              "\(Shown.plural(model.rows.errors.events, "event")) it could not judge — \(model.key(.why)) says why.",
              .messageWarn
            ))
        }
      }
    } else if model.clearing != nil {
      lines.append(("Cleared — \(model.key(.undo)) takes it back.", .textDim))
    } else {
      lines.append(("No events.", .textDim))
    }
    if !model.rows.removed.isEmpty {
      lines.append(
        (
          "\(Shown.plural(model.rows.removed.count, "event")) deleted — \(model.key(.undo)) takes it back.",
          .textDim
        ))
    }
    for (index, line) in lines.enumerated() where top + 1 + index < rect.maxY {
      canvas.draw(line.0, x: rect.x + 3, y: top + 1 + index, width: rect.width - 4, role: line.1)
    }
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
