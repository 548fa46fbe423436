/// A short list to choose from, over everything else.
public struct Menu: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// The themes; the one that was there before comes back on Esc.
    case themes(before: String)
    /// Whether all events should go.
    case confirmClear
    /// Whether an entry should really go to a target that is not this listener.
    case confirmResend(target: String)
  }

  public var kind: Kind
  public var title: String
  public var items: [String]
  public var cursor: Int
}

/// The help: how far it is scrolled.
public struct HelpState: Sendable, Equatable {
  public var top = 0
}
