import InspectorCore

/// A screen as a value: what a view draws into, what a test compares, what a terminal presents.
///
/// This is where text is cleaned and measured; nothing drawn can reach the terminal another way. Drawing
/// outside the canvas, or outside the clip, does nothing.
public struct Canvas: Sendable, Equatable {
  public let size: Size
  /// Where the text cursor stands; nil hides it.
  public var cursor: Point?
  /// How wide ambiguous characters are on the terminal that this is for.
  public let widths: WidthProfile
  /// Row after row.
  private var cells: [PackedCell]
  /// The glyphs that no cell has room for.
  var longGlyphs: [String] = []

  /// A canvas of spaces.
  public init(size: Size, fill: StyleRole = .text, widths: WidthProfile = .standard) {
    self.size = size
    self.widths = widths
    cells = Array(repeating: PackedCell(role: fill), count: size.width * size.height)
  }

  /// The cell there; a space outside the canvas.
  public subscript(x: Int, y: Int) -> Cell {
    guard x >= 0, x < size.width, y >= 0, y < size.height else { return Cell() }
    let cell = cells[y * size.width + x]
    return Cell(
      text: cell.glyph.text(in: longGlyphs), width: Int(cell.width), role: cell.role, overlay: cell.overlay,
      hash: cell.hash)
  }

  /// The cells of a row, from left to right.
  public func row(_ y: Int) -> [Cell] {
    guard y >= 0, y < size.height else { return [] }
    return (0..<size.width).map { self[$0, y] }
  }

  /// Whether a row is the same as in another canvas of the same size. It makes no cell: most rows are the same from one
  /// frame to the next.
  public func isRow(_ y: Int, sameAs other: Canvas) -> Bool {
    guard size == other.size, y >= 0, y < size.height else { return false }
    let row = y * size.width..<(y + 1) * size.width
    guard longGlyphs.isEmpty, other.longGlyphs.isEmpty else {
      return row.allSatisfy { isCell(at: $0, sameAs: other) }
    }
    return cells.withUnsafeBufferPointer { mine in
      other.cells.withUnsafeBufferPointer { theirs in
        for index in row where mine[index] != theirs[index] { return false }
        return true
      }
    }
  }

  /// The cells of a row that are not as in another canvas of the same size, and those that are but have more than ASCII in
  /// them, from left to right.
  public func cells(inRow y: Int, unlike other: Canvas?) -> [(x: Int, cell: Cell, isChanged: Bool)] {
    guard y >= 0, y < size.height else { return [] }
    var found: [(x: Int, cell: Cell, isChanged: Bool)] = []
    for x in 0..<size.width {
      let index = y * size.width + x
      let isChanged = other.map { size != $0.size || !isCell(at: index, sameAs: $0) } ?? true
      if isChanged || !cells[index].glyph.isASCII { found.append((x, self[x, y], isChanged)) }
    }
    return found
  }

  private func isCell(at index: Int, sameAs other: Canvas) -> Bool {
    let (mine, theirs) = (cells[index], other.cells[index])
    guard mine.glyph.isLong, theirs.glyph.isLong else { return mine == theirs }
    var same = theirs
    same.glyph = mine.glyph
    return mine == same && mine.glyph.text(in: longGlyphs) == theirs.glyph.text(in: other.longGlyphs)
  }

  public static func == (one: Canvas, other: Canvas) -> Bool {
    one.size == other.size && one.cursor == other.cursor && one.widths == other.widths
      && (0..<one.size.height).allSatisfy { one.isRow($0, sameAs: other) }
  }

  /// The text of each row without its trailing spaces: what snapshots compare.
  public func lines() -> [String] {
    (0..<size.height).map { y in
      var line = String()
      var trailing = 0
      for cell in row(y) {
        if cell.text == " " {
          trailing += 1
          continue
        }
        line += String(repeating: " ", count: trailing) + cell.text
        trailing = 0
      }
      return line
    }
  }

