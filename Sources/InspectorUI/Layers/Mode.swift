/// A state of the screen in which keys mean something else, and the keys that lead there from a list with events.
public struct Mode: Sendable, Equatable {
  public var name: String
  /// The keys of a keymap, pressed one after the other.
  public var keys: [String]

  /// The commands that lead to each mode: a new pane or overlay is at least one line here.
  private static let ways: [(name: String, commands: [Command])] = [
    ("list", []), ("detail", [.open]), ("facets", [.facets]), ("timeline", [.timeline]),
    ("filter", [.filter]), ("search-prompt", [.search]), ("value-menu", [.filterIn]),
    ("composer", [.compose]), ("composer-headers", [.compose, .nextSection]),
    ("template-menu", [.compose, .templates]), ("target-menu", [.compose, .targets]),
    ("repeat-prompt", [.compose, .repeatSend]), ("step-prompt", [.compose, .addStep, .addStep]),
    ("step-list", [.compose, .addStep, .steps]), ("palette", [.palette]), ("command-line", [.commandLine]),
    ("theme-menu", [.themes]),
    ("sort-menu", [.sort]), ("columns-menu", [.columns]), ("attribute-menu", [.copyAttribute]),
    ("export-menu", [.export]), ("save-menu", [.save]), ("pipe-prompt", [.pipe]), ("load-prompt", [.load]),
    ("comparison", [.compare]), ("related", [.related]), ("rules", [.rules]), ("log", [.log]),
    ("help", [.help]), ("clear-question", [.clear]),
  ]

  /// Every mode, with the keys as a keymap has them.
  public static func all(in keymap: Keymap) -> [Mode] {
    ways.map { name, commands in
      Mode(name: name, keys: commands.compactMap { keymap.bindings(of: $0, in: Scope.all).first?.keyNames })
    }
  }
}
