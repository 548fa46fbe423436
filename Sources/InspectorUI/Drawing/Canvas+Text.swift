import InspectorCore

extension Canvas {
  /// Draws one line of text and returns the columns that it took.
  ///
  /// - Parameters:
  ///   - text: As it came; it is cleaned here. Only as much of it is looked at as there is room for.
  ///   - x: The first column; may be outside.
  ///   - width: The columns it may take; nil for all to the right edge of the clip.
  ///   - overlay: A style over the role's.
  ///   - hash: See ``Cell/hash``.
  ///   - align: Where the text stands in `width`, when it is shorter.
  ///   - ellipsis: Whether a text that is too long ends in `…`.
  ///   - clip: Draws only inside; nil for the whole canvas.
  ///   - scroll: Columns of the text that are skipped at the left.
  @discardableResult
  public mutating func draw(
    _ text: String, x: Int, y: Int, width: Int? = nil, role: StyleRole = .text, overlay: StyleRole? = nil,
    hash: UInt8? = nil, align: Alignment = .left, ellipsis: Bool = true, clip: Rect? = nil, scroll: Int = 0
  ) -> Int {
    let span = TextSpan(text, role, overlay: overlay, hash: hash)
    return draw(
      CollectionOfOne(span), x: x, y: y, width: width, align: align, ellipsis: ellipsis, clip: clip,
      scroll: scroll)
  }

  /// Draws runs of text one after the other as one line, and returns the columns that it took; see
  /// ``draw(_:x:y:width:role:overlay:hash:align:ellipsis:clip:scroll:)``.
  @discardableResult
  public mutating func draw(
    _ spans: [TextSpan], x: Int, y: Int, width: Int? = nil, align: Alignment = .left, ellipsis: Bool = true,
    clip: Rect? = nil, scroll: Int = 0
  ) -> Int {
    draw(spans[...], x: x, y: y, width: width, align: align, ellipsis: ellipsis, clip: clip, scroll: scroll)
  }

  private mutating func draw(
    _ spans: some Collection<TextSpan>, x: Int, y: Int, width: Int?, align: Alignment, ellipsis: Bool,
    clip: Rect?, scroll: Int
  ) -> Int {
    let clip = (clip ?? size.rect).intersection(size.rect)
    let room = max(0, width ?? clip.maxX - x)
    guard room > 0, y >= clip.minY, y < clip.maxY, x < clip.maxX else { return 0 }

    var line = FittedLine(room: room, scroll: max(0, scroll), widths: widths)
    for span in spans where !line.isFull { line.append(span) }
    if ellipsis { line.markCut() }

    let free = room - line.width
    var column = x + (align == .left ? 0 : align == .right ? free : free / 2)
    for cell in line.cells {
      put(cell, x: column, y: y, in: clip)
      column += cell.width
    }
    return line.width
  }

  /// Puts a cell there where the clip holds it; of a wide glyph that the clip cuts, a space is left.
  private mutating func put(_ cell: Cell, x: Int, y: Int, in clip: Rect) {
    let left = x >= clip.minX && x < clip.maxX
    guard cell.width == 2 else {
      if left { put(cell, x: x, y: y) }
      return
    }
    let right = x + 1 >= clip.minX && x + 1 < clip.maxX
    if left && right {
      put(cell, x: x, y: y)
      return
    }
    var space = cell
    space.text = " "
    space.width = 1
    if left { put(space, x: x, y: y) }
    if right { put(space, x: x + 1, y: y) }
  }
}

/// The glyphs of a line that fit into its room.
private struct FittedLine {
  let room: Int
  let widths: WidthProfile
  /// Columns still to be skipped.
  private var scroll: Int
  private(set) var cells: [Cell] = []
  private(set) var width = 0
  /// The first glyph for which there was no room.
  private var leftOut: Cell?
  /// Whether there was more text than room.
  var isFull: Bool { leftOut != nil }

  init(room: Int, scroll: Int, widths: WidthProfile) {
    self.room = room
    self.scroll = scroll
    self.widths = widths
  }

  /// Takes what fits.
  mutating func append(_ span: TextSpan) {
    var cell = Cell(role: span.role, overlay: span.overlay, hash: span.hash)
    cells.reserveCapacity(cells.count + min(room - width, span.text.utf8.count) + 1)
    for glyph in Glyphs(span.text, profile: span.role.isForText ? widths.forText : widths) {
      cell.text = glyph.text
      cell.width = glyph.width
      if scroll > 0 {
        scroll -= glyph.width
        if scroll >= 0 { continue }
        // The left half of a wide glyph is scrolled away.
        scroll = 0
        cell.text = " "
        cell.width = 1
      }
      guard width + cell.width <= room else {
        leftOut = cell
        return
      }
      cells.append(cell)
      width += cell.width
    }
  }

  /// Ends a line that was cut in `…`.
  mutating func markCut() {
    guard var cell = leftOut else { return }
    let mark = widths.ambiguousIsWide ? "~" : "…"
    while width + 1 > room, let last = cells.popLast() {
      width -= last.width
      cell = last
    }
    cell.text = mark
    cell.width = 1
    cells.append(cell)
    width += 1
  }
}
