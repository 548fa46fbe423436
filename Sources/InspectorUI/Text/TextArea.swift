/// Several lines of text that are being typed, with their cursor.
public struct TextArea: Sendable, Equatable {
  public private(set) var lines: [String]
  public private(set) var row = 0
  public private(set) var column = 0
  /// The first line that is shown.
  public private(set) var top = 0

  public init(_ text: String = "") {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  public var text: String { lines.joined(separator: "\n") }
  public var isEmpty: Bool { lines == [""] }

  /// Takes a key; whether it meant anything here.
  mutating func take(_ key: Key) -> Bool {
    switch key.code {
    case .enter:
      let rest = lines[row].dropFirst(column)
      lines[row] = String(lines[row].prefix(column))
      lines.insert(String(rest), at: row + 1)
      row += 1
      column = 0
    case .backspace where column == 0:
      guard row > 0 else { return true }
      column = lines[row - 1].count
      lines[row - 1] += lines[row]
      lines.remove(at: row)
      row -= 1
    case .delete where column == lines[row].count:
      guard row + 1 < lines.count else { return true }
      lines[row] += lines.remove(at: row + 1)
    case .up:
      guard row > 0 else { return false }
      row -= 1
      column = min(column, lines[row].count)
    case .down:
      guard row + 1 < lines.count else { return false }
      row += 1
      column = min(column, lines[row].count)
    case .left where column == 0 && row > 0:
      row -= 1
      column = lines[row].count
    case .right where column == lines[row].count && row + 1 < lines.count:
      row += 1
      column = 0
    default:
      return editLine { $0.take(key) }
    }
    return true
  }

  /// Puts text at the cursor, line breaks and all.
  mutating func insert(_ added: String) {
    guard text.utf8.count + added.utf8.count <= TextField.maximumLength else { return }
    let pieces = added.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      if index > 0 { _ = take(Key(.enter)) }
      _ = editLine { field in
        field.insert(String(piece))
        return true
      }
    }
  }

  /// Scrolls so that the cursor is among `height` lines.
  mutating func show(height: Int) {
    top = min(max(top, row - max(1, height) + 1), row)
  }

  private mutating func editLine(_ body: (inout TextField) -> Bool) -> Bool {
    var field = TextField(lines[row], cursor: column)
    guard body(&field) else { return false }
    lines[row] = field.text
    column = field.cursor
    return true
  }
}
