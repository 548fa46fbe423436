import InspectorCore

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
    if let scalar = cell.text.unicodeScalars.first, let mark = ASCIIMarks.stand(for: scalar) {
      return mark + (cell.width == 2 ? " " : "")
    }
    return repertoire == .withoutMarks ? cell.text : cell.width == 2 ? "??" : "?"
  }
}
