import InspectorCore

/// The last row: the keys that matter now, from the live keymap.
struct FooterView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .footer)
    var x = rect.x + 1
    let commands = model.topLayer.footer(model).filter { model.reason(against: $0) == nil }
    // Help stays, whatever else there is no room for.
    let last = commands.last.map { item($0) }
    let lastWidth = last.map { DisplayWidth.of($0.key) + 1 + DisplayWidth.of($0.title) } ?? 0
    for (index, command) in commands.enumerated() {
      let (key, title) = item(command)
      guard !key.isEmpty else { continue }
      let width = DisplayWidth.of(key) + 1 + DisplayWidth.of(title)
      let isLast = index == commands.count - 1
      if !isLast, x + width + 2 + lastWidth > rect.maxX { continue }
      x += canvas.draw(
        [TextSpan(key, .footerKey), TextSpan(" ", .footer), TextSpan(title, .footer)], x: x, y: rect.y,
        width: max(0, rect.maxX - x))
      x += 2
    }
  }

  private func item(_ command: Command) -> (key: String, title: String) {
    let key = model.keymap.keys(for: command, in: model.scopes).first ?? ""
    return (key == "Enter" && !model.isASCII ? "⏎" : key, model.title(of: command))
  }
}
