/// What a terminal can show, and how wide the scalars are that Unicode leaves open.
public struct WidthProfile: Sendable, Hashable {
  /// Whether East Asian Ambiguous characters (lines, bullets, `…`, Greek, Cyrillic) take two columns, as they
  /// do on terminals of some East Asian set-ups.
  public var ambiguousIsWide: Bool
  /// Whether the terminal shows nothing but ASCII: all else is escaped, as in `\x1b` and `<U+65E5>`.
  public var isASCII: Bool
  /// Whether the marks of the program itself are left as they are where all else is escaped: something of ASCII that is
  /// as wide stands for each of them.
  var keepsMarks = true

  public init(ambiguousIsWide: Bool = false, isASCII: Bool = false) {
    self.ambiguousIsWide = ambiguousIsWide && !isASCII
    self.isASCII = isASCII
  }

  /// The same for text from outside, in which a mark is no mark of the program.
  public var forText: WidthProfile {
    var profile = self
    profile.keepsMarks = false
    return profile
  }

  /// One column for ambiguous characters.
  public static let standard = WidthProfile()
}

/// How many terminal columns text takes.
public enum DisplayWidth {
  /// The columns that the grapheme takes once cleaned; an escaped one takes as many as its escape.
  public static func of(_ grapheme: Character, profile: WidthProfile = .standard) -> Int {
    of(String(grapheme), profile: profile)
  }

  /// The columns that the text takes once cleaned, in time that grows with the text.
  public static func of(_ text: String, profile: WidthProfile = .standard) -> Int {
    if TextCleaner.isPlain(text) { return text.utf8.count }
    var width = 0
    for glyph in Glyphs(text, profile: profile) { width += glyph.width }
    return width
  }

  /// The columns of the text, or `limit` where it takes more: never looks further than it must.
  public static func of(_ text: String, upTo limit: Int, profile: WidthProfile = .standard) -> Int {
    var width = 0
    for glyph in Glyphs(text, profile: profile) {
      width += glyph.width
      if width >= limit { return limit }
    }
    return width
  }
}
