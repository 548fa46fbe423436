/// What stands for a glyph on terminals that cannot show it.
public enum ASCIIGlyphs {
  /// What the terminal can show.
  public enum Repertoire: Sendable, Hashable {
    /// Everything.
    case unicode
    /// Text, but not the lines and marks of the program itself (the Linux console).
    case withoutMarks
    /// Printable ASCII and nothing else.
    case ascii
  }

  /// The cell's text as the terminal can show it; as wide as before.
  public static func text(of cell: Cell, in repertoire: Repertoire) -> String {
    if repertoire == .unicode || cell.text.utf8.count <= 1 { return cell.text }
    if let scalar = cell.text.unicodeScalars.first, let mark = stand(for: scalar) {
      return mark + (cell.width == 2 ? " " : "")
    }
    return repertoire == .withoutMarks ? cell.text : cell.width == 2 ? "??" : "?"
  }

  private static func stand(for scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x2400...0x2421: "^"
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550, 0x2574, 0x2576: "-"
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577: "|"
    case 0x2500...0x257F: "+"
    case 0x2581: "_"
    case 0x2582, 0x2583: "."
    case 0x2584: ":"
    case 0x2585: "="
    case 0x2586, 0x2587: "+"
    case 0x2588...0x258B: "#"
    case 0x258C: ">"
    case 0x258D...0x2590: "|"
    case 0x2591: "."
    case 0x2592: ":"
    case 0x2593: "#"
    case 0x2594...0x259F: "#"
    case 0x25CF, 0x25C6, 0x2022, 0x25A0: "*"
    case 0x25CB, 0x25C7: "o"
    case 0x2191, 0x25B2, 0x25B4: "^"
    case 0x2193, 0x25BC, 0x25BE: "v"
    case 0x2192, 0x25B8, 0x203A: ">"
    case 0x2190, 0x25C2, 0x2039, 0x23CE: "<"
    case 0x2713: "+"
    case 0x2717, 0xD7: "x"
    case 0x2260, 0x2298: "#"
    case 0x2026: "~"
    case 0xB7: "."
    case 0xB1: "+"
    case 0x2013, 0x2014: "-"
    case 0x2018, 0x2019: "'"
    case 0x201C, 0x201D: "\""
    default: nil
    }
  }
}
