import InspectorCore

/// The help: every key, from the live keymap.
struct HelpView {
  let help: Help
  let model: Model

  func draw(into canvas: inout Canvas, _ body: Rect) {
    let lines = self.lines
    let width = Self.width(in: body)
    let box = Rect(x: body.x + (body.width - width) / 2, y: body.y, width: width, height: body.height)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: "Help")
    let inside = box.inset(dx: 1, dy: 1)
    let top = max(0, min(help.top, lines.count - inside.height))
    for row in 0..<inside.height where top + row < lines.count {
      canvas.draw(lines[top + row], x: inside.x, y: inside.y + row, width: inside.width)
    }
    if let pattern = help.pattern {
      canvas.highlight(pattern, in: inside, role: .searchMatch)
      let matches = help.matches(in: lines)
      if let found = help.found, let place = matches.firstIndex(of: found) {
        if found >= top, found < top + inside.height {
          canvas.highlight(
            pattern, in: Rect(x: inside.x, y: inside.y + found - top, width: inside.width, height: 1),
            role: .searchMatchCurrent)
        }
        let counter = " \(pattern.text): \(place + 1) of \(matches.count) "
        canvas.draw(
          counter, x: box.x + 2, y: box.maxY - 1, width: max(0, box.width - 24), role: .borderFocused)
      }
    }
    if lines.count > inside.height {
      let more = " \(top + 1)–\(min(lines.count, top + inside.height)) of \(lines.count) "
      canvas.draw(more, x: box.x, y: box.maxY - 1, width: box.width - 2, role: .borderFocused, align: .right)
    }
  }

  /// The bindings of what has the keys, then how to move, then what holds everywhere, the filter's fields, and the rest.
  var lines: [DetailLine] {
    let current = help.about.first ?? .list
    var lines = section(current)
    lines += Self.heading("Moving") + bindings(in: .list) { Move($0) != nil }
    if current != .everywhere { lines += [[]] + section(.everywhere) }
    lines += [[]] + section(.always)
    lines += Self.heading("Filter") + Self.fields + Self.heading("Marks of a row") + Self.marks
    for scope in Scope.all where scope != current && scope != .everywhere && scope != .always {
      let section = section(scope)
      if section.count > 1 { lines += [[]] + section }
    }
    return lines
  }

  private static func heading(_ text: String) -> [DetailLine] { [[], title(text)] }

  /// A line over a group.
  private static func title(_ text: String) -> DetailLine {
    [TextSpan(" " + text, .dialog, overlay: .borderFocused)]
  }

  private func section(_ scope: Scope) -> [DetailLine] {
    // What moves is told once and not for each scope.
    [Self.title(scope.title)] + bindings(in: scope) { Move($0) == nil }
  }

  /// A line for each command, with all its keys; more where there is not room for what it does.
  private func bindings(in scope: Scope, where isShown: (Command) -> Bool) -> [DetailLine] {
    var shown: Set<Command> = []
    let column = model.size.width < 60 ? 13 : 22
    let room = HelpView.width(in: Layout(model).body) - 2 - 3 - column
    return model.keymap.bindings.filter { $0.scope == scope && isShown($0.command) }.flatMap {
      binding -> [DetailLine] in
      guard shown.insert(binding.command).inserted else { return [] }
      let keys = model.keymap.keys(for: binding.command, in: [scope]).joined(separator: "  ")
      let isLong = DisplayWidth.of(keys) >= column
      let padding = String(repeating: " ", count: isLong ? 0 : column - DisplayWidth.of(keys))
      let indent = TextSpan(String(repeating: " ", count: 3 + column), .dialog)
      let texts = binding.help.wrapped(to: max(8, room))
      let first = TextSpan("   " + keys + padding, .dialog, overlay: .jsonKey)
      let lines = texts.map { [TextSpan($0, .dialog)] }
      // Keys that need the column of the text have a line of their own.
      return isLong
        ? [[first]] + lines.map { [indent] + $0 }
        : [[first] + lines[0]] + lines.dropFirst().map { [indent] + $0 }
    }
  }

  private static func width(in body: Rect) -> Int { min(body.width, 90) }

  private static let marks: [DetailLine] = [
    [
      TextSpan("   ✗", .dialog, overlay: .eventInvalid),
      TextSpan("   invalid: its reasons are in Checks", .dialog),
    ],
    [TextSpan("   !", .dialog, overlay: .eventWarning), TextSpan("   taken, with a warning", .dialog)],
    [
      TextSpan("   ×3", .dialog, overlay: .eventDuplicate),
      TextSpan("  the third with its source and id", .dialog),
    ],
    [TextSpan("   ●", .dialog, overlay: .listMarked), TextSpan("   marked", .dialog)],
    [TextSpan("   ↑", .dialog, overlay: .eventSent), TextSpan("   sent from here", .dialog)],
    [
      TextSpan("   ⊘", .dialog, overlay: .eventFailed), TextSpan("   sent from here, and not taken", .dialog),
    ],
  ]

  /// The filter's fields, from the table that the parser uses.
  private static let fields: [DetailLine] = queryFields + [cesql]

  private static let cesql: DetailLine = [
    TextSpan("   type LIKE 'com.%' AND …", .dialog, overlay: .jsonKey),
    TextSpan("  a CESQL expression", .dialog),
  ]

  private static let queryFields: [DetailLine] = QueryField.all.map { field in
    let name = "   \(field.example)"
    return [
      TextSpan(name, .dialog, overlay: .jsonKey),
      TextSpan(String(repeating: " ", count: max(1, 27 - DisplayWidth.of(name))) + field.help, .dialog),
    ]
  }
}
