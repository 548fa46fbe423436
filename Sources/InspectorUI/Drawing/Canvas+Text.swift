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
    for span in spans where !line.isFull { line.append(span, in: &longGlyphs) }
    if ellipsis { line.markCut() }

    let free = room - line.width
    put(
      line.cells, x: x + (align == .left ? 0 : align == .right ? free : free / 2), y: y, in: clip)
    return line.width
  }
}

/// The glyphs of a line that fit into its room.
private struct FittedLine {
  let room: Int
  let widths: WidthProfile
  /// Columns still to be skipped.
  private var scroll: Int
  private(set) var cells: [PackedCell] = []
  private(set) var width = 0
  /// The first glyph for which there was no room.
  private var leftOut: PackedCell?
  /// Whether there was more text than room.
  var isFull: Bool { leftOut != nil }

  init(room: Int, scroll: Int, widths: WidthProfile) {
    self.room = room
    self.scroll = scroll
    self.widths = widths
  }

  /// Takes what fits.
  mutating func append(_ span: TextSpan, in longGlyphs: inout [String]) {
    var cell = PackedCell(role: span.role, overlay: span.overlay, hash: span.hash)
    cells.reserveCapacity(cells.count + min(room - width, span.text.utf8.count) + 1)
    let start = appendPlain(span.text, as: cell)
    guard !isFull, start < span.text.endIndex else { return }
    for glyph in Glyphs(span.text[start...], profile: span.role.isForText ? widths.forText : widths) {
      cell.glyph = PackedGlyph(glyph.text, in: &longGlyphs)
      cell.width = UInt8(glyph.width)
      if scroll > 0 {
        scroll -= glyph.width
        if scroll >= 0 { continue }
        // The left half of a wide glyph is scrolled away.
        scroll = 0
        cell.blank()
      }
      guard add(cell) else { return }
    }
  }

  /// Takes the text up to the first character that is more than a byte and a column, and says where that stands. Screens
  /// are made of little else, and these need no table.
  private mutating func appendPlain(_ text: String, as style: PackedCell) -> String.Index {
    var text = text
    let plain = text.withUTF8 { bytes in
      var cell = style
      for (index, byte) in bytes.enumerated() {
        // From U+0300 on (0xCC begins it) a character may belong to the one before it.
        guard 0x20...0x7E ~= byte, index + 1 == bytes.count || bytes[index + 1] < 0xCC else { return index }
        if scroll > 0 {
          scroll -= 1
          continue
        }
        cell.glyph = PackedGlyph(ascii: byte)
        guard add(cell) else { return index }
      }
      return bytes.count
    }
    return text.utf8.index(text.startIndex, offsetBy: plain)
  }

  /// Whether there was room for it.
  private mutating func add(_ cell: PackedCell) -> Bool {
    guard width + Int(cell.width) <= room else {
      leftOut = cell
      return false
    }
    cells.append(cell)
    width += Int(cell.width)
    return true
  }

  /// Ends a line that was cut in `…`.
  mutating func markCut() {
    guard var cell = leftOut else { return }
    while width + 1 > room, let last = cells.popLast() {
      width -= Int(last.width)
      cell = last
    }
    cell.glyph = widths.ambiguousIsWide ? PackedGlyph(ascii: UInt8(ascii: "~")) : .ellipsis
    cell.width = 1
    cells.append(cell)
    width += 1
  }
}
