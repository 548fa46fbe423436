import CloudEventsHTTP
import InspectorCore
import InspectorSender
import InspectorTerminal
import InspectorUI

/// Does in the world what the UI asks for. What takes time runs as a task and comes back through the mailbox.
final class EffectRunner {
  private let terminal: CursesTerminal
  private let inspector: Inspector
  private let sender: Sender
  private let themes: ThemeShelf
  private let mailbox: Mailbox

  init(
    terminal: CursesTerminal, inspector: Inspector, sender: Sender, themes: ThemeShelf,
    mailbox: Mailbox
  ) {
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
    case .copy(let bytes): terminal.copyToClipboard(bytes)
    case .setTheme(let name):
      let loaded = themes.load(name)
      terminal.theme = loaded.theme
      mailbox.put(.themed(loaded.theme.id, warnings: loaded.warnings))
    case .setMouse(let isOn): terminal.setMouse(isOn)
    // The model keeps them for this run.
    case .keepFilter, .keepFilterHistory: break
    case .setRule(let index, let isEnabled):
      inspector.setRule(at: index, isEnabled: isEnabled)
      mailbox.put(.rulesChanged(inspector.currentRules))
    case .redraw: terminal.redraw()
    case .suspend: terminal.suspend()
    }
  }

  private func send(_ request: SendRequest) {
    let work = SendWork(request: request, sender: sender, inspector: inspector, mailbox: mailbox)
    Task { await work.run() }
  }
}

/// One message on its way out: sends it, keeps it in the store, and tells the UI what came back.
private struct SendWork: Sendable {
  let request: SendRequest
  let sender: Sender
  let inspector: Inspector
  let mailbox: Mailbox

  func run() async {
    let (outcome, status) = await outcome()
    var isDelivered = true
    if case .failed = outcome { isDelivered = false }
    inspector.keepSent(Self.delivery(of: request), status: status, isDelivered: isDelivered)
    mailbox.put(.delivered(request.id, outcome))
  }

  private func outcome() async -> (SendOutcome, status: Int) {
    let message = OutgoingMessage(
      method: request.method, headers: request.fields.map { ($0.name, $0.value) }, body: request.body)
    do {
      let result = try await sender.send(message, to: request.address)
      let answer = SendOutcome.answered(
        status: result.status, reason: result.reason,
        fields: result.headers.map { HeaderLine($0.name, $0.value) },
        body: result.body, duration: result.duration)
      return (answer, result.status)
    } catch {
      return (.failed(String(describing: error)), 0)
    }
  }

  /// What was sent, as it would have arrived.
  private static func delivery(of request: SendRequest) -> Delivery {
    let message = HTTPMessage(fields: request.fields.map { ($0.name, $0.value) }, body: request.body)
    let (transport, bytes): (Delivery.Transport, [UInt8])
    switch request.address {
    case .unixNDJSON:
      (transport, bytes) = (.ndjson, request.body)
    case .unix:
      (transport, bytes) = (
        .unix, message.requestBytes(method: request.method, target: "/", host: "localhost")
      )
    case .http(let host, let port, let target, let isTLS, _):
      let authority = Address.bracketed(host) + (port == (isTLS ? 443 : 80) ? "" : ":\(port)")
      (transport, bytes) = (
        isTLS ? .https : .http, message.requestBytes(method: request.method, target: target, host: authority)
      )
    }
    return Delivery(
      transport: transport, peer: request.address.description, received: .now(), bytes: bytes,
      headLength: transport == .ndjson ? 0 : bytes.count - request.body.count)
  }
}
