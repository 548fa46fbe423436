import CloudEventsHTTP
import Dispatch
import InspectorCore
import InspectorSender
import InspectorTerminal
import InspectorUI

/// Does in the world what the UI asks for. What takes time runs as a task and comes back through the mailbox.
final class EffectRunner {
  private let terminal: CursesTerminal
  private let inspector: Inspector
  private let sender: Sender
  private var themes: ThemeShelf
  private let door: ListenerDoor
  private let mailbox: Mailbox
  private var series: Task<Void, Never>?
  private var loading: LoadWork?

  init(
    terminal: CursesTerminal, inspector: Inspector, sender: Sender, themes: ThemeShelf,
    door: ListenerDoor, mailbox: Mailbox
  ) {
    self.door = door
    self.terminal = terminal
    self.inspector = inspector
    self.sender = sender
    self.themes = themes
    self.mailbox = mailbox
  }

  func run(_ effect: Effect) {
    switch effect {
    case .quit: break
    case .send(let request): send(request)
    case .sendSeries(let series):
      let work = SeriesWork(series: series, sender: sender, inspector: inspector, mailbox: mailbox)
      self.series = Task { await work.run() }
    case .stopSeries: series?.cancel()
    case .edit(let text, let fileExtension):
      let edited = OutsidePrograms(terminal).edit(text, fileExtension: fileExtension)
      if let problem = edited.problem { say(.error, problem) }
      if let text = edited.text { mailbox.put(.edited(text)) }
    case .copy(let bytes):
      terminal.copyToClipboard(bytes)
      NativeClipboard.copy(bytes)
    case .setTheme(let name): setTheme(name)
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .keepFilter(let name, let text):
      if let problem = FiltersFile.keep(NamedFilter(name: name, text: text)) { say(.error, problem) }
    case .forgetFilter(let name):
      if let problem = FiltersFile.forget(name) { say(.error, problem) }
    case .keepFilterHistory(let texts): SessionFiles.keepFilterHistory(texts)
    case .setRule(let index, let isEnabled):
      inspector.setRule(at: index, isEnabled: isEnabled)
      mailbox.put(.rulesChanged(inspector.currentRules))
    case .pin(let numbers): inspector.store.pin(numbers)
    case .forget(let number): inspector.store.forget(before: number)
    case .listen: Task { [door, mailbox] in await door.openAgain(telling: mailbox) }
    case .receive(let requests): receive(requests)
    case .load(let path): loading = LoadWork(path, into: inspector.store, mailbox: mailbox)
    case .stopLoading: loading?.stop()
    case .save(let request): save(request)
    case .findPaths(let text): mailbox.put(.foundPaths(Directories.paths(beginning: text), beginning: text))
    case .page(let bytes, let fileExtension):
      if let problem = OutsidePrograms(terminal).page(bytes, fileExtension: fileExtension) {
        say(.error, problem)
      }
    case .pipe(let bytes, let command):
      if let problem = OutsidePrograms(terminal).pipe(bytes, to: command) { say(.error, problem) }
    case .redraw: terminal.redraw()
    case .suspend: terminal.suspend()
    }
  }

  private func say(_ kind: Message.Kind, _ text: String) { mailbox.put(.say(Message(kind, text))) }

  /// Takes requests as if they had just come from this very program.
  private func receive(_ requests: [[UInt8]]) {
    // As if they had come over a few minutes, the last one now.
    let now = WallTime.now().nanoseconds
    for (index, request) in requests.enumerated() {
      let age = Int64(requests.count - 1 - index) * 11_700_000_000
      let head = request.withUnsafeBytes { try? HTTPHead($0) }
      _ = inspector.receive(
        Delivery(
          transport: .http, peer: "demo", received: WallTime(nanoseconds: now - age), bytes: request,
          headLength: head?.length ?? 0))
    }
  }

  /// Writes a file, and says so; a file that is there is asked about.
  private func save(_ request: SaveRequest) {
    let mailbox = mailbox
    DispatchQueue.global().async {
      let file = OutputFile(request.path)
      if request.what == "template" { file.makeDirectory() }
      switch file.write(request.bytes, overwrites: request.overwrites) {
      case .written:
        mailbox.put(
          .say(Message(.ok, "Wrote \(request.what), \(request.bytes.count) bytes, to \(request.path).")))
      case .isThere: mailbox.put(.fileExists(request))
      case .failed(let reason):
        mailbox.put(.cannotSave(request, reason: reason))
      }
    }
  }

  /// Puts a theme on the screen.
  func setTheme(_ name: String) {
    let loaded = themes.load(name)
    terminal.theme = loaded.theme
    mailbox.put(.themed(loaded.theme.id, warnings: loaded.warnings))
  }

  /// Reads the theme files again; the themes that can be chosen from now on.
  func reloadThemes() -> [ThemeChoice] {
    themes.reload()
    return themes.choices
  }

  private func send(_ request: SendRequest) {
    let work = SendWork(request: request, sender: sender, inspector: inspector, mailbox: mailbox)
    Task { await work.run() }
  }
}

/// One message on its way out: keeps it in the store, sends it, and tells the UI what came back.
struct SendWork: Sendable {
  let request: SendRequest
  let sender: Sender
  let inspector: Inspector
  let mailbox: Mailbox

  func run() async {
    mailbox.put(.delivered(request.id, await outcome()))
  }

  /// Keeps it in the store, sends it, and notes there what came back; the UI is not told.
  func outcome() async -> SendOutcome {
    // Before it is sent: what it brings about may be here before its answer is.
    let numbers = inspector.keepSending(Self.delivery(of: request))
    let message = OutgoingMessage(
      method: request.method, fields: request.fields.map { ($0.name, $0.bytes) }, body: request.body,
      target: request.target)
    do {
      let result = try await sender.send(message, to: request.address)
      let answer = SendOutcome.answered(
        status: result.status, reason: result.reason,
        fields: result.headers.map { HeaderLine($0.name, $0.value) },
        body: result.body, duration: result.duration)
      inspector.store.note(answer: result.status, isDelivered: true, to: numbers)
      return answer
    } catch {
      inspector.store.note(answer: 0, isDelivered: false, to: numbers)
      return .failed(String(describing: error))
    }
  }

  /// What was sent, as it would have arrived.
  private static func delivery(of request: SendRequest) -> Delivery {
    let (transport, bytes): (Delivery.Transport, [UInt8])
    switch request.address {
    case .unixNDJSON:
      (transport, bytes) = (.ndjson, request.body)
    case .unix:
      (transport, bytes) = (.unix, message(request, target: "/", host: "localhost"))
    case .http(let host, let port, let target, let isTLS, _):
      let authority = Address.bracketed(host) + (port == (isTLS ? 443 : 80) ? "" : ":\(port)")
      (transport, bytes) = (isTLS ? .https : .http, message(request, target: target, host: authority))
    }
    return Delivery(
      transport: transport, peer: request.address.description, received: .now(), bytes: bytes,
      headLength: transport == .ndjson ? 0 : bytes.count - request.body.count)
  }

  private static func message(_ request: SendRequest, target: String, host: String) -> [UInt8] {
    let framed =
      [("Host", Array(host.utf8))] + request.fields.map { ($0.name, $0.bytes) }
      + [("Content-Length", Array("\(request.body.count)".utf8))]
    return RequestHead.bytes(
      method: request.method, target: request.target ?? Array(target.utf8), fields: framed) + request.body
  }
}
