/// A state of the screen in which keys mean something else, and the keys that lead there from the list.
public struct Mode: Sendable, Equatable {
  public var name: String
  /// The keys of a keymap, pressed one after the other.
  public var keys: [String]

  /// Every mode, with the keys as a keymap has them.
  public static func all(in keymap: Keymap) -> [Mode] {
    let ways: [(name: String, commands: [Command])] = [
      ("list", []), ("detail", [.open]), ("types", [.facets]), ("filter", [.filter]),
      ("composer", [.compose]),
      ("composer-headers", [.compose, .nextSection]), ("template-menu", [.compose, .templates]),
      ("target-menu", [.compose, .targets]), ("repeat-prompt", [.compose, .repeatSend]),
      ("palette", [.palette]),
      ("command-line", [.commandLine]), ("theme-menu", [.themes]), ("export-menu", [.export]),
      ("save-menu", [.save]),
      ("pipe-prompt", [.pipe]), ("load-prompt", [.load]), ("log", [.log]), ("help", [.help]),
      ("clear-question", [.clear]),
    ]
    return ways.map { name, commands in
      Mode(name: name, keys: commands.compactMap { keymap.bindings(of: $0, in: Scope.all).first?.keyNames })
    }
  }
}
