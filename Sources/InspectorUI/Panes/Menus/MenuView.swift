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

  /// The bindings by scope, the one that the keys are in first; keys of one command stand together.
  static func lines(of model: Model) -> [DetailLine] {
    var lines: [DetailLine] = []
    let current: Scope =
      model.isComposing
      ? .composer : model.focus == .detail ? .detail : model.focus == .facets ? .facets : .list
    for scope in [current] + Scope.allCases.filter({ $0 != current }) {
      let bindings = model.keymap.bindings.filter { $0.scope == scope }
      guard !bindings.isEmpty else { continue }
      if !lines.isEmpty { lines.append([]) }
      lines.append([TextSpan(" " + scope.title, .textStrong)])
      var shown: Set<Command> = []
      for binding in bindings where shown.insert(binding.command).inserted {
        let keys = model.keymap.keys(for: binding.command, in: [scope]).joined(separator: "  ")
        let padding = String(repeating: " ", count: max(1, 26 - DisplayWidth.of(keys)))
        lines.append([
          TextSpan("   "), TextSpan(keys, .footerKey), TextSpan(padding + binding.command.title, .dialog),
        ])
      }
    }
    lines += [
      [], [TextSpan(" Marks of a row", .textStrong)],
      [TextSpan("   ✗", .eventInvalid), TextSpan("   invalid: its reasons are in Checks", .dialog)],
      [TextSpan("   !", .eventWarning), TextSpan("   taken, with a warning", .dialog)],
      [TextSpan("   ↑", .eventSent), TextSpan("   sent from here", .dialog)],
      [TextSpan("   ×", .eventDuplicate), TextSpan("   same source and id as one before", .dialog)],
      [], [TextSpan(" Filter", .textStrong)],
    ]
    lines += QueryField.all.map { field in
      let name = "   \(field.example)"
      return [
        TextSpan(name, .jsonKey), TextSpan(String(repeating: " ", count: max(1, 30 - DisplayWidth.of(name)))),
        TextSpan(field.help, .dialog),
      ]
    }
    return lines
  }
}
