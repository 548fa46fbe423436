/// Every key, from the live keymap, over everything else.
struct Help: Layer {
  /// The first line that is shown.
  private(set) var top = 0
  /// What had the keys before: its keys come first.
  let about: [Scope]
  /// What is searched for.
  private(set) var pattern: SearchPattern?
  /// The line that was found last.
  private(set) var found: Int?

  init(about: [Scope]) {
    self.about = about
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.down, .up, .search, .nextMatch, .back] }

  func reason(against command: Command, in model: Model) -> String? {
    guard command == .nextMatch || command == .previousMatch, pattern == nil else { return nil }
    return "Nothing is searched for; \(model.key(.search, in: .help)) searches."
  }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    let page = Layout(model).body.height - 2
    let lines = HelpView(help: self, model: model).lines.count
    if let move = Move(command) {
      top = move == .last ? lines : move.applied(to: top, page: page, count: lines)
      top = max(0, min(top, lines - page))
      return []
    }
    switch command {
    case .search: model.ask(searchPrompt)
    case .nextMatch: goOn(from: (found ?? top - 1) + 1, forward: true, in: model)
    case .previousMatch: goOn(from: (found ?? top) - 1, forward: false, in: model)
    case .open, .help: model.closeOverlay()
    default: return nil
    }
    return []
  }

  // MARK: Searching

  private var searchPrompt: Prompt {
    let before = self
    var prompt = Prompt(title: "/", name: "search in help") { text, model in
      model.changeHelp { $0.search(text, from: before.top, in: $1) }
      if let help = model.openHelp, help.pattern != nil, help.found == nil {
        model.message = Message(.info, "\"\(text)\" is not in the help.")
      }
      return []
    }
    prompt.changed = { text, model in
      model.changeHelp { $0.search(text, from: before.top, in: $1) }
    }
    prompt.cancelled = { model in model.changeHelp { help, _ in help = before } }
    return prompt
  }

  /// Searches for a text, and shows the first line with it from a line on.
  fileprivate mutating func search(_ text: String, from line: Int, in model: Model) {
    (pattern, found) = (SearchPattern(text), nil)
    top = line
    if pattern != nil { goOn(from: line, forward: true, in: model) }
  }

  /// Goes to the next line with what is searched for, round the end where there is none.
  private mutating func goOn(from line: Int, forward: Bool, in model: Model) {
    let lines = HelpView(help: self, model: model).lines
    let matches = self.matches(in: lines)
    let next = forward ? matches.first { $0 >= line } : matches.last { $0 <= line }
    guard let match = next ?? (forward ? matches.first : matches.last) else { return }
    found = match
    let page = max(1, Layout(model).body.height - 2)
    if match < top || match >= top + page { top = match - page / 2 }
    top = max(0, min(top, lines.count - page))
  }

  /// The lines with what is searched for.
  func matches(in lines: [DetailLine]) -> [Int] {
    guard let pattern else { return [] }
    return lines.indices.filter { pattern.isFound(in: lines[$0].map(\.text).joined()) }
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    HelpView(help: self, model: model).draw(into: &canvas, rect)
  }
}

extension Model {
  /// The help, where it is open.
  fileprivate var openHelp: Help? { overlays.lazy.compactMap { $0.layer as? Help }.last }

  /// Changes the help, where it is open.
  fileprivate mutating func changeHelp(_ body: (inout Help, Model) -> Void) {
    guard let index = overlays.lastIndex(where: { $0.layer is Help }), var help = openHelp else { return }
    body(&help, self)
    overlays[index].layer = help
  }
}
