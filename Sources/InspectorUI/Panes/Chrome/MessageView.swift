import InspectorCore

/// The row above the footer: what has just happened, what waits below, or what the keys pressed so far begin.
struct MessageView {
  let model: Model

  /// - Parameter overflow: the row under it, which a sentence that is too long for one goes on in.
  func draw(into canvas: inout Canvas, _ rect: Rect, overflow: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .text)
    if !model.pendingKeys.isEmpty,
      case .prefix(let bindings) = model.keymap.resolve(model.pendingKeys, in: model.scopes)
    {
      let typed = model.pendingKeys.map(\.description).joined(separator: " ")
      let (title, names) = Self.names(of: bindings)
      if bindings.count > 2,
        drawBox(of: bindings, title ?? "\(typed) …", names, into: &canvas, Layout(model).body)
      {
        return
      }
      var spans = [TextSpan(" \(title ?? typed) …", .messageInfo)]
      for (index, binding) in bindings.enumerated() {
        let overlay: StyleRole? = index == model.pendingCursor ? .listSelected : nil
        spans += [
          TextSpan("  "),
          TextSpan(
            binding.keys.dropFirst(model.pendingKeys.count).map(\.description).joined(), .footerKey,
            overlay: overlay),
          TextSpan(" \(names[index])", .text, overlay: overlay),
        ]
      }
      canvas.draw(spans, x: rect.x, y: rect.y, width: rect.width)
      return
    }
    let new = model.list.newRows(in: model.rows)
    let hint =
      new > 0 && !model.isComposing
      ? " \(model.rows.newestIsFirst ? "▲" : "▼") \(Shown.count(new)) new "
        + "\(model.rows.newestIsFirst ? "above" : "below") — \(model.keyToFollow) to follow " : ""
    let room = rect.width - DisplayWidth.of(hint)
    if let message = model.message ?? model.alarm {
      // What is wrong for long leaves the keys where they are.
      let rest = model.message == nil ? Rect.zero : overflow
      if goesOn(message.text, role: role(message.kind), into: &canvas, rect, rest) { return }
      canvas.draw(
        " " + message.text, x: rect.x, y: rect.y, width: max(room, rect.width / 2), role: role(message.kind))
      if room < rect.width / 2 { return }
    } else if model.filter.isEditing, model.filter.field.isProposal {
      let text = "Left with Esc: Enter takes it, End goes on with it, typing replaces it."
      if goesOn(text, role: .textDim, into: &canvas, rect, overflow) { return }
      canvas.draw(" " + text, x: rect.x, y: rect.y, width: rect.width, role: .textDim)
      return
    } else if model.filter.isEditing, let problem = model.filter.reading.problem {
      let text = " \(model.filter.glyph) \(model.filter.word) · column \(problem.column): \(problem.message)"
      if goesOn(String(text.dropFirst()), role: model.filter.role, into: &canvas, rect, overflow) { return }
      let previous = model.filter.applied.isEmpty || rect.width < 60 ? "" : " · showing the previous filter "
      let used = canvas.draw(
        text, x: rect.x, y: rect.y, width: rect.width - previous.count, role: model.filter.role)
      canvas.draw(previous, x: rect.x + used, y: rect.y, role: .textDim)
      return
    } else if let loading = model.loading {
      let percent = loading.percent.map { " \($0) % ·" } ?? ""
      let what = "\(percent) \(Shown.count(loading.count)) entries · \(model.key(.back)) stops"
      canvas.draw(
        " Loading \(loading.name):\(what)", x: rect.x, y: rect.y, width: rect.width, role: .progress)
      return
    } else if !status.isEmpty {
      canvas.draw(" " + status, x: rect.x, y: rect.y, width: max(room, rect.width / 2), role: .textDim)
      if room < rect.width / 2 { return }
      if !hint.isEmpty {
        canvas.draw(hint, x: rect.maxX - DisplayWidth.of(hint), y: rect.y, role: .listNew)
      }
      return
    } else if model.isComposing {
      let hint = ComposerView.hint(for: model)
      if hint.role == .formError, goesOn(hint.text, role: hint.role, into: &canvas, rect, overflow) { return }
      canvas.draw(" " + hint.text, x: rect.x, y: rect.y, width: rect.width, role: hint.role)
    }
    if !hint.isEmpty {
      let isAlone = model.message == nil && model.alarm == nil
      canvas.draw(hint, x: isAlone ? rect.x : rect.maxX - DisplayWidth.of(hint), y: rect.y, role: .listNew)
    }
  }

  /// Draws a sentence over two rows where it is too long for one; false where it is not.
  private func goesOn(
    _ text: String, role: StyleRole, into canvas: inout Canvas, _ rect: Rect, _ overflow: Rect
  ) -> Bool {
    guard !overflow.isEmpty, DisplayWidth.of(text, upTo: rect.width) >= rect.width - 1 else { return false }
    let lines = TextCleaner.clean(String(text.prefix(1000))).wrapped(to: rect.width - 2)
    canvas.fill(overflow, role: .text)
    canvas.draw(lines[0], x: rect.x + 1, y: rect.y, width: rect.width - 1, role: role)
    canvas.draw(
      lines.dropFirst().joined(separator: " "), x: overflow.x + 1, y: overflow.y, width: overflow.width - 1,
      role: role)
    return true
  }

  /// What bindings do, each in a word or two, and over them the word that they all begin with, where they do.
  private static func names(of bindings: [KeyBinding]) -> (title: String?, names: [String]) {
    let titles = bindings.map(\.title)
    guard let word = titles.first?.split(separator: " ").first,
      titles.allSatisfy({ $0.hasPrefix("\(word) ") })
    else { return (nil, titles) }
    return (String(word), titles.map { String($0.dropFirst(word.count + 1)) })
  }

  /// What the keys that were pressed can go on with, each with how much would be copied: side by side where there are
  /// more than rows; false where there is no room for all of them.
  private func drawBox(
    of bindings: [KeyBinding], _ title: String, _ names: [String], into canvas: inout Canvas, _ body: Rect
  ) -> Bool {
    let items = zip(bindings, names).map { binding, name in
      let keys = binding.keys.dropFirst(model.pendingKeys.count).map(\.description).joined(separator: " ")
      return (keys, name, model.size(of: binding.command).map { Shown.size($0) } ?? "")
    }
    guard body.height > 2 else { return false }
    let columns = (items.count + body.height - 3) / (body.height - 2)
    let titleWidth = items.map { DisplayWidth.of($0.1) }.max() ?? 0
    let least = 3 + titleWidth
    // A size is left out before a word is.
    let width = columns == 1 ? min(body.width - 3, max(21, titleWidth + 13)) : (body.width - 3) / columns
    guard width >= least else { return false }
    let rows = (items.count + columns - 1) / columns
    let box = Rect(x: 0, y: 0, width: columns * width + 3, height: rows + 2).centered(in: body)
    canvas.fill(box, role: .dialog)
    canvas.box(box, role: .borderFocused, title: title)
    for (index, item) in items.enumerated() {
      let (x, y) = (box.x + 2 + index / rows * width, box.y + 1 + index % rows)
      let isSelected = index == model.pendingCursor
      let overlay: StyleRole? = isSelected ? .listSelected : nil
      if let overlay {
        canvas.overlay(Rect(x: x - 1, y: y, width: width, height: 1), role: overlay)
      }
      canvas.drawOnDialog(item.0, x: x, y: y, width: 3, role: .footerKey, isSelected: isSelected)
      canvas.draw(item.1, x: x + 3, y: y, width: width - 3, role: .dialog, overlay: overlay)
      guard width >= least + 8 else { continue }
      canvas.drawOnDialog(
        item.2, x: x + width - 8, y: y, width: 7, role: .textDim, isSelected: isSelected, align: .right)
    }
    return true
  }

  /// Where the cursor is and what is searched for, in the pane that has the focus.
  private var status: String {
    let isTyping = model.overlays.last?.layer is Prompt
    guard model.overlays.isEmpty || isTyping else { return "" }
    switch model.focus {
    case .detail: return model.detail.status(isTyping: isTyping)
    case .list:
      guard let search = model.listSearch else { return "" }
      let isMatch = model.list.cursor.map { search.isFound(in: $0) } ?? false
      guard isTyping || isMatch || !search.isComplete(for: model.rows) else { return "" }
      return search.counter(at: model.list.cursor.map { model.rows.place(of: $0) }, in: model.rows)
    case .facets, .timeline: return ""
    }
  }

  private func role(_ kind: Message.Kind) -> StyleRole {
    switch kind {
    case .info: .messageInfo
    case .ok: .messageOK
    case .warning: .messageWarn
    case .error: .messageError
    }
  }
}
