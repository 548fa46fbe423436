/// Which panes there are, which has the focus, and what they show.
struct ViewCommands: Layer {
  func title(of command: Command, in model: Model) -> String? {
    switch command {
    case .pause where model.isPaused: "Go on"
    case .close where model.isAtTop: "Quit"
    default: nil
    }
  }

  func reason(against command: Command, in model: Model) -> String? {
    // Asked for each command in each frame, so the layout is made only where it is needed.
    var panes: [PaneID] { Layout(model).panes }
    switch command {
    case .tab1, .tab2, .tab3, .tab4, .tab5, .tab6, .tab7, .nextTab, .previousTab:
      return model.selected == nil ? "There is no event to show." : nil
    case .nextPane, .previousPane:
      return panes.count == 1 && model.selected == nil ? "There is no other pane." : nil
    case .zoom:
      return panes.count == 1 && !model.isZoomed ? "This pane has the whole screen already." : nil
    case .growPane, .shrinkPane:
      let isAlone =
        switch model.focus {
        case .list, .detail: !panes.contains(.list) || !panes.contains(.detail)
        case .facets: panes.count == 1
        case .timeline: false
        }
      return isAlone ? "There is no pane beside this one to share the room with." : nil
    default: return nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    switch command {
    case .back:
      // What takes long can be stopped.
      if model.isAtTop, model.loading != nil { return [.stopLoading] }
      goBack(in: &model)
    case .close:
      guard !model.isAtTop else { return [.quit] }
      goBack(in: &model)
    case .nextPane: switchPane(by: 1, in: &model)
    case .previousPane: switchPane(by: -1, in: &model)
    case .zoom: model.isZoomed.toggle()
    case .layout:
      let all = LayoutChoice.allCases
      model.layoutChoice = all[(all.firstIndex(of: model.layoutChoice)! + 1) % all.count]
      model.message = Message(.info, "Layout: \(model.layoutChoice.rawValue).")
    case .growPane, .shrinkPane:
      model.splits.move(
        model.focus, larger: command == .growPane, isSideBySide: Layout(model).isSideBySide)
    case .facets: toggleFacets(in: &model)
    case .timeline: toggleTimeline(in: &model)
    case .pause:
      model.isPaused.toggle()
      model.shown = model.live
      model.message = Message(
        .info,
        model.isPaused
          ? "Paused: events are still received and counted. \(model.key(.pause)) goes on." : "Live again.")
    case .nextTab: openTab(model.detail.tab + 1, in: &model)
    case .previousTab: openTab(model.detail.tab - 1, in: &model)
    case .tab1: openTab(0, in: &model)
    case .tab2: openTab(1, in: &model)
    case .tab3: openTab(2, in: &model)
    case .tab4: openTab(3, in: &model)
    case .tab5: openTab(4, in: &model)
    case .tab6: openTab(5, in: &model)
    case .tab7: openTab(6, in: &model)
    case .rules: model.open(RuleList())
    case .help: model.open(Help(about: model.scopes))
    case .log: model.open(EventLog())
    default: return nil
    }
    return []
  }

  /// Goes back one step; at the top there is none.
  private func goBack(in model: inout Model) {
    // What was searched for is done with.
    if model.focus == .list, let search = model.listSearch {
      model.listSearch = nil
      if model.detail.pattern?.text == search.text { model.detail.search("", from: 0) }
    }
    if model.focus == .detail { model.detail.search("", from: 0) }
    if model.isZoomed {
      model.isZoomed = false
    } else if model.focus != .list {
      if model.focus == .detail, !Layout(model).isSideBySide { model.detail.isOpen = false }
      model.focus = .list
    } else if model.detail.isOpen, !Layout(model).isSideBySide {
      model.detail.isOpen = false
    }
  }

  private func switchPane(by delta: Int, in model: inout Model) {
    let panes = Layout(model).panes
    guard let index = panes.firstIndex(of: model.focus), panes.count > 1 else {
      if model.selected != nil {
        model.detail.isOpen = true
        model.focus = model.focus == .list ? .detail : .list
      }
      return
    }
    model.focus = panes[(index + delta + panes.count) % panes.count]
  }

  private func toggleFacets(in model: inout Model) {
    let isShown = Layout(model).panes.contains(.facets)
    model.showsFacets = !isShown
    model.focus = isShown ? .list : .facets
    if !isShown, !Layout(model).panes.contains(.facets) {
      model.message = Message(.warning, "There is no room for the facets here.")
    }
  }

  private func toggleTimeline(in model: inout Model) {
    let isShown = Layout(model).panes.contains(.timeline)
    model.showsTimeline = !isShown
    if isShown, model.focus == .timeline { model.focus = .list }
    guard !isShown, !Layout(model).panes.contains(.timeline) else { return }
    // Where one pane has the screen, it is the one.
    model.focus = .timeline
    if !Layout(model).panes.contains(.timeline) {
      model.focus = .list
      model.message = Message(.warning, "There is no room for the timeline here.")
    }
  }

  private func openTab(_ tab: Int, in model: inout Model) {
    let count = DetailTabs.all.count
    model.detail.select(tab: (tab + count) % count)
    if model.isZoomed, model.focus == .list, model.selected != nil { model.focus = .detail }
    if model.selected != nil, !Layout(model).panes.contains(.detail) {
      model.detail.isOpen = true
      if Layout.choice(for: model) == .single { model.focus = .detail }
    }
  }
}

extension Model {
  /// Whether there is no step to go back from the panes.
  var isAtTop: Bool { focus == .list && !isZoomed && (!detail.isOpen || Layout(self).isSideBySide) }
}