  /// Fills the rectangle with a style, and one narrow glyph or a space.
  public mutating func fill(_ rect: Rect, role: StyleRole, text: String = " ") {
    var glyphs = Glyphs(text, profile: widths)
    var cell = PackedCell(role: role)
    if text != " ", let glyph = glyphs.next(), glyph.width == 1 {
      cell.glyph = PackedGlyph(glyph.text, in: &longGlyphs)
    }
    let area = rect.intersection(size.rect)
    guard !area.isEmpty else { return }
    for y in area.minY..<area.maxY {
      // Only at the ends can a wide glyph be cut in half.
      blankHalves(at: y * size.width + area.minX, x: area.minX)
      blankHalves(at: y * size.width + area.maxX - 1, x: area.maxX - 1)
      for x in area.minX..<area.maxX { cells[y * size.width + x] = cell }
    }
  }

  /// Lays a style over what stands in the rectangle.
  public mutating func overlay(_ rect: Rect, role: StyleRole) {
    let area = rect.intersection(size.rect)
    for y in area.minY..<area.maxY {
      for x in area.minX..<area.maxX { cells[y * size.width + x].overlay = role }
    }
  }

  /// Draws a line of `─`.
  public mutating func horizontalLine(y: Int, from x: Int, width: Int, role: StyleRole = .border) {
    fill(Rect(x: x, y: y, width: width, height: 1), role: role, text: line("─", or: "-"))
  }

  /// Draws a line of `│`.
  public mutating func verticalLine(x: Int, from y: Int, height: Int, role: StyleRole = .border) {
    fill(Rect(x: x, y: y, width: 1, height: height), role: role, text: line("│", or: "|"))
  }

  /// Draws a frame along the rectangle's inner edge, with a title in its upper line.
  public mutating func box(
    _ rect: Rect, role: StyleRole = .border, title: String? = nil, titleRole: StyleRole = .borderFocused
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let right = rect.maxX - 1
    let bottom = rect.maxY - 1
    horizontalLine(y: rect.minY, from: rect.minX, width: rect.width, role: role)
    horizontalLine(y: bottom, from: rect.minX, width: rect.width, role: role)
    verticalLine(x: rect.minX, from: rect.minY, height: rect.height, role: role)
    verticalLine(x: right, from: rect.minY, height: rect.height, role: role)
    for (x, y, corner) in [
      (rect.minX, rect.minY, "┌"), (right, rect.minY, "┐"), (rect.minX, bottom, "└"), (right, bottom, "┘"),
    ] {
      fill(Rect(x: x, y: y, width: 1, height: 1), role: role, text: line(corner, or: "+"))
    }
    guard let title, !title.isEmpty, rect.width >= 6 else { return }
    let used = draw(title, x: rect.minX + 2, y: rect.minY, width: rect.width - 5, role: titleRole)
    for x in [rect.minX + 1, rect.minX + 2 + used] {
      fill(Rect(x: x, y: rect.minY, width: 1, height: 1), role: role)
    }
  }

  /// A line glyph, or its ASCII stand-in where the terminal would draw it two columns wide.
  private func line(_ glyph: String, or plain: String) -> String {
    widths.ambiguousIsWide ? plain : glyph
  }

  /// Puts cells one beside the other, the first at a column of a row, as far as the clip lets them; a space where the clip,
  /// or what they lie over, would be a glyph cut in half.
  mutating func put(_ line: [PackedCell], x: Int, y: Int, in clip: Rect) {
    let end = min(clip.maxX, line.reduce(x) { $0 + Int($1.width) })
    let columns = max(x, clip.minX)..<max(x, clip.minX, end)
    guard !columns.isEmpty else { return }
    let row = y * size.width
    blankHalves(at: row + columns.lowerBound, x: columns.lowerBound)
    blankHalves(at: row + columns.upperBound - 1, x: columns.upperBound - 1)
    cells.withUnsafeMutableBufferPointer { cells in
      var column = x
      for var cell in line {
        let width = Int(cell.width)
        if width == 1 {
          if columns.contains(column) { cells[row + column] = cell }
        } else if columns.contains(column), columns.contains(column + 1) {
          cells[row + column] = cell
          (cell.glyph, cell.width) = (.nothing, 0)
          cells[row + column + 1] = cell
        } else {
          cell.blank()
          for half in [column, column + 1] where columns.contains(half) { cells[row + half] = cell }
        }
        column += width
      }
    }
  }

  /// Turns the other half of the wide glyph at the index into a space.
  private mutating func blankHalves(at index: Int, x: Int) {
    if cells[index].width == 0, x > 0 {
      cells[index - 1].blank()
    } else if cells[index].width == 2, x + 1 < size.width {
      cells[index + 1].blank()
    }
  }
}
