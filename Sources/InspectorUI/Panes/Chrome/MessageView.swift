import InspectorCore

/// The row above the footer: what has just happened, what waits below, or what the keys pressed so far begin.
struct MessageView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .text)
    if !model.pendingKeys.isEmpty,
      case .prefix(let bindings) = model.keymap.resolve(model.pendingKeys, in: model.scopes)
    {
      let typed = model.pendingKeys.map(\.description).joined(separator: " ")
      var spans = [TextSpan(" \(typed) …", .messageInfo)]
      for binding in bindings {
        spans += [
          TextSpan("  "),
          TextSpan(binding.keys.dropFirst(model.pendingKeys.count).map(\.description).joined(), .footerKey),
          TextSpan(" \(binding.title)"),
        ]
      }
      canvas.draw(spans, x: rect.x, y: rect.y, width: rect.width)
      return
    }
    let below = model.list.newBelow(in: model.rows)
    let hint =
      below > 0 && !model.isComposing
      ? " ▼ \(Shown.count(below)) new below — \(model.key(.last, in: .list)) to follow " : ""
    let room = rect.width - DisplayWidth.of(hint)
    if let message = model.message ?? model.alarm {
      canvas.draw(
        " " + message.text, x: rect.x, y: rect.y, width: max(room, rect.width / 2), role: role(message.kind))
      if room < rect.width / 2 { return }
    } else if model.filter.isEditing, let problem = model.filter.reading.problem {
      let text = " \(model.filter.glyph) \(model.filter.word) · column \(problem.column): \(problem.message)"
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
      canvas.draw(" " + hint.text, x: rect.x, y: rect.y, width: rect.width, role: hint.role)
    }
    if !hint.isEmpty {
      let isAlone = model.message == nil && model.alarm == nil
      canvas.draw(hint, x: isAlone ? rect.x : rect.maxX - DisplayWidth.of(hint), y: rect.y, role: .listNew)
    }
  }

  /// Where the cursor is and what is searched for, in the pane that has the focus.
  private var status: String {
    guard model.overlays.isEmpty || model.overlays.last?.layer is Prompt else { return "" }
    switch model.focus {
    case .detail: return model.detail.status
    case .list:
      let place = model.list.cursor.map { model.rows.place(of: $0) }
      return model.listSearch?.counter(at: place, in: model.rows) ?? ""
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
