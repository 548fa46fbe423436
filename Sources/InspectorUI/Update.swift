import CloudEvents
import InspectorCore

extension Model {
  /// Lets something happen: changes the model, and says what the world should do. Reads no clock, file or socket.
  public mutating func update(_ action: Action) -> [Effect] {
    let effects = react(to: action)
    settle()
    return effects
  }

  private mutating func react(to action: Action) -> [Effect] {
    switch action {
    case .input(let input): return take(input)
    case .command(let command): return run(command)
    case .storeChanged(let snapshot):
      live = snapshot
      if !isPaused { shown = snapshot }
    case .tick(let time, let offset):
      now = time
      utcOffset = offset
    case .delivered(let id, let outcome): delivered(id, outcome)
    case .themed(let name, let warnings):
      theme = name
      if let warning = warnings.first { message = Message(.warning, warning) }
    case .say(let message): self.message = message
    case .alarm(let message): (self.message, alarm) = (nil, message)
    case .alarmOver(let message): (self.message, alarm) = (message, nil)
    }
    return []
  }

  /// Brings everything that follows from something else up to date: rows, cursor, what is scrolled where.
  private mutating func settle() {
    rows.extend(with: shown, now: now)
    var layout = Layout(self)
    if !layout.panes.contains(focus) {
      focus = layout.panes.first ?? .list
      layout = Layout(self)
    }
    if isComposing { composer.data.show(height: ComposerView.dataHeight(composer, in: layout)) }
    if !layout.list.isEmpty { list.settle(in: rows, height: layout.listRows) }
    detail.settle(
      layout.detail.isEmpty ? nil : selected, width: layout.detail.width, height: layout.detailLines,
      now: now,
      utcOffset: utcOffset, keepsSecrets: keepsSecrets)
    if !layout.facets.isEmpty { facets.settle(shown, height: layout.facets.height - 1, now: now) }
  }

  // MARK: Input

