import InspectorCore

/// The last row: the keys that matter now, from the live keymap.
struct FooterView {
  let model: Model

  func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, role: .footer)
    var x = rect.x + 1
    let commands = self.commands
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
    return (key == "Enter" ? "⏎" : key, title(command))
  }

  /// What a command does here, in a word.
  private func title(_ command: Command) -> String {
    switch command {
    case .open where model.filter.isEditing: "Keep"
    case .open where model.menu != nil: "Choose"
    case .back where model.filter.isEditing: "As before"
    case .close: isAtTop ? "Quit" : "Back"
    case .zoom: "Zoom"
    case .pause: model.isPaused ? "Go on" : "Pause"
    case .nextTab: "Tab"
    case .edit: "Edit copy"
    case .nextPane: "Pane"
    case .nextSection: "Tab"
    case .copyCurl: "Copy"
    case .toggleFilter: model.filter.isOn ? "Filter off" : "Filter on"
    case .clearFilter: "All"
    case .facetOnly: "Only"
    case .facetExclude: "Without"
    case .reveal: "Reveal"
    default: command.title
    }
  }

  private var isAtTop: Bool { model.focus == .list && !model.detail.isOpen && !model.isZoomed }

  private var commands: [Command] {
    if model.menu != nil { return [.open, .back] }
    if model.help != nil { return [.down, .up, .back] }
    if model.isComposing { return [.submit, .back, .nextSection, .help] }
    if model.filter.isEditing { return [.open, .back] }
    let filtering: [Command] = model.filter.applied.isEmpty ? [] : [.toggleFilter]
    switch model.focus {
    case .list where model.live.counters.entries == 0:
      return [.compose, .filter, .themes, .close, .help]
    case .list:
      return [.open, .nextPane, .filter] + filtering + [
        .compose, .edit, .resend, .pause, .facets, .themes, .close, .help,
      ]
    case .detail:
      return [.zoom, .nextTab, .nextEvent, .previousEvent, .reveal, .edit, .resend, .filter, .close, .help]
    case .facets:
      return [.facetOnly, .facetExclude, .clearFilter, .nextPane, .close, .help]
    }
  }
}
