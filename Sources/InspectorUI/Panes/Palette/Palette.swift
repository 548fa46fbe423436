import InspectorCore

/// Everything that can be done, found by a few letters: the palette in the middle of the screen, or the command line
/// at its bottom, which also takes words after a command.
struct Palette: Layer {
  /// Whether it is the command line.
  let isCommandLine: Bool
  private(set) var field = TextField()
  private(set) var cursor = 0
  /// What can be done from where it was opened.
  let items: [PaletteItem]
  /// The places in `items` of those that fit what is typed, the best first.
  private(set) var shown: [Int]

  init(isCommandLine: Bool, items: [PaletteItem]) {
    self.isCommandLine = isCommandLine
    self.items = items
    shown = Array(items.indices)
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .back, .complete] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .up: cursor = max(0, cursor - 1)
    case .down: cursor = max(0, min(cursor + 1, shown.count - 1))
    case .pageUp: cursor = max(0, cursor - 10)
    case .pageDown: cursor = max(0, min(cursor + 10, shown.count - 1))
    case .complete:
      if let name = completion { field = TextField(name) }
      search()
    case .back:
      model.closeOverlay()
      model.unfinished[name] = field.text.isEmpty ? nil : field.text
    case .open: return choose(in: &model)
    default: return nil
    }
    return []
  }

  /// What Tab writes: where what is typed begins names, the shortest of them; else the name under the cursor.
  private var completion: String? {
    guard shown.indices.contains(cursor) else { return nil }
    let names = shown.map { items[$0].name }
    let typed = field.text.lowercased()
    guard cursor == 0, !typed.isEmpty,
      let best = names.filter({ $0.lowercased().hasPrefix(typed) }).min(by: { $0.count < $1.count })
    else { return names[cursor] }
    // A name that is there already goes on to the next that begins with it.
    return best.lowercased() == typed ? names.first { $0.lowercased().hasPrefix(typed + " ") } ?? best : best
  }

  /// What it is called where what was typed is kept.
  private var name: String { isCommandLine ? "command line" : "palette" }

  /// Writes what was typed when it was last left.
  mutating func resume(_ unfinished: [String: String]) {
    guard let text = unfinished[name] else { return }
    field = TextField(proposing: text)
    search()
  }

  private mutating func choose(in model: inout Model) -> [Effect] {
    let text = field.text
    model.unfinished[name] = nil
    if isCommandLine, let line = CommandLine(text) {
      model.closeOverlay()
      return line.run(in: &model)
    }
    guard shown.indices.contains(cursor) else {
      model.message = Message(.warning, "Nothing is called \(text); Esc leaves.")
      return []
    }
    let item = items[shown[cursor]]
    if item.takesWords {
      field = TextField(item.name + " ")
      search()
      return []
    }
    if let reason = item.reason {
      model.message = Message(.warning, reason)
      return []
    }
    model.closeOverlay()
    model.recentItems.removeAll { $0 == item.name }
    model.recentItems.insert(item.name, at: 0)
    return item.choose(&model)
  }

  mutating func take(_ key: Key, in model: inout Model) -> [Effect]? {
    if field.take(key) { search() }
    return []
  }

  mutating func paste(_ text: String, in model: inout Model) -> [Effect]? {
    field.insert(text)
    search()
    return []
  }

  private mutating func search() {
    cursor = 0
    let wanted = field.text.lowercased()
    guard !wanted.isEmpty else {
      shown = Array(items.indices)
      return
    }
    let scored = items.indices.compactMap { index -> (index: Int, score: Int)? in
      let item = items[index]
      let scores = [(item.name, 0), (item.title, 0), (item.help, 40)].compactMap { text, malus in
        FuzzyMatch.score(of: wanted, in: text, scattered: malus == 0).map { $0 + malus }
      }
      return scores.min().map { (index, $0 + (item.reason == nil ? 0 : 20)) }
    }
    shown = scored.sorted { ($0.score, $0.index) < ($1.score, $1.index) }.map(\.index)
    // Behind a verb stand its own words; what they are for stays to be read.
    guard isCommandLine, let space = wanted.firstIndex(of: " "),
      let verb = items.firstIndex(where: { $0.takesWords && $0.name == wanted[..<space] }),
      !shown.contains(verb)
    else { return }
    shown.append(verb)
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    PaletteView(palette: self).draw(into: &canvas, rect)
  }
}

extension Scope {
  public static let palette = Scope("palette", title: "In the palette", takesText: true)
}

extension Palette {
  static let scope = Scope.palette

  static let bindings = [
    KeyBinding(scope, "Enter", .open, title: "Do it", help: "Do what the cursor is on"),
    KeyBinding(scope, "Esc", .back, title: "Cancel", help: "Leave the palette and do nothing"),
    KeyBinding(scope, "Tab", .complete),
    KeyBinding(scope, "Up", .up), KeyBinding(scope, "Down", .down),
    KeyBinding(scope, "PgUp", .pageUp), KeyBinding(scope, "PgDn", .pageDown),
  ]
}

/// What opens the palette and the command line.
struct PaletteCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(.always, "Ctrl-P", .palette),
    KeyBinding(scope, ":", .commandLine),
  ]

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    guard command == .palette || command == .commandLine else { return nil }
    let scopes = model.scopes
    // One that is open already goes; it would only find itself.
    if model.isOpen(Palette.self) { model.closeOverlay() }
    var palette = Palette(
      isCommandLine: command == .commandLine,
      items: model.paletteItems(from: scopes, isCommandLine: command == .commandLine))
    palette.resume(model.unfinished)
    model.open(palette)
    return []
  }
}