  private mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .key(let key): return take(key)
    case .paste(let text): paste(text)
    case .mouse(let mouse): click(mouse)
    case .resize(let size): self.size = size
    case .wake: break
    }
    return []
  }

  private mutating func take(_ key: Key) -> [Effect] {
    message = nil
    if key == Key.control("c") { return [.quit] }
    let keys = pendingKeys + [key]
    switch keymap.resolve(keys, in: scopes) {
    case .command(let command):
      pendingKeys = []
      return run(command)
    case .prefix:
      pendingKeys = keys
      return []
    case .none:
      let wasPending = !pendingKeys.isEmpty
      pendingKeys = []
      if wasPending {
        if key.code != .escape {
          message = Message(.warning, "\(keys.map(\.description).joined(separator: " ")) is no key here.")
        }
        return []
      }
    }
    if isComposing, menu == nil, help == nil {
      composerKey(key)
    } else if filter.isEditing {
      filterKey(key)
    } else if menu == nil, help == nil, case .character = key.code {
      message = Message(.info, "\(key) has no meaning here; ? shows all keys.")
    }
    return []
  }

  private mutating func paste(_ text: String) {
    if isComposing {
      composerPaste(text)
    } else if filter.isEditing {
      filter.field.insert(text)
      applyFilter()
    } else {
      message = Message(
        .warning, "A paste of \(Shown.plural(text.count, "character")) was ignored; f or c takes text.")
    }
  }

  private mutating func click(_ mouse: Mouse) {
    let layout = Layout(self)
    guard menu == nil, help == nil, !isComposing else { return }
    switch mouse.kind {
    case .wheelUp, .wheelDown:
      let delta = mouse.kind == .wheelUp ? -3 : 3
      if layout.detail.contains(mouse.point) { detail.top += delta } else { list.move(by: delta, in: rows) }
    case .press(.left):
      if layout.list.contains(mouse.point) {
        focus = .list
        let row = mouse.point.y - layout.list.maxY + layout.listRows
        if row >= 0 { list.go(to: rows.place(of: list.top) + row, in: rows) }
      } else if layout.detail.contains(mouse.point) {
        focus = .detail
      } else if layout.facets.contains(mouse.point) {
        focus = .facets
        facets.cursor = facets.top + mouse.point.y - layout.facets.minY - 1
      }
    default: break
    }
  }

  // MARK: Commands

  /// Carries out a command.
  mutating func run(_ command: Command) -> [Effect] {
    if let moved = move(command) { return moved }
    switch command {
    case .open: return open()
    case .back: return back() ?? []
    case .close: return back() ?? [.quit]
    case .nextPane: switchPane(by: 1)
    case .previousPane: switchPane(by: -1)
    case .zoom: isZoomed.toggle()
    case .layout: nextLayout()
    case .facets: toggleFacets()
    case .follow:
      list.follows.toggle()
      message = Message(.info, list.follows ? "Following new events." : "Staying here; F or G follows again.")
    case .pause: togglePause()
    case .nextTab: openTab((detail.tab + 1) % DetailTabs.all.count)
    case .previousTab: openTab((detail.tab + DetailTabs.all.count - 1) % DetailTabs.all.count)
    case .tab1: openTab(0)
    case .tab2: openTab(1)
    case .tab3: openTab(2)
    case .tab4: openTab(3)
    case .tab5: openTab(4)
    case .tab6: openTab(5)
    case .nextEvent: list.move(by: 1, in: rows)
    case .previousEvent: list.move(by: -1, in: rows)
    case .reveal: detail.revealsSecrets.toggle()
    case .filter: beginFilter()
    case .toggleFilter: toggleFilter()
    case .clearFilter: focus == .facets ? clearTypes() : setFilter("")
    case .facetOnly: facetOnly()
    case .facetExclude: facetExclude()
    case .compose: openComposer()
    case .edit: editCopy()
    case .resend: return resend()
    case .submit: return submitComposer()
    case .nextSection: switchSection(by: 1)
    case .previousSection: switchSection(by: -1)
    case .copyData, .copyEvent, .copyID, .copyCurl: return copy(command)
    case .clear: confirmClear()
    case .themes: openThemes()
    case .help: help = help == nil ? HelpState() : nil
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .mouse:
      guard allowsMouse else {
        message = Message(.warning, "The mouse is off for good: eventscope was started with --no-mouse.")
        return []
      }
      isMouseOn.toggle()
      message = Message(
        .info, isMouseOn ? "Mouse on; the terminal's own selection needs Shift." : "Mouse off.")
      return [.setMouse(isMouseOn)]
    case .quit: return [.quit]
    default: break
    }
    return []
  }

  private mutating func open() -> [Effect] {
    if menu != nil { return choose() }
    if help != nil {
      help = nil
      return []
    }
    if filter.isEditing {
      endFilter()
      return []
    }
    guard selected != nil else { return [] }
    detail.isOpen = true
    focus = .detail
    // What is being read stays, whatever comes.
    list.follows = false
    return []
  }

  /// Goes back one step; `nil` at the top, where there is none.
  private mutating func back() -> [Effect]? {
    if let menu {
      self.menu = nil
      if case .themes(let before) = menu.kind, before != theme { return [.setTheme(before)] }
    } else if help != nil {
      help = nil
    } else if isComposing {
      isComposing = false
    } else if filter.isEditing {
      cancelFilter()
    } else if isZoomed {
      isZoomed = false
    } else if focus != .list {
      if focus == .detail, !Layout(self).isSideBySide { detail.isOpen = false }
      focus = .list
    } else if detail.isOpen, !Layout(self).isSideBySide {
      detail.isOpen = false
    } else {
      return nil
    }
    return []
  }

  private mutating func switchPane(by delta: Int) {
    let panes = Layout(self).panes
    guard let index = panes.firstIndex(of: focus), panes.count > 1 else {
      if selected != nil {
        detail.isOpen = true
        focus = focus == .list ? .detail : .list
      }
      return
    }
    focus = panes[(index + delta + panes.count) % panes.count]
  }

  private mutating func nextLayout() {
    let all = LayoutChoice.allCases
    layoutChoice = all[(all.firstIndex(of: layoutChoice)! + 1) % all.count]
    message = Message(.info, "Layout: \(layoutChoice.rawValue).")
  }

  private mutating func toggleFacets() {
    let isShown = Layout(self).panes.contains(.facets)
    showsFacets = !isShown
    focus = isShown ? .list : .facets
    if !isShown, !Layout(self).panes.contains(.facets) {
      message = Message(.warning, "There is no room for the types here.")
    }
  }

  private mutating func togglePause() {
    isPaused.toggle()
    shown = live
    message = Message(
      .info, isPaused ? "Paused: events are still received and counted. p goes on." : "Live again.")
  }

  private mutating func openTab(_ tab: Int) {
    detail.select(tab: tab)
    if isZoomed, focus == .list, selected != nil { focus = .detail }
    if selected != nil, !Layout(self).panes.contains(.detail) {
      detail.isOpen = true
      if Layout.choice(for: self) == .single { focus = .detail }
    }
  }

  /// Scrolls or moves what has the keys; `nil` where the command is no move.
  private mutating func move(_ command: Command) -> [Effect]? {
    let layout = Layout(self)
    let page = focus == .detail && menu == nil && help == nil ? layout.detailLines : layout.listRows
    let delta: Int
    switch command {
    case .down: delta = 1
    case .up: delta = -1
    case .pageDown: delta = max(1, page - 1)
    case .pageUp: delta = -max(1, page - 1)
    case .halfPageDown: delta = max(1, page / 2)
    case .halfPageUp: delta = -max(1, page / 2)
    case .first: delta = -1_000_000_000
    case .last: delta = 1_000_000_000
    case .scrollLeft, .scrollRight:
      let columns = command == .scrollLeft ? -8 : 8
      if focus == .detail {
        detail.scroll = max(0, detail.scroll + columns)
      } else {
        list.scroll = max(0, min(400, list.scroll + columns))
      }
      return []
    default: return nil
    }
    if menu != nil { return moveMenu(by: delta) }
    if help != nil {
      help!.top = max(0, min(help!.top + delta, HelpView.lines(of: self).count - layout.body.height + 2))
      return []
    }
    switch focus {
    case .list: list.move(by: delta, in: rows)
    case .detail: detail.top = max(0, min(detail.top + delta, 1_000_000_000))
    case .facets: facets.cursor = max(0, min(facets.cursor + delta, 1_000_000_000))
    }
    return []
  }

  // MARK: Menus

  private mutating func openThemes() {
    guard !themes.isEmpty else { return }
    menu = Menu(
      kind: .themes(before: theme), title: "Theme", items: themes.map(\.name),
      cursor: themes.firstIndex { $0.id == theme } ?? 0)
  }

  private mutating func confirmClear() {
    guard live.count > 0 else {
      message = Message(.info, "There are no events to clear.")
      return
    }
    menu = Menu(
      kind: .confirmClear,
      title: "Clear \(Shown.plural(live.count, "event"))\(rows.hidden > 0 ? ", the hidden ones too" : "")?",
      items: ["Cancel", "Clear them all"],
      cursor: 0)
  }

  private mutating func moveMenu(by delta: Int) -> [Effect] {
    guard var menu else { return [] }
    menu.cursor = max(
      0, min(menu.cursor + max(-menu.items.count, min(delta, menu.items.count)), menu.items.count - 1))
    self.menu = menu
    // A theme is tried on while the cursor is on it.
    if case .themes = menu.kind { return [.setTheme(themes[menu.cursor].id)] }
    return []
  }

  private mutating func choose() -> [Effect] {
    guard let menu else { return [] }
    self.menu = nil
    switch menu.kind {
    case .themes:
      return [.setTheme(themes[menu.cursor].id)]
    case .confirmClear:
      guard menu.cursor == 1 else { return [] }
      isPaused = false
      message = Message(.ok, "Cleared \(Shown.plural(live.count, "event")).")
      list = EventListState()
      return [.clearStore]
    case .confirmResend(let target):
      guard menu.cursor == 1 else { return [] }
      trustedTargets.insert(target)
      return resend()
    }
  }

  // MARK: Copying

  private mutating func copy(_ command: Command) -> [Effect] {
    if command == .copyCurl, selected == nil {
      let line = EmptyView.curl(for: self).map { $0.hasSuffix("\\") ? String($0.dropLast(2)) : $0 }
        .map { String($0.drop { $0 == " " }) }.joined(separator: " ")
      message = Message(.ok, "The curl line was sent to the terminal's clipboard (OSC 52).")
      return [.copy(Array(line.utf8))]
    }
    guard let entry = selected else {
      message = Message(.warning, "There is nothing to copy yet.")
      return []
    }
    let copied: (what: String, bytes: [UInt8])?
    switch command {
    case .copyData: copied = entry.event?.data.map { ("data", $0.bytes) }
    case .copyEvent: copied = entry.event.map { ("event", JSONEventFormat().encodeLine($0)) }
    case .copyID: copied = entry.event.map { ("id", Array($0.id.utf8)) }
    default: copied = ("curl command", Array(CurlExport.command(for: entry, to: composer.target.text).utf8))
    }
    guard let copied, !copied.bytes.isEmpty else {
      message = Message(.warning, "This entry has none to copy.")
      return []
    }
    message = Message(
      .ok, "Sent the \(copied.what), \(Shown.size(copied.bytes.count)), to the terminal's clipboard (OSC 52)."
    )
    return [.copy(copied.bytes)]
  }
}
