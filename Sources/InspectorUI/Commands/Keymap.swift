/// All key bindings. What is on the footer and in the help is made from the same table that the keys run through.
public struct Keymap: Sendable, Equatable {
  public private(set) var bindings: [KeyBinding] {
    didSet { byCommand = Dictionary(grouping: bindings, by: \.command) }
  }
  /// The same by what they do: the footer asks for each frame.
  private var byCommand: [Command: [KeyBinding]]

  /// The keys as they come: of several for one command the first is the one that is shown.
  public static let standard = Keymap(Panes.bindings)

  public init(_ bindings: [KeyBinding]) {
    self.bindings = bindings
    byCommand = Dictionary(grouping: bindings, by: \.command)
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
    bindings(of: command, in: scopes).map(\.keyNames)
  }

  /// The bindings of a command that hold in some scopes, the preferred first.
  public func bindings(of command: Command, in scopes: [Scope]) -> [KeyBinding] {
    let known = byCommand[command] ?? []
    return scopes.flatMap { scope in known.filter { $0.scope == scope } }
  }

  /// Everything that can have the keys, each with the keys that lead there from the list; none for the list itself.
  public var modes: [(name: String, keys: [String])] {
    Panes.modes.map { scope, commands in
      (scope.name, commands.flatMap { keys(for: $0, in: [.list, .everywhere, .always]).prefix(1) })
    }
  }

  /// Gives a command other keys in a scope, none for none; its title and help there stay as they are.
  ///
  /// Who has had these keys in that scope loses them, and so do longer ones that begin with them, because they could
  /// no longer be typed.
  public mutating func bind(_ keys: [String], to command: Command, in scope: Scope) {
    let known = bindings.first { $0.scope == scope && $0.command == command }
    let added = keys.map {
      KeyBinding(scope, $0, command, title: known?.title, help: known?.help)
    }
    let place = bindings.firstIndex { $0.scope == scope && $0.command == command } ?? bindings.endIndex
    let kept = { (binding: KeyBinding) in
      guard binding.scope == scope else { return true }
      if binding.command == command { return false }
      return !added.contains { $0.keys.starts(with: binding.keys) || binding.keys.starts(with: $0.keys) }
    }
    bindings = bindings[..<place].filter(kept) + added + bindings[place...].filter(kept)
  }
}
