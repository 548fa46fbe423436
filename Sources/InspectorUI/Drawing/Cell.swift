/// One character cell of a canvas.
public struct Cell: Sendable, Equatable {
  /// One cleaned glyph; empty in the right half of a wide one.
  public var text: String
  /// 1, or 2 for a wide glyph, or 0 for its right half.
  public var width: Int
  /// What the text is.
  public var role: StyleRole
  /// What lies over it, for example ``StyleRole/listSelected``: its colours and attributes win where it has
  /// any.
  public var overlay: StyleRole?
  /// With ``StyleRole/typeHash``: picks a colour that stays the same for the same text.
  public var hash: UInt8?

  public init(
    text: String = " ", width: Int = 1, role: StyleRole = .text, overlay: StyleRole? = nil, hash: UInt8? = nil
  ) {
    self.text = text
    self.width = width
    self.role = role
    self.overlay = overlay
    self.hash = hash
  }
}

/// Where text stands in the columns that it has.
public enum Alignment: Sendable, Hashable {
  case left, right, center
}

/// A run of text in one style.
public struct TextSpan: Sendable, Hashable {
  /// As it came: the canvas cleans it.
  public var text: String
  public var role: StyleRole
  public var overlay: StyleRole?
  public var hash: UInt8?

  public init(_ text: String, _ role: StyleRole = .text, overlay: StyleRole? = nil, hash: UInt8? = nil) {
    self.text = text
    self.role = role
    self.overlay = overlay
    self.hash = hash
  }
}
