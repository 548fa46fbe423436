/// Everything that can have the keys: a new pane or overlay is one line here.
enum Panes {
  /// The panes, in the order in which Tab goes through them.
  static let panes: [any Pane] = [
    FacetsPane(),
    TimelinePane(),
    EventListPane(),
    DetailPane(),
  ]

  /// What can lie over the panes.
  static let overlays: [any Layer.Type] = [
    FilterBar.self,
    SavedFilters.self,
    Composer.self,
    StepList.self,
    Menu.self,
    ColumnMenu.self,
    Prompt.self,
    Reader.self,
    Related.self,
    Palette.self,
    Help.self,
    RuleList.self,
    EventLog.self,
  ]

  /// What holds whichever pane has the focus, in the order in which it is asked.
  static let everywhere: [any Layer] = [
    ListeningCommands(),
    ViewCommands(),
    FilterCommands(),
    SendCommands(),
    CopyCommands(),
    ColumnCommands(),
    ExportCommands(),
    LoadCommands(),
    PaletteCommands(),
    EventCommands(),
    CompareCommands(),
    TerminalCommands(),
    OptionCommands(),
  ]

  static func pane(_ id: PaneID) -> any Pane { panes.first { $0.id == id }! }

  private static var kinds: [any Layer.Type] {
    panes.map { type(of: $0) } + overlays + everywhere.map { type(of: $0) }
  }

  /// All default keys.
  static var bindings: [KeyBinding] { kinds.flatMap { $0.bindings } }

  /// Every scope, once.
  static var scopes: [Scope] {
    var seen: Set<Scope> = []
    return (kinds.map { $0.scope } + [.always]).filter { seen.insert($0).inserted }
  }
}
