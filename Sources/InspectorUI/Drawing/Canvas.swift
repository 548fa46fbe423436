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
  private var cells: [Cell]

  /// A canvas of spaces.
  public init(size: Size, fill: StyleRole = .text, widths: WidthProfile = .standard) {
    self.size = size
    self.widths = widths
    cells = Array(repeating: Cell(role: fill), count: size.width * size.height)
  }

  /// The cell there; a space outside the canvas.
  public subscript(x: Int, y: Int) -> Cell {
    guard x >= 0, x < size.width, y >= 0, y < size.height else { return Cell() }
    return cells[y * size.width + x]
  }

  /// The cells of a row, from left to right.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < size.height else { return [] }
    return cells[y * size.width..<(y + 1) * size.width]
  }

  /// Whether a row is the same as in another canvas of the same size. It copies no cell: most rows are the same from one
  /// frame to the next.
  public func isRow(_ y: Int, sameAs other: Canvas) -> Bool {
    guard size == other.size, y >= 0, y < size.height else { return false }
    return cells.withUnsafeBufferPointer { mine in
      other.cells.withUnsafeBufferPointer { theirs in
        for index in y * size.width..<(y + 1) * size.width where mine[index] != theirs[index] { return false }
        return true
      }
    }
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
    let glyph = glyphs.next()
    let narrow = glyph.map { $0.width == 1 } == true
    let cell = Cell(text: narrow ? glyph?.text ?? " " : " ", role: role)
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

  /// Puts a cell there, and a space where it cuts a wide glyph in half. The cell has room: a wide one is
  /// never in the last column.
  mutating func put(_ cell: Cell, x: Int, y: Int) {
    let index = y * size.width + x
    blankHalves(at: index, x: x)
    if cell.width == 2 { blankHalves(at: index + 1, x: x + 1) }
    cells[index] = cell
    if cell.width == 2 {
      cells[index + 1] = cell
      cells[index + 1].text = ""
      cells[index + 1].width = 0
    }
  }

  /// Turns the other half of the wide glyph at the index into a space.
  private mutating func blankHalves(at index: Int, x: Int) {
    if cells[index].width == 0, x > 0 {
      cells[index - 1].text = " "
      cells[index - 1].width = 1
    } else if cells[index].width == 2, x + 1 < size.width {
      cells[index + 1].text = " "
      cells[index + 1].width = 1
    }
  }
}
