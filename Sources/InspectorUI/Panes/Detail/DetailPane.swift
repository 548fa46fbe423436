import InspectorCore

/// The detail of the event under the cursor.
struct DetailPane: Pane {
  let id = PaneID.detail

  func footer(_ model: Model) -> [Command] {
    [.zoom, .nextTab, .nextEvent, .search] + (model.detail.pattern == nil ? [] : [.nextMatch])
      + [.toggleFold, .nextForm, .whole, .filterIn, .reveal, .edit, .resend, .filter, .close, .help]
  }

  func title(of command: Command, in model: Model) -> String? {
    switch command {
    case .nextForm where model.detail.tab == Self.asTab: "Next form"
    case .zoom where model.isZoomed: "Unzoom"
    case .reveal where model.detail.revealsSecrets: "Mask"
    default: nil
    }
  }

  /// The tabs that can show things in several ways.
  private static let dataTab = 1
  private static let asTab = 5

  func reason(against command: Command, in model: Model) -> String? {
    switch command {
    case .nextMatch where model.detail.pattern == nil, .previousMatch where model.detail.pattern == nil:
      "Nothing is searched for; \(model.key(.search, in: .detail)) searches. (\(model.key(.compose)) composes a new event.)"
    case .toggleFold
    where model.detail.content.count == 0 || model.detail.content.isFolded(at: model.detail.cursor) == nil:
      "There is nothing to fold on this line."
    case .nextForm where model.detail.tab != Self.dataTab && model.detail.tab != Self.asTab:
      "Only Data and As… can be looked at in other ways."
    case .nextEvent where model.isAtEnd(forward: true): "This is the last event of the list."
    case .previousEvent where model.isAtEnd(forward: false): "This is the first event of the list."
    case .reveal where model.selected?.hasSecrets != true: "There is no secret in this event's headers."
    case .whole where !model.detail.isCut(model): "All of it is shown."
    default: nil
    }
  }

  func run(_ command: Command, in model: inout Model) -> [Effect]? {
    if let move = Move(command) {
      model.detail.move(move, page: Self.lineCount(in: Layout(model).detail))
      return []
    }
    switch command {
    case .scrollLeft: model.detail.goLeft()
    case .scrollRight: model.detail.goRight()
    case .toggleFold: _ = model.detail.toggleFold()
    case .toggleAllFolds:
      if !model.detail.toggleAllFolds() {
        model.message = Message(.info, "There is nothing to fold here.")
      }
    case .nextEvent: model.list.move(by: 1, in: model.rows)
    case .previousEvent: model.list.move(by: -1, in: model.rows)
    case .reveal: model.detail.revealsSecrets.toggle()
    case .whole: model.detail.showsWhole = true
    case .nextForm where model.detail.tab == Self.dataTab: lookAtDataInNextWay(in: &model)
    case .nextForm: model.detail.forms[model.detail.tab, default: 0] += 1
    case .search: model.ask(searchPrompt(model))
    case .nextMatch where model.detail.isCut(model) && !model.detail.hasMatch(after: model.detail.place):
      model.detail.searchOn(after: model.detail.place)
    case .nextMatch, .previousMatch:
      if !model.detail.goToMatch(forward: command == .nextMatch) {
        model.message = Message(.warning, "\"\(model.detail.pattern?.text ?? "")\" is not in this tab.")
      }
    default: return nil
    }
    return []
  }

  /// Goes on to the next decoder that can read the data; the ways begin again with the one that fits best.
  private func lookAtDataInNextWay(in model: inout Model) {
    guard let entry = model.selected else { return }
    let ways = DataTab().ways(of: entry, with: model.decoders)
    guard ways.count > 1 else {
      model.message = Message(.info, "The data can be read in one way only.")
      return
    }
    let next = ((model.detail.decoder.flatMap { ways.firstIndex(of: $0) } ?? 0) + 1) % ways.count
    model.detail.decoder = next == 0 ? nil : ways[next]
    let key = model.key(.nextForm, in: .detail)
    model.message = Message(.info, "Data as \(ways[next]) · \(key) goes on: \(next + 1) of \(ways.count)")
  }

  private func searchPrompt(_ model: Model) -> Prompt {
    let origin = model.detail.place
    let before = model.detail.pattern?.text ?? ""
    var prompt = Prompt(title: "/", name: "search in detail") { text, model in
      if text.isEmpty { model.detail.search("", from: origin) }
      guard model.detail.pattern != nil else { return [] }
      if model.detail.isCut(model), !model.detail.hasMatch(after: origin - 1) {
        model.detail.searchOn(after: origin - 1)
      } else if model.detail.counter(isTyping: false) == nil {
        model.message = Message(.info, "\"\(text)\" is not in this tab.")
      }
      return []
    }
    prompt.changed = { text, model in model.detail.search(text, from: origin) }
    prompt.cancelled = { model in model.detail.search(before, from: origin) }
    prompt.other = .asFilter
    return prompt
  }

  func take(_ mouse: Mouse, in model: inout Model, _ rect: Rect) -> [Effect]? {
    let height = Self.lineCount(in: rect)
    switch mouse.kind {
    case .wheelUp, .wheelDown: model.detail.scroll(by: mouse.kind == .wheelUp ? -3 : 3, height: height)
    case .press(.left):
      let row = mouse.point.y - rect.minY - 1
      if row >= 0 { model.detail.cursor = model.detail.top + row }
    default: return nil
    }
    return []
  }

  func settle(in model: inout Model, _ rect: Rect) {
    var context = DetailContext(
      now: model.now, utcOffset: model.utcOffset, revealsSecrets: model.keepsSecrets, width: rect.width)
    context.decoders = model.decoders
    context.snapshot = model.shown
    context.rules = model.rules
    context.decoder = model.detail.decoder
    context.moreKey = model.key(.whole, in: .detail)
    context.formKey = model.key(.nextForm, in: .detail)
    model.detail.settle(
      rect.isEmpty ? nil : model.selected, height: Self.lineCount(in: rect), context,
      keepsSecrets: model.keepsSecrets)
  }

  /// Lines in a rectangle, under the row of tabs.
  static func lineCount(in rect: Rect) -> Int { max(1, rect.height - 1) }

  func draw(_ model: Model, into canvas: inout Canvas, _ rect: Rect) {
    guard !model.isUnused else { return }
    DetailView(model: model, isUnderList: !Layout(model).isSideBySide).draw(into: &canvas, rect)
  }
}

extension DetailState {
  /// Whether some of the selected entry is left out because it is large.
  func isCut(_ model: Model) -> Bool {
    !showsWhole && (model.selected.map { $0.deliverySize > DetailContext.largest } ?? false)
  }
}

extension Model {
  /// Whether there is no row after the cursor, or before it.
  fileprivate func isAtEnd(forward: Bool) -> Bool {
    guard let cursor = list.cursor else { return true }
    let place = rows.place(of: cursor)
    return forward ? place >= rows.count - 1 : place == 0
  }
}

extension Entry {
  /// Whether there is anything in its head that is masked until somebody asks for it.
  fileprivate var hasSecrets: Bool {
    let target = requestLine.target
    return rawFields.contains { name, value in
      Secrets.hasSecret(name: String(decoding: name, as: UTF8.self), value: value)
    }
      || Secrets.maskingTarget(target) != target
  }
}
