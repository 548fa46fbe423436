/// Where a key means what it means. A layer declares its own beside its keys.
public struct Scope: Sendable, Hashable {
  /// What it is called in a file of keys: `list`.
  public let name: String
  /// What the help calls it: `In the list`.
  public let title: String
  /// Whether letters are text there, and so can be no keys.
  public let takesText: Bool

  public init(_ name: String, title: String, takesText: Bool = false) {
    self.name = name
    self.title = title
    self.takesText = takesText
  }

  public static func == (left: Scope, right: Scope) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Scope {
  /// Over the panes, where no overlay has the keys.
  public static let everywhere = Scope("everywhere", title: "Everywhere")
  /// In overlays and text fields too.
  public static let always = Scope("always", title: "Always")

  /// Every scope that a key can be bound in.
  public static var all: [Scope] { Panes.scopes }

  /// The scope of that name; nil where there is none.
  public static func named(_ name: String) -> Scope? { all.first { $0.name == name } }
}
