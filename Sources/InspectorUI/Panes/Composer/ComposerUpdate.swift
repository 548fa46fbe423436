import CloudEvents
import CloudEventsHTTP
import InspectorCore

extension Model {
  /// Opens the composer with what was in it.
  mutating func openComposer() {
    if composer.uuid.isEmpty { composer.uuid = random.uuid() }
    if !isComposing { open(Composer()) }
    composer.isWarned = false
    composer.section = .form
    composer.top = 0
  }

  /// Opens the composer with a copy of the selected event.
  mutating func editCopy() {
    guard let entry = selected, let event = entry.event else { return }
    guard event.data?.bytes.count ?? 0 <= ComposerState.maximumData else {
      message = Message(
        .warning,
        "\(Shown.size(event.data?.bytes.count ?? 0)) of data are too much to edit; r sends it again as it is."
      )
      return
    }
    composer.fill(from: event, mode: entry.mode == .batched ? .structured : entry.mode)
    composer.uuid = random.uuid()
    openComposer()
  }

  /// Sends what the composer holds; asks once where it breaks a rule.
  mutating func submitComposer() -> [Effect] {
    guard composer.pending == nil else {
      message = Message(.info, "Still waiting for the answer to the last one.")
      return []
    }
    let problems = composer.problems(now: now)
    let address: Address
    let encoded: HTTPMessage
    do {
      address = try Address(composer.target.text)
      encoded = try composer.message(now: now)
    } catch {
      message = Message(.error, String(describing: error))
      return []
    }
    if !problems.isEmpty, !composer.isWarned {
      composer.isWarned = true
      let keys = keymap.keys(for: .submit, in: [.composer]).first ?? "F5"
      message = Message(
        .warning,
        "\(keys) again sends it anyway · \(Shown.plural(problems.count, "problem")): \(problems[0].text)")
      return []
    }
    let label = composer.event(now: now).type
    let effect = send(encoded, to: address, label: label)
    composer.pending = sendCount
    composer.outcome = nil
    composer.section = .response
    composer.top = 0
    composer.sequence += 1
    composer.isWarned = false
    message = Message(.info, "Sending \(label) to \(address) …")
    return [effect]
  }

  /// Sends the selected entry's bytes again, as they came, to the composer's target; asks once before anything goes to
  /// another place than this listener.
  mutating func resend() -> [Effect] {
    guard let entry = selected else { return [] }
    let (method, target) = entry.requestLine
    guard entry.headLength == 0 || method == "POST" || method == "PUT" else {
      message = Message(.warning, "Only POST and PUT carry events; this was \(method).")
      return []
    }
    guard let address = (try? Address(composer.target.text))?.withTarget(of: target) else {
      message = Message(.error, "The composer's target is no address: \(composer.target.text).")
      return []
    }
    let shown = composer.target.text
    guard addresses.contains(shown) || trustedTargets.contains(shown) else {
      let send = Menu.Item("Send it") { model in
        model.trustedTargets.insert(shown)
        return model.resend()
      }
      open(Menu(title: "Send again to \(address)?", items: [.cancel, send]))
      return []
    }
    let label = entry.type.isEmpty ? "the request" : entry.type
    guard let encoded = resent(entry, to: address) else {
      message = Message(.error, "Only an event can be sent as a line, and this is none.")
      return []
    }
    message = Message(.info, "Sending \(label) again to \(address) …")
    return [send(encoded, to: address, label: label, method: method == "PUT" ? "PUT" : "POST")]
  }

  /// An entry's bytes as a message for an address; `nil` where they cannot be one.
  private func resent(_ entry: Entry, to address: Address) -> HTTPMessage? {
    let isLine = if case .unixNDJSON = address { true } else { false }
    if entry.headLength == 0 {
      let fields = isLine ? [] : [(name: "Content-Type", value: JSONEventFormat().mediaType)]
      return HTTPMessage(fields: fields, body: entry.bytes)
    }
    if isLine {
      return entry.event.map { HTTPMessage(fields: [], body: JSONEventFormat().encodeLine($0)) }
    }
    let ofTheConnection = [
      "host", "content-length", "connection", "transfer-encoding", "expect", "keep-alive", "te", "trailer",
      "upgrade",
    ]
    // Credentials were meant for this listener, not for whoever gets the event next.
    let fields = entry.fields.filter { name, _ in
      !ofTheConnection.contains(name.lowercased()) && (keepsSecrets || !Secrets.isSecretHeader(name))
    }
    return HTTPMessage(fields: fields, body: entry.bodyBytes)
  }

