import InspectorCore

extension Model {
  /// Lets something happen: changes the model, and says what the world should do. Reads no clock, file or socket.
  public mutating func update(_ action: Action) -> [Effect] {
    let (marked, cleared, kept) = (marks, clearedBefore, savedFilters)
    var effects = react(to: action)
    settle()
    if marks != marked { effects.append(.pin(marks)) }
    if clearedBefore != cleared { clearingChanged() }
    return effects + changes(from: kept) + forgetCleared()
  }

  private mutating func react(to action: Action) -> [Effect] {
    switch action {
    case .input(let input): return take(input)
    case .command(let command): return run(command)
    case .storeChanged(let snapshot): take(snapshot)
    case .tick(let time, let offset):
      now = time
      utcOffset = offset
    case .delivered(let id, let outcome): delivered(id, outcome)
    case .themed(let name, let warnings):
      theme = name
      if let warning = warnings.first { message = Message(.warning, warning) }
    case .rulesChanged(let rules): self.rules = rules
    case .progressed(let progress): progressed(progress)
    case .loading(let progress):
      loading = progress
      // A file that took long stands in the order that was chosen before it.
      if progress == nil, sort != nil, !list.isTouched { rows.sort(by: sort) }
    case .edited(let text): edited(text)
    case .fileExists(let request): askToOverwrite(request)
    case .cannotSave(let request, let reason): cannotSave(request, reason)
    case .foundPaths(let paths, let text): foundPaths(paths, beginning: text)
    case .foundProblems(let problems): foundProblems(problems)
    case .rulesProblem(let problem): rulesProblem = problem
    case .listening(let addresses): listens(on: addresses)
    case .cannotListen(let reason): cannotListen(reason)
    case .say(let message): self.message = message
    case .alarm(let message): (self.message, alarm) = (nil, message)
    case .alarmOver(let message): (self.message, alarm) = (message, nil)
    }
    return []
  }

  private mutating func take(_ snapshot: StoreSnapshot) {
    let lost = snapshot.counters.droppedPinned - live.counters.droppedPinned
    live = snapshot
    if !isPaused { shown = snapshot }
    guard lost > 0 else { return }
    marks = marks.filter { live.contains($0) || shown.contains($0) }
    message = Message(
      .warning,
      "All that is kept is marked, so \(Shown.plural(lost, "marked event")) had to go; "
        + "--capacity and --memory keep more.")
  }

  private mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .key(let key): return take(key)
    case .paste(let text): return paste(text)
    case .mouse(let mouse): return take(mouse)
    case .resize(let size): self.size = size
    case .wake: break
    }
    return []
  }

  /// Brings everything that follows from something else up to date: rows, cursor, what is scrolled where.
  private mutating func settle() {
    settleFilter()
    rows.extend(with: shown, now: now)
    // In an order that was there before any event, nobody is disturbed by those that take their places in it.
    if !list.isTouched, rows.unsorted > 0 {
      rows.sortIn()
      rows.extend(with: shown, now: now)
    }
    duplicates.extend(with: shown)
    listCounts.extend(with: live, from: clearedBefore, without: removed)
    if rows.isComplete { listSearch?.extend(rows, shown, now: now) }
    var layout = Layout(self)
    if !layout.panes.contains(focus) {
      focus = layout.panes.first ?? .list
      layout = Layout(self)
    }
    settleLayers(in: layout)
    announceRestoredFilter()
    logFilterErrors()
  }
}
