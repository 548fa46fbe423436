import InspectorCore

/// A line that is asked for, in the row of messages; Enter takes it, Esc leaves everything as it is.
///
/// It is opened with what is done with the text: `model.open(Prompt(title: "Save as") { text, model in … })`.
struct Prompt: Layer {
  var title: String
  /// What is asked for, whatever the title says: what was typed and left comes back where it is asked for again.
  let name: String
  var field: TextField
  /// What stood in the field at first.
  private var proposal: String
  var history = InputHistory()
  /// What can be typed, in a few words, at the right.
  var hint = ""
  /// What is done with the text; the prompt is closed before.
  var submit: @Sendable (String, inout Model) -> [Effect]
  /// What happens with each change of the text.
  var changed: (@Sendable (String, inout Model) -> Void)?
  /// What happens when nothing is taken.
  var cancelled: (@Sendable (inout Model) -> Void)?
  /// Whether the text is a path, which Tab completes, and the paths that it goes through.
  var completesPaths = false
  private var paths: [String] = []
  /// What could stand in the field, for Tab.
  var completions: (@Sendable (String, Model) -> [String])?

  /// Something else that can be done with the text, by a key of its own.
  var other: Other?

  struct Other: Sendable {
    var key: Key
    var title: String
    var run: @Sendable (String, inout Model) -> [Effect]

    /// What is searched for becomes the filter.
    static let asFilter = Other(key: Key(.character("f"), control: true), title: "use as filter") {
      text, model in
      model.setFilter(text)
      if let problem = model.filter.reading.problem {
        model.message = Message(.warning, "That is no filter: column \(problem.column): \(problem.message).")
        model.restoreFilterText()
      }
      return []
    }
  }

  /// - Parameter proposal: what the field holds at first; what is typed takes its place.
  init(
    title: String, name: String? = nil, proposal: String = "",
    submit: @escaping @Sendable (String, inout Model) -> [Effect]
  ) {
    self.title = title
    self.name = name ?? title
    self.proposal = proposal
    field = TextField(proposing: proposal)
    self.submit = submit
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .open:
      model.closeOverlay()
      model.unfinished[name] = nil
      if field.isProposal { changed?(field.text, &model) }
      return submit(field.text, &model)
    case .back:
      model.closeOverlay()
      model.unfinished[name] = field.text == proposal || field.text.isEmpty ? nil : field.text
      cancelled?(&model)
      return []
    default: return nil
    }
  }

  mutating func take(_ key: Key, in model: inout Model) -> [Effect]? {
    if let other, key == other.key {
      model.closeOverlay()
      model.unfinished[name] = nil
      cancelled?(&model)
      return other.run(field.text, &model)
    }
    switch key.code {
    case .up: history.older(than: field.text).map { field = TextField($0) }
    case .down: history.newer().map { field = TextField($0) }
    case .tab where completesPaths: return completePath()
    case .tab: completions?(field.text, model).first.map { field = TextField($0) }
    default: guard field.take(key) else { return [] }
    }
    paths = []
    changed?(field.text, &model)
    return []
  }

  /// Tab: goes on to the next of the paths that were found; asks for them where there are none yet.
  private mutating func completePath() -> [Effect] {
    guard let place = paths.firstIndex(of: field.text) else { return [.findPaths(beginning: field.text)] }
    field = TextField(paths[(place + 1) % paths.count])
    return []
  }

  /// Takes the paths that begin as the field does: what they have in common is written, then one after the other.
  mutating func take(paths found: [String], beginning text: String) -> Bool {
    guard completesPaths, field.text == text, let first = found.first else { return false }
    let common = found.dropFirst().reduce(first) { common, path in
      String(zip(common, path).prefix { $0 == $1 }.map { $0.0 })
    }
    if common.count <= text.count { paths = found }
    field = TextField(common.count > text.count ? common : first)
    return true
  }

  mutating func paste(_ text: String, in model: inout Model) -> [Effect]? {
    field.insert(text)
    changed?(field.text, &model)
    return []
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let layout = Layout(model)
    let row =
      layout.message.isEmpty
      ? Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1) : layout.message
    canvas.fill(row, role: .text)
    let asked = drawLongTitle(into: &canvas, over: row, in: rect) ? ">" : title
    let used = canvas.draw(" \(asked) ", x: row.x, y: row.y, width: max(0, row.width - 8), role: .messageInfo)
    let x = row.x + used
    let hint = other.map { " \($0.key) \($0.title) " } ?? (self.hint.isEmpty ? "" : " \(self.hint) ")
    let hasHint = !hint.isEmpty && row.width - used - DisplayWidth.of(hint) > 16
    let room = max(1, row.maxX - x - 1 - (hasHint ? DisplayWidth.of(hint) : 0))
    if hasHint { canvas.draw(hint, x: row.x, y: row.y, width: row.width, role: .textDim, align: .right) }
    let before = DisplayWidth.of(String(field.head), profile: canvas.widths.forText)
    let scroll = max(0, before - room + 1)
    canvas.draw(
      field.text, x: x, y: row.y, width: room, role: field.isProposal ? .formFocused : .text, ellipsis: false,
      scroll: scroll)
    canvas.cursor = Point(x: x + before - scroll, y: row.y)
  }
}

extension Prompt {
  /// Draws a title that would leave the field no room over its row; false where it leaves enough.
  private func drawLongTitle(into canvas: inout Canvas, over row: Rect, in rect: Rect) -> Bool {
    guard DisplayWidth.of(title, upTo: row.width) > max(row.width / 2, row.width - 24) else { return false }
    let lines = TextCleaner.clean(title).wrapped(to: row.width - 2)
    guard row.y - lines.count > rect.y else { return false }
    for (index, line) in lines.enumerated() {
      let place = Rect(x: row.x, y: row.y - lines.count + index, width: row.width, height: 1)
      canvas.fill(place, role: .text)
      canvas.draw(line, x: place.x + 1, y: place.y, width: place.width - 1, role: .messageInfo)
    }
    return true
  }
}

extension Model {
  /// Opens a prompt, and proposes what was typed there and not taken when it was last left.
  mutating func ask(_ prompt: Prompt) {
    var prompt = prompt
    if let text = unfinished[prompt.name] { prompt.field = TextField(proposing: text) }
    open(prompt)
  }

  /// Hands paths to the prompt that has asked for them.
  mutating func foundPaths(_ paths: [String], beginning text: String) {
    guard let last = overlays.indices.last, var prompt = overlays[last].layer as? Prompt else { return }
    guard prompt.take(paths: paths, beginning: text) else {
      message = Message(.info, "No file begins like this.")
      return
    }
    overlays[last].layer = prompt
  }
}

extension Scope {
  public static let prompt = Scope("prompt", title: "Where a line is asked for", takesText: true)
}

extension Prompt {
  static let scope = Scope.prompt

  static let bindings = [
    KeyBinding(scope, "Enter", .open, title: "Take", help: "Take what was typed"),
    KeyBinding(scope, "Esc", .back, title: "Leave", help: "Leave, and change nothing"),
  ]
}

extension String {
  /// Without white space at both ends.
  var trimmingCharacters: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
