/// Where a key means what it means.
public enum Scope: String, Sendable, Hashable, CaseIterable {
  case list
  case detail
  case facets
  case filter
  case composer
  case menu
  case everywhere

  /// What the help calls it.
  public var title: String {
    switch self {
    case .list: "In the list"
    case .detail: "In the detail"
    case .facets: "In the types"
    case .filter: "In the filter"
    case .composer: "In the composer"
    case .menu: "In a menu"
    case .everywhere: "Everywhere"
    }
  }
}

/// Keys in a row, and the command that they mean in a scope.
public struct KeyBinding: Sendable, Hashable {
  public var scope: Scope
  public var keys: [Key]
  public var command: Command

  public init(_ scope: Scope, _ keys: String, _ command: Command) {
    self.scope = scope
    self.keys = keys.split(separator: " ").compactMap { Key(String($0)) }
    self.command = command
  }

  /// The keys as they are shown, such as `y d` or `Ctrl-L`.
  public var title: String { keys.map(\.description).joined(separator: " ") }
}

/// All key bindings. What is on the footer and in the help is made from the same table that the keys run through.
public struct Keymap: Sendable, Equatable {
  public private(set) var bindings: [KeyBinding]

  public init(_ bindings: [KeyBinding]) {
    self.bindings = bindings
  }

  /// What some keys mean.
  public enum Resolution: Sendable, Equatable {
    case command(Command)
    /// They begin something: these bindings go on from here.
    case prefix([KeyBinding])
    case none
  }

  /// What keys mean in scopes, the innermost first.
  public func resolve(_ keys: [Key], in scopes: [Scope]) -> Resolution {
    for scope in scopes {
      if let binding = bindings.first(where: { $0.scope == scope && $0.keys == keys }) {
        return .command(binding.command)
      }
      let longer = bindings.filter {
        $0.scope == scope && $0.keys.count > keys.count && $0.keys.starts(with: keys)
      }
      if !longer.isEmpty { return .prefix(longer) }
    }
    return .none
  }

  /// The keys of a command that hold in some scopes, the preferred first.
  public func keys(for command: Command, in scopes: [Scope]) -> [String] {
    scopes.flatMap { scope in
      bindings.filter { $0.scope == scope && $0.command == command }.map(\.title)
    }
  }
}
