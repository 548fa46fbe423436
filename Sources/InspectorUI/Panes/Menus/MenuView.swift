import InspectorCore

/// A menu in the middle of the screen.
struct MenuView {
  let model: Model

  func draw(into canvas: inout Canvas, _ body: Rect) {
    guard let menu = model.menu else { return }
    let widest = (menu.items.map { DisplayWidth.of($0) } + [DisplayWidth.of(menu.title) + 4]).max() ?? 0
    let width = min(body.width, max(24, widest + 6))
    let height = min(body.height, menu.items.count + 2)
    let box = Rect(
      x: body.x + (body.width - width) / 2, y: body.y + max(0, (body.height - height) / 3), width: width,
      height: height)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: menu.title)
    let inside = box.inset(dx: 1, dy: 1)
    let top = max(0, menu.cursor - inside.height + 1)
    for row in 0..<inside.height where top + row < menu.items.count {
      let isSelected = top + row == menu.cursor
      let line = Rect(x: inside.x, y: inside.y + row, width: inside.width, height: 1)
      if isSelected { canvas.overlay(line, role: .listSelected) }
      canvas.draw(
        (isSelected ? " > " : "   ") + menu.items[top + row], x: line.x, y: line.y, width: line.width,
        role: .dialog,
        overlay: isSelected ? .listSelected : nil)
    }
  }
}

/// The help: every key, from the live keymap.
struct HelpView {
  let model: Model

  func draw(into canvas: inout Canvas, _ body: Rect) {
    guard let help = model.help else { return }
    let lines = Self.lines(of: model)
    let width = min(body.width, 72)
    let box = Rect(x: body.x + (body.width - width) / 2, y: body.y, width: width, height: body.height)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: "Help")
    let inside = box.inset(dx: 1, dy: 1)
    let top = max(0, min(help.top, lines.count - inside.height))
    for row in 0..<inside.height where top + row < lines.count {
      canvas.draw(lines[top + row], x: inside.x, y: inside.y + row, width: inside.width)
    }
    if lines.count > inside.height {
      let more = " \(top + 1)–\(min(lines.count, top + inside.height)) of \(lines.count) "
      canvas.draw(more, x: box.x, y: box.maxY - 1, width: box.width - 2, role: .borderFocused, align: .right)
    }
  }

  /// What moves is told once and not for each scope.
  private static let moves: Set<Command> = [
    .down, .up, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .first, .last,
  ]

  /// The bindings of the pane that has the keys, then how to move, then what holds everywhere, the filter's fields, and
  /// the rest.
  static func lines(of model: Model) -> [DetailLine] {
    let current: Scope =
      model.isComposing
      ? .composer
      : model.filter.isEditing
        ? .filter : model.focus == .detail ? .detail : model.focus == .facets ? .facets : .list
    var lines = section(current, of: model)
    lines += heading("Moving") + bindings(of: model, in: .list) { moves.contains($0) }
    lines += [[]] + section(.everywhere, of: model)
    lines += heading("Filter") + fields + heading("Marks of a row") + marks
    for scope in Scope.allCases where scope != current && scope != .everywhere {
      lines += [[]] + section(scope, of: model)
    }
    return lines
  }

  private static func heading(_ text: String) -> [DetailLine] { [[], title(text)] }

  /// A line over a group.
  private static func title(_ text: String) -> DetailLine {
    [TextSpan(" " + text, .dialog, overlay: .borderFocused)]
  }

  private static func section(_ scope: Scope, of model: Model) -> [DetailLine] {
    [title(scope.title)] + bindings(of: model, in: scope) { !moves.contains($0) }
  }

  /// A line for each command, with all its keys.
  private static func bindings(of model: Model, in scope: Scope, where isShown: (Command) -> Bool)
    -> [DetailLine]
  {
    var shown: Set<Command> = []
    return model.keymap.bindings.filter { $0.scope == scope && isShown($0.command) }.compactMap { binding in
      guard shown.insert(binding.command).inserted else { return nil }
      let keys = model.keymap.keys(for: binding.command, in: [scope]).joined(separator: "  ")
      let column = model.size.width < 60 ? 13 : 22
      let padding = String(repeating: " ", count: max(1, column - DisplayWidth.of(keys)))
      return [
        TextSpan("   " + keys, .dialog, overlay: .jsonKey), TextSpan(padding + title(binding), .dialog),
      ]
    }
  }

  private static func title(_ binding: KeyBinding) -> String {
    switch (binding.scope, binding.command) {
    case (.filter, .open): "Keep the filter"
    case (.filter, .back): "The filter as it was before"
    case (.menu, .open): "Choose"
    default: binding.command.title
    }
  }

  private static let marks: [DetailLine] = [
    [
      TextSpan("   ✗", .dialog, overlay: .eventInvalid),
      TextSpan("   invalid: its reasons are in Checks", .dialog),
    ],
    [TextSpan("   !", .dialog, overlay: .eventWarning), TextSpan("   taken, with a warning", .dialog)],
    [
      TextSpan("   =", .dialog, overlay: .eventDuplicate),
      TextSpan("   same source and id as one before", .dialog),
    ],
    [TextSpan("   ↑", .dialog, overlay: .eventSent), TextSpan("   sent from here", .dialog)],
    [
      TextSpan("   ⊘", .dialog, overlay: .eventFailed), TextSpan("   sent from here, and not taken", .dialog),
    ],
  ]

  /// The filter's fields, from the table that the parser uses.
  private static let fields: [DetailLine] = QueryField.all.map { field in
    let name = "   \(field.example)"
    return [
      TextSpan(name, .dialog, overlay: .jsonKey),
      TextSpan(String(repeating: " ", count: max(1, 27 - DisplayWidth.of(name))) + field.help, .dialog),
    ]
  }
}
