/// Keys in a row, and the command that they mean in a scope.
public struct KeyBinding: Sendable, Hashable {
  public var scope: Scope
  public var keys: [Key]
  public var command: Command
  /// What the command does here, in a word, where that is not its own title.
  public var title: String
  /// What the command does here, in a line, where that is not its own help.
  public var help: String

  /// - Parameter keys: their names, separated by spaces: `y d`.
  public init(
    _ scope: Scope, _ keys: String, _ command: Command, title: String? = nil, help: String? = nil
  ) {
    self.scope = scope
    self.keys = keys.split(separator: " ").compactMap { Key(String($0)) }
    self.command = command
    self.title = title ?? command.title
    self.help = help ?? title ?? command.help
  }

  /// Esc and q, which leave what is open, and ? for its help.
  static func leaving(_ scope: Scope, title: String = "Back", help: String) -> [KeyBinding] {
    ["Esc", "q"].map { KeyBinding(scope, $0, .back, title: title, help: help) }
      + [KeyBinding(scope, "?", .help)]
  }

  /// The keys as they are shown, such as `y d` or `Ctrl-L`.
  public var keyNames: String { keys.map(\.description).joined(separator: " ") }
}
