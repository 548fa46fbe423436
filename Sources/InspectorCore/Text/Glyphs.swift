/// What one drawing position of a terminal holds: a base character with its marks, or an emoji sequence.
public struct Glyph: Sendable, Hashable {
  /// The cleaned text, never empty.
  public var text: String
  /// Columns it takes: 1 or 2.
  public var width: Int

  public init(text: String, width: Int) {
    self.text = text
    self.width = width
  }
}

/// The cleaned text cut into glyphs, one after the other, as far as somebody asks.
///
/// A glyph is at most two columns wide, so it can be smaller than a grapheme cluster (a Devanagari conjunct,
/// a run of Hangul consonants); a terminal lays those out by character as well. No call looks at more than a
/// few scalars, so a megabyte of combining marks costs no more than a megabyte of letters.
public struct Glyphs: Sequence, IteratorProtocol, Sendable {
  /// ncurses keeps this many marks on a character.
  static let mostMarks = 4
  /// More people than any emoji sequence in use joins.
  static let mostJoiners = 7

  /// The ASCII characters as texts: screens are made of little else, so they are made once.
  private static let plain = (UInt8(0)..<0x80).map { String(Unicode.Scalar($0)) }

  private var scalars: Substring.UnicodeScalarView.Iterator
  private var lookahead: Unicode.Scalar?
  private let profile: WidthProfile
  /// The rest of an escape, last character first.
  private var escape: [UInt8] = []

  public init(_ text: String, profile: WidthProfile = .standard) {
    self.init(text[...], profile: profile)
  }

  public init(_ text: Substring, profile: WidthProfile = .standard) {
    scalars = text.unicodeScalars.makeIterator()
    self.profile = profile
  }

  public mutating func next() -> Glyph? {
    if let byte = escape.popLast() { return Glyph(text: String(Unicode.Scalar(byte)), width: 1) }
    guard let scalar = take() else { return nil }
    if profile.isASCII { return plain(scalar) }
    switch ScalarKind(scalar, profile: profile) {
    case .printable(let width):
      guard let following = peek(), following.mayExtend else {
        return Glyph(text: scalar.isASCII ? Self.plain[Int(scalar.value)] : String(scalar), width: width)
      }
      return extended(scalar, width: width)
    case .control:
      let picture = scalar.value == 0x7F ? 0x2421 : 0x2400 + scalar.value
      return Glyph(text: String(Unicode.Scalar(picture) ?? "\u{FFFD}"), width: 1)
    case .highControl:
      return escaped("<" + TextCleaner.hexadecimal(scalar.value, digits: 2) + ">")
    case .hidden, .mark, .joiner, .selector:
      return escaped("<U+" + TextCleaner.hexadecimal(scalar.value, digits: 4) + ">")
    }
  }

  /// A scalar as ASCII can show it.
  private mutating func plain(_ scalar: Unicode.Scalar) -> Glyph? {
    switch scalar.value {
    case 0x20...0x7E: return Glyph(text: Self.plain[Int(scalar.value)], width: 1)
    case 0x00...0x1F, 0x7F...0x9F: return escaped("\\x" + code(scalar.value))
    // A picture of a control character stands for it in text that has been cleaned.
    case 0x2400...0x241F: return escaped("\\x" + code(scalar.value - 0x2400))
    case 0x2421: return escaped("\\x7f")
    default:
      if profile.keepsMarks, ASCIIMarks.stand(for: scalar) != nil {
        return Glyph(text: String(scalar), width: 1)
      }
      return escaped("<U+" + TextCleaner.hexadecimal(scalar.value, digits: 4) + ">")
    }
  }

  private func code(_ value: UInt32) -> String {
    TextCleaner.hexadecimal(value, digits: 2, uppercase: false)
  }

  private mutating func take() -> Unicode.Scalar? {
    if let scalar = lookahead {
      lookahead = nil
      return scalar
    }
    return scalars.next()
  }

  private mutating func peek() -> Unicode.Scalar? {
    if lookahead == nil { lookahead = scalars.next() }
    return lookahead
  }

  private mutating func escaped(_ text: String) -> Glyph? {
    escape = text.utf8.reversed()
    return next()
  }

