import InspectorCore

/// A line that is asked for, in the row of messages; Enter takes it, Esc leaves everything as it is.
///
/// It is opened with what is done with the text: `model.open(Prompt(title: "Save as") { text, model in … })`.
struct Prompt: Layer {
  var title: String
  var field: TextField
  var history = InputHistory()
  /// What can be typed, in a few words, at the right.
  var hint = ""
  /// What is done with the text; the prompt is closed before.
  var submit: @Sendable (String, inout Model) -> [Effect]
  /// What happens with each change of the text.
  var changed: (@Sendable (String, inout Model) -> Void)?
  /// What happens when nothing is taken.
  var cancelled: (@Sendable (inout Model) -> Void)?
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

  init(title: String, text: String = "", submit: @escaping @Sendable (String, inout Model) -> [Effect]) {
    self.title = title
    field = TextField(text)
    self.submit = submit
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .open:
      model.closeOverlay()
      return submit(field.text, &model)
    case .back:
      model.closeOverlay()
      cancelled?(&model)
      return []
    default: return nil
    }
  }

  mutating func take(_ key: Key, in model: inout Model) -> [Effect]? {
    if let other, key == other.key {
      model.closeOverlay()
      cancelled?(&model)
      return other.run(field.text, &model)
    }
    switch key.code {
    case .up: history.older(than: field.text).map { field = TextField($0) }
    case .down: history.newer().map { field = TextField($0) }
    case .tab: completions?(field.text, model).first.map { field = TextField($0) }
    default: guard field.take(key) else { return [] }
    }
    changed?(field.text, &model)
    return []
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
    let used = canvas.draw(" \(title) ", x: row.x, y: row.y, width: max(0, row.width - 8), role: .messageInfo)
    let x = row.x + used
    let hint = other.map { " \($0.key) \($0.title) " } ?? (self.hint.isEmpty ? "" : " \(self.hint) ")
    let hasHint = !hint.isEmpty && row.width - used - DisplayWidth.of(hint) > 16
    let room = max(1, row.maxX - x - 1 - (hasHint ? DisplayWidth.of(hint) : 0))
    if hasHint { canvas.draw(hint, x: row.x, y: row.y, width: row.width, role: .textDim, align: .right) }
    let before = DisplayWidth.of(String(field.head))
    let scroll = max(0, before - room + 1)
    canvas.draw(field.text, x: x, y: row.y, width: room, role: .text, ellipsis: false, scroll: scroll)
    canvas.cursor = Point(x: x + before - scroll, y: row.y)
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
