import CNcurses
import InspectorUI

/// A style as ncurses takes it.
struct Ink: Hashable {
  var attributes: Int32 = 0
  /// 0 is the terminal's own colours.
  var pair: Int32 = 0
}

/// Turns roles into attributes and colour pairs, and remembers them.
struct Palette {
  var theme: Theme {
    didSet {
      inks.removeAll(keepingCapacity: true)
      last = nil
      pairs.removeAll(keepingCapacity: true)
    }
  }
  let depth: ColorDepth

  private struct InkKey: Hashable {
    var role: StyleRole
    var overlay: StyleRole?
    var hash: UInt8?
  }

  private struct Pair: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private var inks: [InkKey: Ink] = [:]
  /// The last that was asked for: beside a cell stand others of its kind.
  private var last: (key: InkKey, ink: Ink)?
  private var pairs: [Pair: Int32] = [:]

  init(theme: Theme, depth: ColorDepth) {
    self.theme = theme
    self.depth = depth
  }

  /// How to draw the cell.
  mutating func ink(for cell: Cell) -> Ink {
    let key = InkKey(role: cell.role, overlay: cell.overlay, hash: cell.hash)
    if let last, last.key == key { return last.ink }
    let ink =
      inks[key]
      ?? ink(for: theme.style(for: cell.role, overlay: cell.overlay, hash: cell.hash, depth: depth))
    inks[key] = ink
    last = (key, ink)
    return ink
  }

  private mutating func ink(for style: Style) -> Ink {
    let style = depth == .sixteen && curses_colors() < 16 ? style.withEightColors : style
    var ink = Ink(attributes: Self.attributes(style.attributes))
    guard depth != .mono else { return ink }
    let hasDefaults = curses_has_default_colors()
    let pair = Pair(
      foreground: Self.number(of: style.foreground) ?? (hasDefaults ? -1 : 7),
      background: Self.number(of: style.background) ?? (hasDefaults ? -1 : 0))
    if pair == Pair(foreground: -1, background: -1) { return ink }
    if let known = pairs[pair] {
      ink.pair = known
    } else if pairs.count + 1 < Int(curses_pairs()) {
      ink.pair = Int32(pairs.count + 1)
      pairs[pair] = ink.pair
      curses_init_pair(ink.pair, pair.foreground, pair.background)
    } else if pair.background != -1 {
      // No pair is left: what had a background of its own is at least told apart.
      ink.attributes |= Int32(curses_reverse)
    }
    return ink
  }

  /// ncurses' number for a colour; nil for the terminal's own.
  private static func number(of color: Color?) -> Int32? {
    guard let color, let parts = color.components else { return nil }
    let colors = curses_colors()
    if case .indexed(let index) = color, colors <= 256 {
      return Int32(index) < colors ? Int32(index) : Int32(index % 8)
    }
    // With direct colours the first eight numbers are the palette's, and all others are red, green and blue.
    if case .indexed(let index) = color, index < 8 { return Int32(index) }
    let value = Int32(parts.red << 16 | parts.green << 8 | parts.blue)
    return value < 8 ? 0x010101 : value
  }

  private static func attributes(_ attributes: Style.Attributes) -> Int32 {
    var bits = 0
    if attributes.contains(.bold) { bits |= curses_bold }
    // ncurses has no strike.
    if attributes.contains(.dim) || attributes.contains(.strike) { bits |= curses_dim }
    if attributes.contains(.italic) { bits |= curses_italic }
    if attributes.contains(.underline) { bits |= curses_underline }
    if attributes.contains(.reverse) { bits |= curses_reverse }
    return Int32(bits)
  }
}
