import InspectorCore

/// What leaves the screen: for a file, a pager, a command, or as something that another program runs.
struct ExportCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "x", .export),
    KeyBinding(scope, "w", .save),
    KeyBinding(scope, "V", .page),
    KeyBinding(scope, "|", .pipe),
  ]

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .export, .save, .page, .pipe: model.selected == nil ? "There is no event to write yet." : nil
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .export: model.open(exportMenu(model))
    case .save: model.open(saveMenu(model))
    case .page: return page(in: &model)
    case .pipe:
      model.ask(
        Prompt.asking("Pipe to", hint: "a shell command; ↑ the last ones", history: model.commandHistory) {
          text, model in
          text.isEmpty
            ? .refused("Write a command, such as jq .total or wc -c.") : .done(model.pipe(to: text))
        })
    default: return nil
    }
    return []
  }

  private func page(in model: inout Model) -> [Effect] {
    guard let exported = model.exported(.current) else { return model.sayNothing() }
    return [.page(exported.bytes, fileExtension: exported.fileExtension)]
  }

  /// The forms; each asks where to.
  private func exportMenu(_ model: Model) -> Menu {
    let keys: [String: Character] = [
      "curl": "c", "httpie": "h", "json": "e", "ndjson": "n", "har": "a", "go": "g", "python": "p",
      "javascript": "s",
    ]
    let items = Exporters.all.map { exporter in
      let exported = model.selected.flatMap { model.exported($0, as: exporter) }
      return Menu.Item(
        exporter.title, detail: exported.map { Shown.size($0.bytes.count) } ?? "", key: keys[exporter.name],
        reason: exported == nil ? "This is no event, so it has no \(exporter.title)." : nil
      ) { model in
        guard let exported else { return [] }
        model.open(Self.destinationMenu(exported))
        return []
      }
    }
    return Menu(title: "Export this event as", items: items)
  }

  private static func destinationMenu(_ exported: ExportedBytes) -> Menu {
    Menu(
      title: "\(exported.what) to",
      items: [
        Menu.Item("the clipboard", key: "y") { $0.copy(exported) },
        Menu.Item("a file", detail: exported.fileName, key: "w") { model in
          Self.askForPath(exported, in: &model)
          return []
        },
        Menu.Item("the pager", key: "V") { _ in [.page(exported.bytes, fileExtension: exported.fileExtension)]
        },
      ])
  }

  private func saveMenu(_ model: Model) -> Menu {
    var choices: [(ExportedBytes, Character)] = []
    if let entry = model.selected {
      let current = model.exported(.current)
      if let current { choices.append((current, "w")) }
      if let data = model.data(of: entry), current?.what != data.what { choices.append((data, "d")) }
      if current?.what != model.message(of: entry).what { choices.append((model.message(of: entry), "m")) }
      if let event = model.exported(entry, as: JSONEventExporter()) { choices.append((event, "e")) }
    }
    var items = choices.map { exported, key in
      Menu.Item("This event's \(exported.what)", detail: Shown.size(exported.bytes.count), key: key) {
        model in
        Self.askForPath(exported, in: &model)
        return []
      }
    }
    let count = Shown.plural(model.rows.count, "row")
    for (exporter, key) in [(NDJSONExporter(), "n"), (HARExporter(), "a"), (CurlExporter(), "c")]
      as [(any Exporter, Character)]
    {
      items.append(
        Menu.Item("All shown as \(exporter.title)", detail: count, key: key) { model in
          guard let exported = model.shownEvents(as: exporter) else { return model.sayNothing() }
          Self.askForPath(exported, in: &model)
          return []
        })
    }
    return Menu(title: "Save", items: items)
  }

  /// Asks for a file's name, with one proposed.
  private static func askForPath(_ exported: ExportedBytes, in model: inout Model) {
    let history = model.savedFiles
    model.ask(
      pathPrompt(exported.fileName, hint: Shown.size(exported.bytes.count), history: history) {
        $1.save(exported, to: $0)
      })
  }

  private static func pathPrompt(
    _ proposal: String, hint: String, history: [String],
    save: @escaping @Sendable (String, inout Model) -> [Effect]
  ) -> Prompt {
    .asking("Save to", proposal: proposal, hint: hint, history: history, completesPaths: true) {
      text, model in
      text.isEmpty ? .refused("Write the name of a file.") : .done(save(text, &model))
    }
  }
}

/// Something that is to be written to a file.
public struct SaveRequest: Sendable, Equatable {
  public var path: String
  public var bytes: [UInt8]
  /// What they are, in a few words.
  public var what: String
  /// Whether a file that is there is written over.
  public var overwrites: Bool

  public init(path: String, bytes: [UInt8], what: String, overwrites: Bool) {
    self.path = path
    self.bytes = bytes
    self.what = what
    self.overwrites = overwrites
  }
}
