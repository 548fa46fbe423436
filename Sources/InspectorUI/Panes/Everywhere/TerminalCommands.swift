/// What concerns the terminal and the program as a whole.
struct TerminalCommands: Layer {
  static let scope = Scope.everywhere

  static let bindings = [
    KeyBinding(scope, "T", .themes),
    KeyBinding(scope, "F12", .mouse),
    KeyBinding(.always, "Ctrl-L", .redraw),
    KeyBinding(.always, "Ctrl-Z", .suspend),
    KeyBinding(scope, "Q", .quit),
    KeyBinding(scope, "F10", .quit),
    KeyBinding(scope, "Ctrl-C", .quit),
  ]

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .mouse where !model.allowsMouse: "The mouse is off for good: eventscope was started with --no-mouse."
    case .themes where model.themes.isEmpty: "There are no themes."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .themes: model.open(themeMenu(model))
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .mouse:
      model.isMouseOn.toggle()
      model.message = Message(
        .info, model.isMouseOn ? "Mouse on; the terminal's own selection needs Shift." : "Mouse off.")
      return [.setMouse(model.isMouseOn)]
    case .quit: return [.quit]
    default: return nil
    }
    return []
  }

  /// The themes; the one under the cursor is tried on, and the one that was there before comes back on Esc.
  private func themeMenu(_ model: Model) -> Menu {
    let ids = model.themes.map(\.id)
    var menu = Menu(
      title: "Theme",
      items: model.themes.map { theme in Menu.Item(theme.name) { _ in [.setTheme(theme.id)] } })
    menu.cursor = ids.firstIndex(of: model.theme) ?? 0
    menu.preview = { index, _ in [.setTheme(ids[index])] }
    menu.cancelled = { [before = model.theme] model in model.theme == before ? [] : [.setTheme(before)] }
    return menu
  }
}
