import InspectorCore

/// A line to type something into, at the bottom of the screen.
///
/// It is opened with what happens to the text: `model.open(LinePrompt(title: …) { text, model in … })`.
struct LinePrompt: Layer {
  /// What is asked for, before the field.
  var title: String
  var field: TextField
  /// What helps, after the field.
  var hint = ""
  /// What was typed here before, the last one last.
  var history: [String] = []
  private var place: Int?
  /// What the text is good for; the prompt is closed before. A sentence keeps it open and says what is wrong.
  var submit: @Sendable (String, inout Model) -> Result

  enum Result {
    case done([Effect])
    case refused(String)
  }

  init(
    _ title: String, text: String = "", hint: String = "", history: [String] = [],
    submit: @escaping @Sendable (String, inout Model) -> Result
  ) {
    self.title = title
    field = TextField(text)
    self.hint = hint
    self.history = history
    self.submit = submit
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.open, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .open:
      model.closeOverlay()
      switch submit(field.text, &model) {
      case .done(let effects): return effects
      case .refused(let sentence):
        model.open(self)
        model.message = Message(.warning, sentence)
        return []
      }
    case .up: recall(-1)
    case .down: recall(1)
    default: return nil
    }
    return []
  }

  private mutating func recall(_ delta: Int) {
    guard !history.isEmpty else { return }
    let next = max(0, min((place ?? history.count) + delta, history.count))
    place = next
    field = TextField(next < history.count ? history[next] : "")
  }

  mutating func take(_ key: Key, in model: inout Model) -> [Effect]? {
    _ = field.take(key)
    return []
  }

  mutating func paste(_ text: String, in model: inout Model) -> [Effect]? {
    field.insert(text)
    return []
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    let y = rect.maxY - 1
    canvas.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), role: .formFocused)
    let x = rect.x + canvas.draw(" \(title) ", x: rect.x, y: y, width: rect.width, role: .dialog)
    let hintWidth = hint.isEmpty ? 0 : DisplayWidth.of(hint) + 2
    let room = rect.maxX - x - hintWidth
    let width = room >= 20 ? room : rect.maxX - x
    let before = DisplayWidth.of(String(field.head))
    let scroll = max(0, before - width + 2)
    canvas.draw(field.text, x: x + 1, y: y, width: width - 1, role: .formFocused, scroll: scroll)
    if room >= 20 { canvas.draw(hint, x: rect.maxX - hintWidth + 1, y: y, role: .formHint) }
    canvas.cursor = Point(x: x + 1 + before - scroll, y: y)
  }
}

extension Scope {
  public static let linePrompt = Scope("line", title: "In a prompt", takesText: true)
}

extension LinePrompt {
  static let scope = Scope.linePrompt

  static let bindings = [
    KeyBinding(scope, "Enter", .open, title: "Do it", help: "Take what was typed"),
    KeyBinding(scope, "Esc", .back, title: "Cancel", help: "Leave the prompt and do nothing"),
    KeyBinding(scope, "Up", .up, title: "Before", help: "What was typed before"),
    KeyBinding(scope, "Down", .down, title: "After", help: "What was typed after that"),
  ]
}
