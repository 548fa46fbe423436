import CNcurses
import InspectorUI

/// Puts canvases on the screen, writing only what changed since the last one.
///
/// ncurses believes the C library about widths, and terminals do not: a flag, an emoji with a selector or a
/// joined family are two columns to them. Such a glyph is a blank to ncurses; once ncurses is done it is
/// written over the blank, at an absolute position, with everything after it that a terminal which draws it
/// wider would have hit.
struct ScreenPainter {
  var palette: Palette
  let repertoire: ASCIIGlyphs.Repertoire
  private var shown: Canvas?

  init(palette: Palette, repertoire: ASCIIGlyphs.Repertoire) {
    self.palette = palette
    self.repertoire = repertoire
  }

  /// Forgets what is on the screen: all of it will be drawn.
  mutating func forget() {
    shown = nil
    curses_repaint()
  }

  mutating func paint(_ canvas: Canvas) {
    let rows = min(canvas.size.height, Int(curses_rows()))
    let columns = min(canvas.size.width, Int(curses_columns()))
    let before = shown?.size == canvas.size ? shown : nil
    var rowsWithOverlays: [Int] = []
    for y in 0..<rows {
      if let before, canvas.isRow(y, sameAs: before) { continue }
      if put(canvas, y: y, columns: columns, before: before) { rowsWithOverlays.append(y) }
    }
    shown = canvas

    let cursor = canvas.cursor.map {
      Point(x: min(max(0, $0.x), max(0, columns - 1)), y: min(max(0, $0.y), max(0, rows - 1)))
    }
    let place = cursor ?? Point(x: 0, y: max(0, rows - 1))
    curses_show_cursor(cursor != nil)
    curses_refresh(Int32(place.y), Int32(place.x))
    guard !rowsWithOverlays.isEmpty else { return }
    curses_out_wrap(false)
    for y in rowsWithOverlays { overwrite(canvas.row(y), y: y, columns: columns) }
    curses_out_style(0, 0)
    curses_out_wrap(true)
    curses_out_move(Int32(place.y), Int32(place.x))
    curses_out_flush()
  }

  /// Gives ncurses the cells that changed; whether some glyph of the row is to be written past it.
  private mutating func put(_ canvas: Canvas, y: Int, columns: Int, before: Canvas?) -> Bool {
    var hasOverlay = false
    for (x, cell, isChanged) in canvas.cells(inRow: y, unlike: before) where x < columns && cell.width > 0 {
      let text = ASCIIGlyphs.text(of: cell, in: repertoire)
      let isOdd = Self.isOdd(text, width: cell.width)
      hasOverlay = hasOverlay || isOdd
      guard isChanged else { continue }
      let ink = palette.ink(for: cell)
      if x + cell.width > columns {
        put(0x20, x: x, y: y, ink: ink)
      } else if isOdd {
        // Blanks that ncurses does not take for blanks, so that it never clears them with the rest of a line.
        put(cell.width == 2 ? 0x3000 : 0xA0, x: x, y: y, ink: ink)
      } else if let plain = text.utf8.first, text.utf8.count == 1 {
        put(UInt32(plain), x: x, y: y, ink: ink)
      } else if cell.width == 2, text.utf8.count == 2, text.utf8.allSatisfy({ $0 < 0x80 }) {
        // What stands in ASCII for a wide glyph.
        for (offset, byte) in text.utf8.enumerated() { put(UInt32(byte), x: x + offset, y: y, ink: ink) }
      } else {
        let scalars = text.unicodeScalars.map(\.value)
        curses_put(Int32(y), Int32(x), scalars, Int32(scalars.count), ink.attributes, ink.pair)
      }
    }
    return hasOverlay
  }

  private func put(_ scalar: UInt32, x: Int, y: Int, ink: Ink) {
    withUnsafePointer(to: scalar) { curses_put(Int32(y), Int32(x), $0, 1, ink.attributes, ink.pair) }
  }

  /// Writes the glyphs that ncurses cannot, and what a terminal may have drawn over behind them.
  private mutating func overwrite(_ row: [Cell], y: Int, columns: Int) {
    var endangered = 0
    for (x, cell) in row.prefix(columns).enumerated() where cell.width > 0 && x + cell.width <= columns {
      var text = ASCIIGlyphs.text(of: cell, in: repertoire)
      let isOdd = Self.isOdd(text, width: cell.width)
      guard isOdd || x < endangered else { continue }
      let ink = palette.ink(for: cell)
      curses_out_style(ink.attributes, ink.pair)
      curses_out_move(Int32(y), Int32(x))
      if isOdd {
        // A terminal that draws it narrower leaves the rest of its columns as they are.
        curses_out_bytes("  ", cell.width)
        curses_out_move(Int32(y), Int32(x))
        endangered = max(endangered, x + Self.widest(text))
      }
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { curses_out_bytes($0.baseAddress, $0.count) }
      }
    }
  }

  /// Whether the C library, and so ncurses, gives the glyph another width.
  private static func isOdd(_ text: String, width: Int) -> Bool {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
    for (index, scalar) in text.unicodeScalars.enumerated() {
      // The base has the width, and what follows has none: a flag is 1 + 1 to the C library.
      if Int(curses_width(scalar.value)) != (index == 0 ? width : 0) { return true }
      // Some terminals put spacing marks (Indic vowels) on the letter before, some beside it.
      if scalar.properties.generalCategory == .spacingMark { return true }
    }
    return false
  }

  /// The columns that a terminal takes which draws each part for itself.
  private static func widest(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value == 0xFE0F ? 1 : 2) }
  }
}