  private mutating func send(
    _ encoded: HTTPMessage, to address: Address, label: String, method: String = "POST"
  ) -> Effect {
    sendCount += 1
    sending[sendCount] = "\(label) → \(address)"
    return .send(
      SendRequest(
        id: sendCount, address: address, method: method,
        fields: encoded.fields.map { HeaderLine($0.name, $0.value) }, body: encoded.body, label: label))
  }

  /// Shows what came of something that was sent.
  mutating func delivered(_ id: Int, _ outcome: SendOutcome) {
    if composer.pending == id {
      composer.pending = nil
      composer.outcome = outcome
      composer.uuid = random.uuid()
    }
    let what = sending.removeValue(forKey: id) ?? "Sent"
    switch outcome {
    case .answered(let status, let reason, _, _, let duration):
      let kind: Message.Kind = (200..<300).contains(status) || status == 0 ? .ok : .error
      let answer = status == 0 ? "taken" : "\(status) \(reason)"
      message = Message(kind, "\(what) · \(answer) · \(Shown.duration(duration))")
    case .failed(let reason):
      message = Message(.error, reason)
    }
  }

  /// Takes a key in the composer that is no command.
  mutating func composerKey(_ key: Key) {
    guard composer.section == .form else { return scrollComposer(key) }
    composer.isWarned = false
    switch (composer.focus, key.code) {
    case (_, .tab): moveComposerFocus(by: 1)
    case (_, .backTab): moveComposerFocus(by: -1)
    case (.data, _):
      if !composer.data.take(key) { moveComposerFocus(by: key.code == .up ? -1 : key.code == .down ? 1 : 0) }
    case (_, .up): moveComposerFocus(by: -1)
    case (_, .down), (_, .enter): moveComposerFocus(by: 1)
    case (.mode, .left), (.mode, .right), (.mode, .character(" ")):
      let modes = ContentMode.allCases
      let index = modes.firstIndex(of: composer.mode)!
      composer.mode = modes[(index + (key.code == .left ? modes.count - 1 : 1)) % modes.count]
    case (.mode, _): break
    case (.target, _): _ = composer.target.take(key)
    case (.attribute(let name), _): _ = composer.values[name]?.take(key)
    case (.extensionAttribute(let index), _):
      _ = composer.extensions[index].take(key)
      keepEmptyExtension()
    }
  }

  /// Takes a paste in the composer.
  mutating func composerPaste(_ text: String) {
    guard composer.section == .form else { return }
    guard text.utf8.count <= ComposerState.maximumData else {
      message = Message(
        .warning, "\(Shown.size(text.utf8.count)) are too much to paste here; send them with eventscope send."
      )
      return
    }
    composer.isWarned = false
    switch composer.focus {
    case .mode: break
    case .target: composer.target.insert(text)
    case .attribute(let name): composer.values[name]?.insert(text)
    case .extensionAttribute(let index):
      composer.extensions[index].insert(text)
      keepEmptyExtension()
    case .data: composer.data.insert(text)
    }
  }

  private mutating func keepEmptyExtension() {
    if composer.extensions.last?.text.isEmpty == false { composer.extensions.append(TextField()) }
  }

  private mutating func moveComposerFocus(by delta: Int) {
    let fields = composer.fields
    let index = fields.firstIndex(of: composer.focus) ?? 0
    composer.focus = fields[(index + delta + fields.count) % fields.count]
  }

  private mutating func scrollComposer(_ key: Key) {
    let page = max(1, Layout(self).body.height - 2)
    switch key.code {
    case .up: composer.top -= 1
    case .down: composer.top += 1
    case .pageUp: composer.top -= page
    case .pageDown, .character(" "): composer.top += page
    case .home: composer.top = 0
    case .tab: switchSection(by: 1)
    case .backTab: switchSection(by: -1)
    default: break
    }
    let lines = ComposerView(model: self, layout: Layout(self)).lineCount
    composer.top = max(0, min(composer.top, lines - page))
  }

  mutating func switchSection(by delta: Int) {
    let all = ComposerState.Section.allCases
    composer.section = all[(composer.section.rawValue + delta + all.count) % all.count]
    composer.top = 0
  }
}
