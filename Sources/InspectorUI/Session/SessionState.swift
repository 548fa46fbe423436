import InspectorCore

/// What a session leaves for the next: the filter, the layout, and what was typed.
///
/// As a file it is TOML; what cannot be read of it is left out, for it is nobody's work.
public struct SessionState: Sendable, Equatable {
  public var filter = ""
  public var isFilterOn = true
  public var layout = LayoutChoice.automatic
  public var theme = ""
  /// What the list is sorted by; nil for the order of arrival.
  public var sort: RowSort?
  /// The columns of the list, where they are others than those that are configured.
  public var columns: [Column]?
  public var commands: [String] = []
  public var files: [String] = []

  public init() {}

  /// What the screen would leave now.
  public init(_ model: Model) {
    filter = model.filter.isEditing ? model.filter.before : model.filter.applied
    isFilterOn = model.filter.isEditing || model.filter.isOn
    layout = model.layoutChoice
    theme = model.theme
    sort = model.sort
    columns = model.columns == model.configuredColumns ? nil : model.columns
    commands = model.commandHistory.suffix(50)
    files = model.loadedFiles.suffix(50)
  }

  public init(text: String) {
    guard let file = try? TOMLFile(text, name: "session") else { return }
    filter = file.root["filter"]?.string ?? ""
    isFilterOn = file.root["filter-on"]?.boolean ?? true
    layout = file.root["layout"]?.string.flatMap { LayoutChoice(rawValue: $0) } ?? .automatic
    theme = file.root["theme"]?.string ?? ""
    sort = file.root["sort"]?.string.flatMap { Column($0) }.map {
      RowSort($0, isDescending: file.root["sort-descending"]?.boolean ?? false)
    }
    let names = file.root["columns"]?.array?.compactMap(\.string) ?? []
    let known = names.compactMap { try? ColumnNames.column($0) }
    if !known.isEmpty { columns = known }
    commands = file.root["commands"]?.array?.compactMap(\.string) ?? []
    files = file.root["files"]?.array?.compactMap(\.string) ?? []
  }

  /// The file.
  public var text: String {
    """
    filter = \(SettingValue.text(filter).toml)
    filter-on = \(SettingValue.flag(isFilterOn).toml)
    layout = \(SettingValue.text(layout.rawValue).toml)
    theme = \(SettingValue.text(theme).toml)
    sort = \(SettingValue.text(sort?.column.name ?? "").toml)
    sort-descending = \(SettingValue.flag(sort?.isDescending ?? false).toml)
    columns = \(SettingValue.list((columns ?? []).map(\.name)).toml)
    commands = \(SettingValue.list(commands).toml)
    files = \(SettingValue.list(files).toml)

    """
  }
}

extension Model {
  /// What somebody is told who is here for the first time.
  public var welcome: Message {
    Message(
      .info,
      "Welcome. \(key(.help)) shows all keys, \(key(.palette)) finds everything by name, \(key(.close)) goes back."
    )
  }

  /// Takes up what the last session has left, and says what of it may surprise.
  ///
  /// - Parameter filters: whether its filter is put in force; not where another was asked for.
  public mutating func takeUp(_ session: SessionState, filters: Bool) {
    layoutChoice = session.layout
    columns = session.columns ?? configuredColumns
    sort = session.sort
    rows.sort(by: sort)
    commandHistory = session.commands
    loadedFiles = session.files
    guard filters, !session.filter.isEmpty else { return }
    setFilter(session.filter)
    if !session.isFilterOn { toggleFilter() }
    restoredFilter = session.isFilterOn ? session.filter : nil
  }

  /// Takes up what was typed into the filter before, the oldest first.
  public mutating func takeUp(filterHistory: [String]) { filter.history = InputHistory(filterHistory) }

  /// Says that the filter of the last session hides something, as soon as it does.
  mutating func announceRestoredFilter() {
    guard let restoredFilter, rows.isComplete else { return }
    guard restoredFilter == filter.applied, filter.isOn else {
      self.restoredFilter = nil
      return
    }
    guard rows.hidden > 0, message == nil else { return }
    self.restoredFilter = nil
    message = Message(
      .info,
      "The filter from the last session hides \(Shown.plural(rows.hidden, "event")) — \(key(.toggleFilter)) switches it off."
    )
  }

  /// The form of the composer as a file keeps it.
  public var draft: ComposerDraft { ComposerDraft(composer) }

  /// Puts the draft of the last session into the form.
  public mutating func takeUp(_ draft: ComposerDraft) {
    composer.isRestored = draft != ComposerDraft(composer)
    composer.fill(from: draft)
  }

  /// What `{env:NAME}` stands for.
  public mutating func setEnvironment(_ variables: [String: String]) { composer.environment = variables }

  /// Has the composer send to a place.
  public mutating func setComposerTarget(_ address: String) { composer.target = TextField(address) }
}

extension ComposerDraft {
  /// Whether it goes to this machine, as what is sent to the listener does.
  public var isForListener: Bool {
    switch try? Address(target) {
    case .http(let host, _, _, _, _): ["localhost", "127.0.0.1", "::1"].contains(host)
    case .unix, .unixNDJSON: true
    case nil: target.isEmpty
    }
  }
}
