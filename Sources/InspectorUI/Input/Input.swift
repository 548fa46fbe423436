/// What the terminal hands in.
public enum Input: Sendable, Equatable {
  case key(Key)
  /// A bracketed paste: raw text, not cleaned, line ends as they came.
  case paste(String)
  case mouse(Mouse)
  /// The terminal has this size now.
  case resize(Size)
  /// Another thread asked for attention.
  case wake
}

/// A mouse report.
public struct Mouse: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case press(Button)
    case release(Button)
    case wheelUp, wheelDown
  }

  public enum Button: Sendable, Hashable {
    case left, middle, right
  }

  /// The cell under the pointer.
  public var point: Point
  public var kind: Kind

  public init(point: Point, kind: Kind) {
    self.point = point
    self.kind = kind
  }
}
