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
    if let message = model.message {
      canvas.draw(
        " " + message.text, x: rect.x, y: rect.y, width: max(room, rect.width / 2), role: role(message.kind))
      if room < rect.width / 2 { return }
    } else if model.isComposing {
      let hint = ComposerView.hint(for: model)
      canvas.draw(" " + hint.text, x: rect.x, y: rect.y, width: rect.width, role: hint.role)
    }
    if !hint.isEmpty {
      let isAlone = model.message == nil
      canvas.draw(hint, x: isAlone ? rect.x : rect.maxX - DisplayWidth.of(hint), y: rect.y, role: .listNew)
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
