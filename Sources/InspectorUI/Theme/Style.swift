/// How a cell looks.
public struct Style: Sendable, Hashable {
  /// Nil where colour is not used at all.
  public var foreground: Color?
  /// Nil where colour is not used at all.
  public var background: Color?
  public var attributes: Attributes

  public init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  public struct Attributes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let italic = Attributes(rawValue: 4)
    public static let underline = Attributes(rawValue: 8)
    public static let reverse = Attributes(rawValue: 16)
    public static let strike = Attributes(rawValue: 32)

    /// As theme files write them.
    public static let names: [(name: String, attribute: Attributes)] = [
      ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
      ("strike", .strike),
    ]
  }

  /// The style on a terminal that has only the first 8 colours: a bright text is bold instead.
  public var withEightColors: Style {
    var style = self
    if case .indexed(let index) = foreground, index >= 8 {
      style.foreground = .indexed(index % 8)
      // Bright black as bold black cannot be read on black.
      if index == 8 {
        style.foreground = .terminal
        style.attributes.insert(.dim)
      } else {
        style.attributes.insert(.bold)
      }
    }
    if case .indexed(let index) = background, index >= 8 {
      style.background = index == 8 ? .terminal : .indexed(index % 8)
      if index == 8 { style.attributes.insert(.reverse) }
    }
    return style
  }
}

/// What a theme says about one role; what it leaves out comes from elsewhere.
struct StyleRule: Sendable, Equatable {
  /// More than one only for ``StyleRole/typeHash``.
  var foregrounds: [Color] = []
  var background: Color?
  var attributes: Style.Attributes = []

  func foreground(hash: UInt8?) -> Color? {
    foregrounds.isEmpty ? nil : foregrounds[Int(hash ?? 0) % foregrounds.count]
  }
}
