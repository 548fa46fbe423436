import InspectorCore

/// Something that was said, and when.
public struct LogEntry: Sendable, Equatable {
  public var time: WallTime
  public var message: Message
  /// How often it was said in a row.
  public var count = 1
}

/// Everything that was said, in full, the newest last.
struct EventLog: Layer {
  /// How many lines are kept.
  static let capacity = 500

  /// The first line that is shown; `nil` for the end.
  private var top: Int?

  var isModal: Bool { true }

  func footer(_ model: Model) -> [Command] { [.down, .up, .back] }

  mutating func run(_ command: Command, in model: inout Model) -> [Effect]? {
    let page = max(1, Layout(model).body.height - 2)
    let count = lines(model, width: Self.width(Layout(model).body)).count
    if let move = Move(command) {
      let place = move.applied(to: top ?? max(0, count - page), page: page, count: count)
      top = place >= count - page ? nil : max(0, place)
      return []
    }
    guard command == .log || command == .open else { return nil }
    model.closeOverlay()
    return []
  }

  private static func width(_ body: Rect) -> Int { max(1, min(body.width, 110) - 2) }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    let width = min(rect.width, 110)
    let box = Rect(x: rect.x + (rect.width - width) / 2, y: rect.y, width: width, height: rect.height)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: "Log")
    let inside = box.inset(dx: 1, dy: 1)
    let lines = lines(model, width: inside.width)
    if lines.isEmpty {
      canvas.drawOnDialog(
        "Nothing was said yet.", x: inside.x + 1, y: inside.y, width: inside.width - 1, role: .textDim)
    }
    let first = max(0, min(top ?? .max, lines.count - inside.height))
    for row in 0..<inside.height where first + row < lines.count {
      canvas.draw(lines[first + row].onDialog, x: inside.x, y: inside.y + row, width: inside.width)
    }
  }

  /// A line for each message, and more where it is long.
  private func lines(_ model: Model, width: Int) -> [DetailLine] {
    model.log.flatMap { entry -> [DetailLine] in
      let time = Shown.time(entry.time, offset: model.utcOffset, milliseconds: false)
      let (glyph, role): (String, StyleRole) =
        switch entry.message.kind {
        case .info: ("·", .textDim)
        case .ok: ("✓", .messageOK)
        case .warning: ("!", .messageWarn)
        case .error: ("✗", .messageError)
        }
      let text = TextCleaner.clean(entry.message.text) + (entry.count > 1 ? " (\(entry.count) times)" : "")
      return text.wrapped(to: max(10, width - 16)).enumerated().map { index, line in
        index == 0
          ? [TextSpan(" \(time) ", .textDim), TextSpan("\(glyph) ", role), TextSpan(line, .dialog)]
          : [TextSpan(String(repeating: " ", count: 12)), TextSpan(line, .dialog)]
      }
    }
  }
}

extension Scope {
  public static let log = Scope("log", title: "In the log")
}

extension EventLog {
  static let scope = Scope.log

  static let bindings =
    Move.bindings(in: scope) + [
      KeyBinding(scope, "Esc", .back, title: "Close", help: "Close the log"),
      KeyBinding(scope, "q", .back, title: "Close", help: "Close the log"),
      KeyBinding(scope, "Enter", .back, title: "Close", help: "Close the log"),
      KeyBinding(scope, "E", .log, title: "Close", help: "Close the log"),
    ]
}

extension Model {
  /// Notes everything that is wrong with files, and says the first of it and how much more there is.
  mutating func foundProblems(_ problems: [Message]) {
    guard var first = problems.first else { return }
    for problem in problems { note(problem) }
    if problems.count > 1 {
      first.text = "\(first.text.trimmingFullStop) · \(problems.count - 1) more: \(key(.log))"
      // It stands in the log already.
      let log = self.log
      message = first
      self.log = log
    } else {
      message = first
    }
  }

  /// Keeps what was said for the log.
  mutating func note(_ message: Message) {
    if let last = log.last, last.message == message {
      log[log.count - 1].count += 1
      return
    }
    log.append(LogEntry(time: now, message: message))
    if log.count > EventLog.capacity { log.removeFirst(log.count - EventLog.capacity) }
  }
}

extension String {
  fileprivate var trimmingFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
