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
  private let sender: Sender
  private let themes: ThemeShelf
  private let options: InspectorOptions
  private let addresses: [String]

  init(
    store: EventStore, inspector: Inspector, mailbox: Mailbox, addresses: [Address], themes: ThemeShelf,
    options: InspectorOptions
  ) {
    self.store = store
    self.inspector = inspector
    self.addresses = addresses.map(\.description)
    self.themes = themes
    self.options = options
    self.mailbox = mailbox
    sender = Sender()
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
    let loaded = themes.load(options.theme)
    let terminal = try CursesTerminal(
      options: TerminalOptions(
        colorFlag: options.color, mouse: false, ascii: options.ascii, theme: loaded.theme))
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
      themes: themes.choices, theme: loaded.theme.id, keepsSecrets: options.keepSecrets,
      seed: UInt64.random(in: .min ... .max))
    if let filter = options.filter { model.setFilter(filter) }
    model.allowsMouse = options.allowsMouse
    model.rules = inspector.currentRules
    if let warning = loaded.warnings.first { mailbox.put(.say(Message(.warning, warning))) }
    let runner = EffectRunner(
      terminal: terminal, inspector: inspector, sender: sender, themes: themes, mailbox: mailbox
    )
    var loop = UILoop(terminal: terminal, store: store, mailbox: mailbox, runner: runner, model: model)
    loop.run()
  }

  /// Seconds that the user's clock is ahead of UTC now.
  static func utcOffset() -> Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }
}

/// What the command line says about the UI.
struct InspectorOptions: Sendable {
  /// The query that is in force at the start.
  var filter: String?
  /// A theme's name or file; `nil` for the default.
  var theme: String?
  /// `--color`.
  var color: String?
  /// Whether lines and marks are drawn in ASCII.
  var ascii = false
  var allowsMouse = true
  var keepSecrets = false
}
