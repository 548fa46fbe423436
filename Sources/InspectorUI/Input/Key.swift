/// A key press, as far as terminals can tell keys apart.
///
/// Shift is part of the character (`G`) or of the code (``Code/backTab``).
public struct Key: Hashable, Sendable {
  public enum Code: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 is 1.
    case function(Int)
  }

  public var code: Code
  public var control: Bool
  public var alt: Bool

  public init(_ code: Code, control: Bool = false, alt: Bool = false) {
    self.code = code
    self.control = control
    self.alt = alt
  }

  /// A character key without modifiers.
  public init(_ character: Character) {
    self.init(.character(character))
  }
}

extension Key: CustomStringConvertible {
  /// The key of that name: `a`, `G`, `?`, `Space`, `Enter`, `F9`, `Ctrl-P`, `Alt-x`, `Shift-Tab`; nil where
  /// there is none.
  ///
  /// The words are read in any case, also as `C-p`, `M-x`, `S-Tab`. Where a terminal sends the same byte for
  /// two keys, both names give one key: `Ctrl-I` is `Tab`, `Ctrl-M` and `Ctrl-J` are `Enter`, `Ctrl-[` is
  /// `Esc`,
  /// `Ctrl-H` is `Backspace`.
  public init?(_ name: String) {
    guard name.utf8.count <= 64 else { return nil }
    var rest = Substring(name)
    var control = false
    var alt = false
    var shift = false
    while let dash = rest.firstIndex(of: "-"), dash != rest.startIndex,
      rest.index(after: dash) != rest.endIndex
    {
      switch rest[..<dash].lowercased() {
      case "ctrl", "control", "c": control = true
      case "alt", "meta", "m": alt = true
      case "shift", "s": shift = true
      default: return nil
      }
      rest = rest[rest.index(after: dash)...]
    }
    guard let code = Self.code(named: rest) else { return nil }
    switch code {
    case .tab where shift: self.init(.backTab, control: control, alt: alt)
    case .character(let character) where control:
      guard let key = Self.control(character) else { return nil }
      self = key
      self.alt = alt
    case .character(let character) where shift:
      guard let upper = character.uppercased().first, upper != character else { return nil }
      self.init(.character(upper), alt: alt)
    default:
      guard !shift else { return nil }
      self.init(code, control: control, alt: alt)
    }
  }

  /// The key that a terminal sends for Ctrl and this character; nil where there is none.
  public static func control(_ character: Character) -> Key? {
    guard let ascii = character.asciiValue else { return nil }
    switch ascii {
    case UInt8(ascii: "i"), UInt8(ascii: "I"): return Key(.tab)
    case UInt8(ascii: "m"), UInt8(ascii: "M"), UInt8(ascii: "j"), UInt8(ascii: "J"): return Key(.enter)
    case UInt8(ascii: "h"), UInt8(ascii: "H"): return Key(.backspace)
    case UInt8(ascii: "["): return Key(.escape)
    case UInt8(ascii: "@"): return Key(.character(" "), control: true)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return Key(.character(Character(Unicode.Scalar(ascii + 0x20))), control: true)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x20, UInt8(ascii: "\\"), UInt8(ascii: "]"),
      UInt8(ascii: "^"), UInt8(ascii: "_"):
      return Key(.character(character), control: true)
    default: return nil
    }
  }

  /// The name that makes the same key: `Ctrl-P`, `F9`, `Space`.
  public var description: String {
    var name = (control ? "Ctrl-" : "") + (alt ? "Alt-" : "")
    switch code {
    case .character(" "): name += "Space"
    case .character(let character): name += control ? character.uppercased() : String(character)
    case .function(let number): name += "F\(number)"
    case .backTab: name += "Shift-Tab"
    default: name += Self.names.first { $0.code == code }?.name ?? "?"
    }
    return name
  }

  private static let names: [(name: String, code: Code)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Backspace", .backspace), ("Delete", .delete),
    ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home),
    ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Space", .character(" ")),
    // Other spellings.
    ("Return", .enter), ("Escape", .escape), ("Del", .delete), ("Ins", .insert), ("PageUp", .pageUp),
    ("PageDown", .pageDown), ("BackTab", .backTab), ("Minus", .character("-")),
  ]

  private static func code(named name: Substring) -> Code? {
    if name.count == 1, let character = name.first {
      return character.isWhitespace || character.unicodeScalars.first?.properties.generalCategory == .control
        ? nil : .character(character)
    }
    let lower = name.lowercased()
    if lower.first == "f", let number = Int(lower.dropFirst()), (1...63).contains(number) {
      return .function(number)
    }
    return names.first { $0.name.lowercased() == lower }?.code
  }
}