  /// The base with the marks, selectors, modifiers and joined emoji that follow it.
  private mutating func extended(_ base: Unicode.Scalar, width: Int) -> Glyph {
    var text = String(base)
    var width = width
    var marks = 0
    var joiners = 0
    var hasSelector = false
    var hasModifier = false
    var emoji: Unicode.Scalar? = base.properties.isEmoji ? base : nil

    if base.isRegionalIndicator, let second = peek(), second.isRegionalIndicator {
      text.unicodeScalars.append(second)
      lookahead = nil
      emoji = nil
    }
    while let scalar = peek(), scalar.mayExtend {
      switch ScalarKind(scalar, profile: profile) {
      case .mark where marks < Self.mostMarks:
        marks += 1
      case .selector where emoji != nil && !hasSelector && !hasModifier && marks == 0:
        hasSelector = true
        if scalar.value == 0xFE0F { width = 2 }
      case .printable where scalar.properties.isEmojiModifier && emoji?.isPictograph == true && !hasModifier:
        hasModifier = true
        width = 2
      case .joiner where emoji?.isPictograph == true && joiners < Self.mostJoiners && marks == 0:
        var ahead = scalars
        guard let joined = ahead.next(), joined.isPictograph, !joined.properties.isEmojiModifier else {
          return Glyph(text: text, width: width)
        }
        text.unicodeScalars.append(scalar)
        text.unicodeScalars.append(joined)
        scalars = ahead
        lookahead = nil
        emoji = joined
        joiners += 1
        (hasSelector, hasModifier) = (false, false)
        width = 2
        continue
      default:
        return Glyph(text: text, width: width)
      }
      text.unicodeScalars.append(scalar)
      lookahead = nil
    }
    return Glyph(text: text, width: width)
  }
}

/// How a scalar is shown.
enum ScalarKind: Equatable {
  /// Shown as it is, in so many columns.
  case printable(Int)
  /// Sits on the character before it.
  case mark
  /// ZERO WIDTH JOINER.
  case joiner
  /// VARIATION SELECTOR-15 (as text) or -16 (as emoji).
  case selector
  /// C0 and DEL.
  case control
  /// C1.
  case highControl
  /// Invisible, or without a meaning that everybody shares.
  case hidden

  init(_ scalar: Unicode.Scalar, profile: WidthProfile) {
    let value = scalar.value
    switch value {
    case 0x20...0x7E: self = .printable(1)
    case 0x00...0x1F, 0x7F: self = .control
    case 0x80...0x9F: self = .highControl
    case 0xAD: self = .hidden
    // Lines and blocks, of which the frames and charts of a screen are made.
    case 0xA0...0x2FF, 0x2500...0x259F: self = .printable(Self.width(of: scalar, profile: profile))
    case 0x200D: self = .joiner
    case 0xFE0E, 0xFE0F: self = .selector
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: self = .printable(2)
    // Hangul vowels and final consonants close the syllable that stands before them.
    case 0x1161...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: self = .mark
    default: self.init(properties: scalar, profile: profile)
    }
  }

  private init(properties scalar: Unicode.Scalar, profile: WidthProfile) {
    if scalar.properties.isDefaultIgnorableCodePoint {
      self = .hidden
      return
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: self = .mark
    case .format where scalar.isPrependedSign: self = .printable(1)
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      self = .hidden
    default: self = .printable(Self.width(of: scalar, profile: profile))
    }
  }

  private static func width(of scalar: Unicode.Scalar, profile: WidthProfile) -> Int {
    let value = scalar.value
    if value >= 0x1100,
      WidthTable.contains(value, in: WidthTable.wide) || scalar.properties.isEmojiPresentation
        || scalar.isRegionalIndicator
    {
      return 2
    }
    return profile.ambiguousIsWide && WidthTable.contains(value, in: WidthTable.ambiguous) ? 2 : 1
  }
}

extension Unicode.Scalar {
  /// Whether it may belong to what stands before it: nothing below U+0300 does, and no arrow, line, block or symbol.
  fileprivate var mayExtend: Bool { value >= 0x300 && !(0x2190...0x2BFF ~= value) }

  /// Two of them make a flag.
  var isRegionalIndicator: Bool { 0x1F1E6...0x1F1FF ~= value }

  /// An emoji that can be part of a joined sequence; digits, `#`, `*`, `©` and `®` cannot.
  var isPictograph: Bool { value > 0x2000 && properties.isEmoji && !isRegionalIndicator }

  /// The format characters that have a shape: Arabic, Syriac and Kaithi number signs.
  var isPrependedSign: Bool {
    switch value {
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: true
    default: false
    }
  }
}
