import InspectorCore

/// The last row: the keys that matter now, from the live keymap.
struct FooterView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .footer)
    // Keys that have begun something are a menu of what they can go on with.
    let isPending = !model.pendingKeys.isEmpty
    let (layers, scopes) = isPending ? ([], [Scope.menu]) : (model.layers, model.scopes)
    func item(_ command: Command) -> (key: String, title: String, width: Int)? {
      guard model.reason(against: command, among: layers) == nil,
        let binding = model.keymap.bindings(of: command, in: scopes).first
      else { return nil }
      let key = binding.keyNames == "Enter" && !model.isASCII ? "⏎" : binding.keyNames
      let title =
        isPending && command == .back ? "Cancel" : model.title(of: command, among: layers, binding)
      return (key, title, DisplayWidth.of(key) + 1 + DisplayWidth.of(title))
    }
    var x = rect.x + 1
    func draw(_ item: (key: String, title: String, width: Int)) {
      let spans = [TextSpan(item.key, .footerKey), TextSpan(" ", .footer), TextSpan(item.title, .footer)]
      x += canvas.draw(spans, x: x, y: rect.y, width: max(0, rect.maxX - x)) + 2
    }
    let commands = isPending ? [.open, .back] : model.topLayer.footer(model)
    // The last stays, which is help, and the way back, whatever else there is no room for.
    let lastIndex = commands.lastIndex { item($0) != nil } ?? commands.startIndex
    let last = commands.indices.contains(lastIndex) ? item(commands[lastIndex]) : nil
    let backIndex = commands[..<lastIndex].firstIndex { $0 == .back || $0 == .close && !model.isAtTop }
    var back = backIndex.flatMap { item(commands[$0]) }
    var end: Int { rect.maxX - (last?.width ?? 0) - (back.map { $0.width + 2 } ?? 0) }
    for index in commands[..<lastIndex].indices {
      if index == backIndex {
        back.map(draw)
        back = nil
        continue
      }
      // The shortest has a letter for its key and two for its title.
      guard x + 6 <= end else { break }
      if let item = item(commands[index]), x + item.width + 2 <= end { draw(item) }
    }
    back.map(draw)
    if let last { draw(last) }
  }
}
