import InspectorCore

/// Lines to read in a box over everything else, which can be scrolled.
///
/// It is opened with its lines: `model.open(Reader(title: "Why", lines: …))`.
struct Reader: Layer {
  var title: String
  var lines: [DetailLine]
  var top = 0

  init(title: String, lines: [DetailLine]) {
    self.title = title
    self.lines = lines
  }

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.down, .up, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    let page = Self.inside(Layout(model).body, lines: lines).height
    if let move = Move(command) {
      top = move == .last ? lines.count : move.applied(to: top, page: page, count: lines.count)
      top = max(0, min(top, lines.count - page))
      return []
    }
    guard command == .open else { return nil }
    model.closeOverlay()
    return []
  }

  private static func box(_ body: Rect, lines: [DetailLine]) -> Rect {
    let widest =
      lines.map { line in line.reduce(0) { $0 + DisplayWidth.of($1.text, upTo: body.width) } }.max() ?? 0
    return Rect(
      x: 0, y: 0, width: min(body.width, max(40, widest + 4)), height: min(body.height, lines.count + 2)
    ).centered(in: body)
  }

  private static func inside(_ body: Rect, lines: [DetailLine]) -> Rect {
    box(body, lines: lines).inset(dx: 1, dy: 1)
  }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let box = Self.box(rect, lines: lines)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: title)
    let inside = box.inset(dx: 1, dy: 1)
    let top = max(0, min(top, lines.count - inside.height))
    for row in 0..<inside.height where top + row < lines.count {
      canvas.draw(lines[top + row].onDialog, x: inside.x, y: inside.y + row, width: inside.width)
    }
    if lines.count > inside.height {
      let more = " \(top + 1)–\(min(lines.count, top + inside.height)) of \(lines.count) "
      canvas.draw(more, x: box.x, y: box.maxY - 1, width: box.width - 2, role: .borderFocused, align: .right)
    }
  }
}

extension DetailLine {
  /// The same line on a dialog's ground.
  var onDialog: DetailLine {
    map { TextSpan($0.text, .dialog, overlay: $0.role == .text ? nil : $0.role, hash: $0.hash) }
  }
}

extension Scope {
  public static let reader = Scope("reader", title: "Where something is explained")
}

extension Reader {
  static let scope = Scope.reader

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Enter", .open, title: "Close", help: "Close it"),
      KeyBinding(scope, "Esc", .back, title: "Close", help: "Close it"),
      KeyBinding(scope, "q", .back, title: "Close", help: "Close it"),
    ]
}
