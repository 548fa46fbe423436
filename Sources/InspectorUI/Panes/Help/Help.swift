/// Every key, from the live keymap, over everything else.
struct Help: Layer {
  /// The first line that is shown.
  var top = 0
  /// What had the keys before: its keys come first.
  let about: [Scope]

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.down, .up, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    let page = Layout(model).body.height - 2
    let lines = HelpView(help: self, model: model).lines.count
    if let move = Move(command) {
      top = move == .last ? lines : move.applied(to: top, page: page, count: lines)
      top = max(0, min(top, lines - page))
      return []
    }
    switch command {
    case .open, .help:
      model.closeOverlay()
      return []
    default: return nil
    }
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    HelpView(help: self, model: model).draw(into: &canvas, rect)
  }
}
