import Dispatch
import InspectorCore
import InspectorListener
import InspectorSender
import InspectorTerminal
import InspectorUI

#if canImport(Glibc)
  import Glibc
#endif

/// One run of the terminal UI: the store and the listener on one side, the screen on the other.
///
/// The UI has a thread of its own, which owns the terminal and the model. Others reach it through the mailbox.
final class InspectorSession: Sendable {
  private let store: EventStore
  private let inspector: Inspector
  private let mailbox: Mailbox
  private let door: ListenerDoor
  private let sender: Sender
  private let themes: ThemeShelf
  private let options: WatchOptions
  private let addresses: [String]

  init(
    store: EventStore, inspector: Inspector, mailbox: Mailbox, door: ListenerDoor, addresses: [Address],
    themes: ThemeShelf, options: WatchOptions
  ) {
    self.door = door
    self.store = store
    self.inspector = inspector
    self.addresses = addresses.map(\.description)
    self.themes = themes
    self.options = options
    self.mailbox = mailbox
    var options = SenderOptions()
    options.proxies = (try? .environment()) ?? .none
    sender = Sender(options: options)
  }

  /// Hands an action to the UI, from any thread.
  func post(_ action: Action) {
    mailbox.put(action)
  }

  /// Shows the UI until the user quits or a signal ends it; the terminal is as before when it returns.
  func run() async throws {
    let result: Result<Void, TerminalError> = await withCheckedContinuation { continuation in
      // Not a thread of the cooperative pool: it waits for keys.
      DispatchQueue(label: "terminal", qos: .userInteractive).async {
        continuation.resume(returning: Result { () throws(TerminalError) in try self.runTerminal() })
      }
    }
    await sender.shutdown()
    try result.get()
  }

  private func runTerminal() throws(TerminalError) {
    let keys = KeysFile.load()
    let loaded = themes.load(options.theme, for: appearance ?? .dark)
    let terminal = try CursesTerminal(
      options: TerminalOptions(
        colorFlag: options.color, mouse: options.mouse == "on", ascii: options.ascii, theme: loaded.theme))
    defer { terminal.close() }
    let waker = terminal.waker
    mailbox.connect { waker.wake() }
    store.observe { waker.wake() }
    defer {
      store.observe {}
      mailbox.connect {}
    }
    var model = Model(
      size: terminal.size, now: .now(), utcOffset: Self.utcOffset(), snapshot: store.snapshot(),
      addresses: addresses,
      keymap: keys.keymap, themes: themes.choices, theme: loaded.theme.id,
      keepsSecrets: options.listening.keepSecrets, seed: UInt64.random(in: .min ... .max))
    if !options.listening.filterText.isEmpty { model.setFilter(options.listening.filterText) }
    let configured = options.listening.configuration
    if let columns = configured.columns { model.setColumns(columns) }
    let own = prepare(&model)
    model.isASCII = terminal.isASCII
    model.settings = options.settings
    model.allowsMouse = options.mouse != "never"
    model.isMouseOn = options.mouse == "on"
    model.decoders = options.listening.decoders
    model.rules = inspector.currentRules
    let problems = configured.problems + configured.columnProblems + keys.problems + own
    mailbox.put(.foundProblems((problems.map(\.sentence) + loaded.warnings).map { Message(.warning, $0) }))
    let runner = EffectRunner(
      terminal: terminal, inspector: inspector, sender: sender, themes: themes, door: door, mailbox: mailbox
    )
    if options.theme == nil, options.appearance == "auto" { terminal.askForBackground() }
    let watcher = ThemeWatcher(named: options.theme) { waker.wake() }
    defer { watcher.stop() }
    var loop = UILoop(
      terminal: terminal, store: store, mailbox: mailbox, runner: runner, themeWatcher: watcher, model: model)
    loop.widths = WidthProfile(ambiguousIsWide: options.ambiguousIsWide, isASCII: terminal.escapesText)
    loop.run()
    SessionFiles.keep(SessionState(loop.model))
  }

  /// Gives the model what the user has written into files, and what the last session has left.
  ///
  /// - Returns: what is wrong with those files.
  private func prepare(_ model: inout Model) -> [ConfigurationProblem] {
    model.homeDirectory = Directories.home
    model.setEnvironment(ConfigurationFiles.variables)
    let filters = FiltersFile.load()
    let targets = TargetsFile.load()
    let templates = SessionFiles.templates()
    model.savedFilters = filters.filters.map { SavedFilter(name: $0.name, text: $0.text) }
    model.targets = targets.targets
    model.templates = templates.templates
    model.templatesDirectory = SessionFiles.templatesDirectory
    let problems = filters.problems + targets.problems + templates.problems
    let session = SessionFiles.session()
    if session == nil { model.message = model.welcome }
    guard options.restoresSession else { return problems }
    model.takeUp(filterHistory: SessionFiles.filterHistory())
    if let session {
      model.takeUp(session, filters: options.listening.filterText.isEmpty)
    }
    if let draft = SessionFiles.draft() {
      model.takeUp(draft)
      // The listener of the last session may have been another.
      if let address = addresses.first, draft.isForListener { model.setComposerTarget(address) }
    }
    return problems
  }

  /// Whether the terminal is dark or light, as far as that can be known without asking it.
  private var appearance: Theme.Appearance? {
    Theme.Appearance(rawValue: options.appearance)
      ?? Directories.variable("COLORFGBG").flatMap { TerminalBackground.appearance(colorFGBG: $0) }
  }

  /// Seconds that the user's clock is ahead of UTC now.
  static func utcOffset() -> Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }
}
