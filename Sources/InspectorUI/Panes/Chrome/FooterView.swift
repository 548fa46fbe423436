import InspectorCore

/// The last row: the keys that matter now, from the live keymap.
struct FooterView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .footer)
    var x = rect.x + 1
    let scopes = model.scopes
    let items = model.topLayer.footer(model).filter { model.reason(against: $0) == nil }
      .map { item($0, scopes) }
    // Help stays, whatever else there is no room for.
    let lastWidth = items.last.map { DisplayWidth.of($0.key) + 1 + DisplayWidth.of($0.title) } ?? 0
    for (index, (key, title)) in items.enumerated() {
      guard !key.isEmpty else { continue }
      let width = DisplayWidth.of(key) + 1 + DisplayWidth.of(title)
      let isLast = index == items.count - 1
      if !isLast, x + width + 2 + lastWidth > rect.maxX { continue }
      x += canvas.draw(
        [TextSpan(key, .footerKey), TextSpan(" ", .footer), TextSpan(title, .footer)], x: x, y: rect.y,
        width: max(0, rect.maxX - x))
      x += 2
    }
  }

  private func item(_ command: Command, _ scopes: [Scope]) -> (key: String, title: String) {
    let key = model.keymap.keys(for: command, in: scopes).first ?? ""
    return (key == "Enter" && !model.isASCII ? "⏎" : key, model.title(of: command))
  }
}
