/// One line of text that is being typed, with its cursor.
public struct TextField: Sendable, Equatable {
  public private(set) var text: String
  /// How many characters stand before the cursor.
  public private(set) var cursor: Int
  /// Whether the text is only proposed: what is typed first takes its place, and any other key keeps it.
  public private(set) var isProposal = false

  /// How many bytes a field takes at most.
  static let maximumLength = 1 << 20

  public init(_ text: String = "") {
    self.init(text, cursor: text.count)
  }

  /// A text that what is typed first takes the place of.
  init(proposing text: String) {
    self.init(text)
    isProposal = !text.isEmpty
  }

  /// - Parameter cursor: how many characters stand before it, at most all.
  init(_ text: String, cursor: Int) {
    self.text = text
    self.cursor = cursor
  }

  /// What stands before the cursor.
  var head: Substring { text.prefix(cursor) }

  /// Takes a key; whether it meant anything here.
  mutating func take(_ key: Key) -> Bool {
    if isProposal, case .character = key.code, key.control || key.alt { isProposal = false }
    switch key.code {
    case .character(let character) where !key.control && !key.alt: insert(String(character))
    case .character("u") where key.control: replace(0..<cursor, with: "")
    case .character("k") where key.control: replace(cursor..<text.count, with: "")
    case .character("w") where key.control: replace(startOfWord..<cursor, with: "")
    case .character("a") where key.control: cursor = 0
    case .character("e") where key.control: cursor = text.count
    case .backspace where cursor > 0: replace(cursor - 1..<cursor, with: "")
    case .delete where cursor < text.count: replace(cursor..<cursor + 1, with: "")
    case .backspace, .delete: break
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .home: cursor = 0
    case .end: cursor = text.count
    default: return false
    }
    isProposal = false
    return true
  }

  /// Puts text at the cursor; line breaks become spaces.
  mutating func insert(_ added: String) {
    if isProposal { replace(0..<text.count, with: "") }
    isProposal = false
    guard text.utf8.count + added.utf8.count <= Self.maximumLength else { return }
    let line = added.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
      separator: " ")
    replace(cursor..<cursor, with: line)
  }

  private mutating func replace(_ range: Range<Int>, with new: String) {
    let before = text.prefix(range.lowerBound)
    let after = text.dropFirst(range.upperBound)
    text = before + new + after
    // Counted anew, because what was put in may have joined with its neighbours into one character.
    cursor = text.count - after.count
  }

  private var startOfWord: Int {
    let trimmed = head.reversed().drop { $0 == " " }
    return trimmed.drop { $0 != " " }.count
  }
}
