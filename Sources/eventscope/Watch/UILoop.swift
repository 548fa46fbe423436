import InspectorCore
import InspectorTerminal
import InspectorUI

/// The UI's thread: waits for keys, the store and the mailbox, updates the model, and draws what has changed.
///
/// A key is on the screen at once; the store is looked at no more than thirty times a second, however much comes.
/// Where nothing happens, nothing is drawn and nothing runs.
struct UILoop {
  let terminal: CursesTerminal
  let store: EventStore
  let mailbox: Mailbox
  let runner: EffectRunner
  let themeWatcher: ThemeWatcher
  var model: Model
  /// How wide characters are on this terminal.
  var widths = WidthProfile.standard

  /// The time between two looks at the store.
  private static let frame = Duration.milliseconds(33)
  /// How long rows may be looked through before the screen and the keys have their turn.
  private static let slice = Duration.milliseconds(10)

  private var seenVersion: UInt64 = .max
  private var lastLook = ContinuousClock.now - .seconds(1)
  private var isDirty = true
  /// The draft as it stands in its file.
  private var keptDraft: ComposerDraft
  private var isOver = false

  init(
    terminal: CursesTerminal, store: EventStore, mailbox: Mailbox, runner: EffectRunner,
    themeWatcher: ThemeWatcher, model: Model
  ) {
    self.terminal = terminal
    self.store = store
    self.mailbox = mailbox
    self.runner = runner
    self.themeWatcher = themeWatcher
    self.model = model
    keptDraft = model.draft
  }

  mutating func run() {
    defer { keepDraft() }
    while !isOver {
      for action in mailbox.takeAll() { handle(action) }
      followThemes()
      for bytes in mailbox.takeNotifications() { terminal.notify(bytes) }
      lookAtStore()
      continueRows()
      if isDirty, !isOver {
        terminal.present(model.view(widths: widths))
        isDirty = false
      }
      guard !isOver else { break }
      takeInput()
    }
  }

  private mutating func takeInput() {
    guard let input = terminal.next(timeout: timeout()) else {
      keepDraft()
      // Nothing came for as long as that: what depends on the time is drawn again.
      if showsTime || showsPast || model.nextMoment != nil {
        handle(.tick(.now(), utcOffset: InspectorSession.utcOffset()))
      }
      return
    }
    take(input)
    // Keys that are already there are taken together, and drawn once.
    let deadline = ContinuousClock.now + Self.slice
    while !isOver, ContinuousClock.now < deadline, let next = terminal.next(timeout: 0) { take(next) }
  }

  /// Writes what is in the composer to its file, where it is other than what stands there.
  private mutating func keepDraft() {
    let draft = model.draft
    guard draft != keptDraft else { return }
    keptDraft = draft
    SessionFiles.keep(draft)
  }

  private mutating func take(_ input: Input) {
    if terminal.signal() != nil {
      isOver = true
      return
    }
    if case .wake = input { return }
    model.now = .now()
    handle(.input(input))
  }

  private mutating func handle(_ action: Action) {
    isDirty = true
    for effect in model.update(action) {
      if effect == .quit { isOver = true } else { runner.run(effect) }
    }
  }

  /// Shows what has changed in a theme's file, and a theme that fits the terminal as soon as that has said what it is.
  private mutating func followThemes() {
    if themeWatcher.takeChange() {
      model.themes = runner.reloadThemes()
      runner.setTheme(model.theme)
    }
    if let appearance = terminal.appearance() {
      let name = ThemeLibrary.defaultName(for: appearance)
      if name != model.theme { runner.setTheme(name) }
    }
  }

  private mutating func lookAtStore() {
    let now = ContinuousClock.now
    guard store.version != seenVersion, now - lastLook >= Self.frame else { return }
    lastLook = now
    let snapshot = store.snapshot()
    seenVersion = snapshot.version
    model.now = .now()
    handle(.storeChanged(snapshot))
  }

  /// Goes on with what has not seen all entries yet: a filter, an order, a search, the facets.
  private mutating func continueRows() {
    let deadline = ContinuousClock.now + Self.slice
    while !model.isSettled, ContinuousClock.now < deadline { handle(.input(.wake)) }
  }

  /// Milliseconds until something must be done; negative where nothing must.
  private func timeout() -> Int32 {
    if !model.isSettled { return 0 }
    if store.version != seenVersion {
      let left = Self.frame - (ContinuousClock.now - lastLook)
      return Int32(max(1, left / .milliseconds(1)))
    }
    if let moment = model.nextMoment {
      return Int32(max(1, min(1000, moment.since(.now()) / .milliseconds(1) + 1)))
    }
    if showsTime { return 1000 }
    return showsPast ? 60_000 : -1
  }

  /// Whether the screen has something that changes with time alone: the rate, the timeline, or a composer's `{now}`.
  private var showsTime: Bool {
    model.isComposing || model.live.rates.counts(last: 20, before: model.now).contains { $0 > 0 }
      || model.live.rates.counts(last: 1, before: model.now.plusSecond).contains { $0 > 0 }
  }

  /// Whether the timeline shows what came a while ago. It moves on with a key, an event, or else now and then: where
  /// nothing comes the screen is quiet.
  private var showsPast: Bool {
    Layout(model).panes.contains(.timeline)
      && model.live.rates.counts(last: RateHistory.length, before: model.now).contains { $0 > 0 }
  }
}

extension WallTime {
  fileprivate var plusSecond: WallTime { WallTime(nanoseconds: nanoseconds + 1_000_000_000) }
}
