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
    if composer.isRestored {
      composer.isRestored = false
      message = Message(.info, "This is the draft that the last session left.")
    }
  }

  /// Keeps what is in the form before something else is put into it.
  mutating func keepForm() { composer.replaced = ComposerDraft(composer) }

  /// Brings back what was in the form before it was filled, and again what it was filled with.
  mutating func undoFormFill() {
    guard let replaced = composer.replaced else { return }
    keepForm()
    composer.fill(from: replaced)
    message = Message(.ok, "The form is as it was; \(formUndoKey) goes back again.")
  }

  var formUndoKey: String { key(.undo, in: .composer) }

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
    keepForm()
    composer.fill(from: event, mode: entry.mode == .batched ? .structured : entry.mode)
    let format = entry.format.flatMap { MediaType($0) }.flatMap { live.formats.format(for: $0)?.format }
    if let format { composer.format = format.name }
    composer.uuid = random.uuid()
    openComposer()
  }

  /// Why nothing can be sent there without asking: the host, where it is another machine's and was not asked about.
  private func foreignHost(of address: Address) -> String? {
    guard case .http(let host, _, _, _, _) = address,
      !["localhost", "127.0.0.1", "::1"].contains(host), !host.hasPrefix("127."),
      !trustedTargets.contains(host)
    else { return nil }
    return host
  }

  /// Asks once before something goes to another machine.
  private mutating func confirm(_ host: String, _ send: @escaping @Sendable (inout Model) -> [Effect]) {
    let item = Menu.Item("Send it") { model in
      model.trustedTargets.insert(host)
      return send(&model)
    }
    open(Menu(title: "Send to \(host)?", items: [.cancel, item]))
  }

  /// Sends what the composer holds; asks once where it breaks a rule.
  mutating func submitComposer() -> [Effect] {
    if composer.section == .history, composer.history.indices.contains(composer.historyCursor) {
      keepForm()
      composer.fill(from: composer.history[composer.historyCursor].draft)
    }
    guard composer.pending == nil else {
      message = Message(.info, "Still waiting for the answer to the last one.")
      return []
    }
    let problems = composer.problems(now: now)
    let address: Address
    let encoded: HTTPMessage
    do {
      address = try Address(composer.target.text)
      encoded = try composer.message(now: now, formats: live.formats)
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
    if let host = foreignHost(of: address) {
      confirm(host) { $0.submitComposer() }
      return []
    }
    let label = composer.event(now: now).type
    let draft = ComposerDraft(composer)
    let effect = send(encoded, to: address, label: label)
    composer.pending = sendCount
    composer.remember(
      ComposerState.SentItem(
        id: sendCount, time: now, label: label, target: address.description, draft: draft))
    composer.outcome = nil
    composer.section = .response
    composer.top = 0
    composer.sequence += 1
    composer.isWarned = false
    message = Message(.info, "Sending \(label) to \(address) …")
    return [effect]
  }

  /// Where an entry goes again: where it was sent, or came in; the composer's target where nothing is listened on.
  private func resendAddress(of entry: Entry) -> String {
    // An address whose secrets were masked leads nowhere.
    if entry.isSent, !entry.peer.contains(Secrets.mask) { return entry.peer }
    let isUnix = [.unix, .ndjson].contains(entry.transport)
    let scheme = isUnix ? "unix:" : entry.transport == .https ? "https:" : "http:"
    let candidates = addresses.filter { $0.hasPrefix(scheme) }
    // Of several the one whose port the request names.
    let host = entry.fields.first { $0.name.lowercased() == "host" }?.value ?? ""
    let port = host.lastIndex(of: ":").map { host[$0...] } ?? ":80"
    return candidates.first { $0.hasSuffix(port) } ?? candidates.first ?? addresses.first
      ?? composer.target.text
  }

  /// Sends the selected entry's bytes again, as they came, to where they came in or were sent; asks once before anything
  /// goes to another place than this listener.
  mutating func resend() -> [Effect] {
    guard let entry = selected else { return [] }
    let (method, target) = entry.requestLine
    guard entry.headLength == 0 || method == "POST" || method == "PUT" else {
      message = Message(.warning, "Only POST and PUT carry events; this was \(method).")
      return []
    }
    let shown = resendAddress(of: entry)
    guard let place = try? Address(shown) else {
      message = Message(.error, "\(shown) is no address that anything can be sent to.")
      return []
    }
    let address = place.withTarget(of: target)
    // As it came where that is no text, which an address cannot have.
    let bytes = entry.targetBytes
    let own = address != place && !UTF8Validation.isValid(bytes) ? bytes : nil
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
    sendCount += 1
    sending[sendCount] = Sending(what: "\(label) → \(address)", withheld: encoded.withheld)
    let request = SendRequest(
      id: sendCount, address: address, method: method == "PUT" ? "PUT" : "POST", fields: encoded.fields,
      body: encoded.body, target: own, label: label)
    return [.send(request)]
  }

  /// An entry's bytes as a message for an address, and how many of its headers do not go with it because they are
  /// secret; `nil` where they cannot be one.
  private func resent(
    _ entry: Entry, to address: Address
  ) -> (fields: [HeaderLine], body: [UInt8], withheld: Int)? {
    let isLine = if case .unixNDJSON = address { true } else { false }
    if entry.headLength == 0 {
      return (isLine ? [] : [HeaderLine("Content-Type", JSONEventFormat().mediaType)], entry.bytes, 0)
    }
    if isLine {
      return entry.event.map { ([], JSONEventFormat().encodeLine($0), 0) }
    }
    let ofTheConnection = [
      "host", "content-length", "connection", "transfer-encoding", "expect", "keep-alive", "te", "trailer",
      "upgrade",
    ]
    var withheld = 0
    // Credentials were meant for this listener, not for whoever gets the event next.
    let fields = entry.rawFields.compactMap { name, value -> HeaderLine? in
      let name = String(decoding: name, as: UTF8.self)
      if ofTheConnection.contains(name.lowercased()) { return nil }
      if !keepsSecrets, Secrets.isSecretHeader(name) {
        withheld += 1
        return nil
      }
      return HeaderLine(
        name, bytes: keepsSecrets ? value : Secrets.maskedHeader(name: name, value: value))
    }
    return (fields, entry.bodyBytes, withheld)
  }

  private mutating func send(
    _ encoded: HTTPMessage, to address: Address, label: String, method: String = "POST"
  ) -> Effect {
    sendCount += 1
    sending[sendCount] = Sending(what: "\(label) → \(address)")
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
    let sent = sending.removeValue(forKey: id)
    let what = sent?.what ?? "Sent"
    let withheld = sent?.withheld ?? 0
    let note = withheld > 0 ? " · sent without \(Shown.plural(withheld, "secret header"))" : ""
    if let index = composer.history.firstIndex(where: { $0.id == id }) {
      composer.history[index].take(outcome)
    }
    switch outcome {
    case .answered(let status, let reason, _, _, let duration):
      let answer = status == 0 ? "taken" : "\(status) \(reason)"
      message = Message(
        outcome.problem == nil ? .ok : .error, "\(what) · \(answer) · \(Shown.duration(duration))\(note)")
    case .failed(let reason):
      message = Message(.error, reason)
    }
  }

  // MARK: Many

  /// Sends the form many times, or the scenario.
  mutating func sendSeries(_ steps: [SendSeries.Step], count: Int) -> [Effect] {
    let address: Address
    do {
      address = try Address(composer.target.text)
    } catch {
      message = Message(.error, String(describing: error))
      return []
    }
    if let host = foreignHost(of: address) {
      confirm(host) { $0.sendSeries(steps, count: count) }
      return []
    }
    sendCount += 1
    let series = SendSeries(id: sendCount, address: address, steps: steps, count: count, seed: random.next())
    self.series = SeriesProgress(id: sendCount, count: count)
    composer.outcome = nil
    composer.sequence += count
    return [.sendSeries(series)]
  }

  /// Shows how far a series has come.
  mutating func progressed(_ progress: SeriesProgress) {
    guard series?.id == progress.id else { return }
    series = progress.isOver ? nil : progress.withoutAnswers
    for answer in progress.answers {
      var item = ComposerState.SentItem(
        id: progress.id, time: answer.time, label: answer.label, target: answer.target, draft: answer.draft)
      item.take(answer.outcome)
      composer.remember(item)
      composer.outcome = answer.outcome
    }
    guard progress.isOver else { return }
    let done = progress.sent + progress.failed
    let failed =
      progress.failed > 0 ? " · \(Shown.count(progress.failed)) failed: \(progress.problem ?? "")" : ""
    let stopped = done < progress.count ? "Stopped: " : ""
    message = Message(
      progress.failed > 0 ? .error : .ok,
      "\(stopped)\(Shown.count(progress.sent)) of \(Shown.count(progress.count)) sent\(failed)")
  }

  // MARK: Elsewhere

  /// Has the field with the cursor edited in the user's editor.
  mutating func editField() -> [Effect] {
    let field = composer.section == .headers ? nil : composer.focus
    composer.editing = field
    let text = field.map { composer.text(of: $0) } ?? composer.headers.text
    let type = composer.values[.datacontenttype]?.text ?? ""
    let ending =
      field == .data ? (type.contains("json") ? "json" : type.contains("xml") ? "xml" : "txt") : "txt"
    return [.edit(text, fileExtension: ending)]
  }

  /// Takes what an editor has made of a field.
  mutating func edited(_ text: String) {
    if filter.isEditing { return editedFilter(text) }
    if let field = composer.editing {
      // Editors end the last line; data keeps what it had there.
      let keepsBreak = field == .data && composer.data.text.hasSuffix("\n")
      composer.set(field, to: text.hasSuffix("\n") && !keepsBreak ? String(text.dropLast()) : text)
    } else {
      composer.headers = TextArea(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
    composer.editing = nil
  }

  /// Takes a key in the composer that is no command.
  mutating func composerKey(_ key: Key) {
    switch composer.section {
    case .form: break
    case .headers:
      composer.isWarned = false
      if key.code == .tab || key.code == .backTab {
        switchSection(by: key.code == .tab ? 1 : -1)
      } else {
        _ = composer.headers.take(key)
      }
      return
    case .history: return historyKey(key)
    case .preview, .response: return scrollComposer(key)
    }
    composer.isWarned = false
    switch (composer.focus, key.code) {
    case (_, .tab): if !complete() { moveComposerFocus(by: 1) }
    case (_, .backTab): moveComposerFocus(by: -1)
    case (.data, _):
      if !composer.data.take(key) { moveComposerFocus(by: key.code == .up ? -1 : key.code == .down ? 1 : 0) }
    case (_, .up): moveComposerFocus(by: -1)
    case (_, .down), (_, .enter): moveComposerFocus(by: 1)
    case (.mode, .left), (.mode, .right), (.mode, .character(" ")):
      let modes = ContentMode.allCases
      let index = modes.firstIndex(of: composer.mode)!
      composer.mode = modes[(index + (key.code == .left ? modes.count - 1 : 1)) % modes.count]
      // Not each format has a batch.
      composer.changeFormat(by: 0, of: live.formats)
    case (.format, .left), (.format, .right), (.format, .character(" ")):
      composer.changeFormat(by: key.code == .left ? -1 : 1, of: live.formats)
    case (.mode, _), (.format, _): goToSection(key)
    case (.target, _): _ = composer.target.take(key)
    case (.attribute(let name), _): _ = composer.values[name]?.take(key)
    case (.extensionAttribute(let index), _):
      _ = composer.extensions[index].take(key)
      keepEmptyExtension()
    }
  }

  /// Writes the next of what could stand in the field; whether there was any.
  private mutating func complete() -> Bool {
    let field = composer.focus
    if composer.completions.contains(composer.text(of: field)), composer.completions.count > 1 {
      composer.completion = (composer.completion + 1) % composer.completions.count
    } else {
      // An empty field is passed by: Tab goes through the form.
      guard !composer.text(of: field).isEmpty else { return false }
      composer.completions = ComposerCompletion.candidates(for: field, in: self).list
      composer.completion = 0
    }
    guard composer.completions.indices.contains(composer.completion) else { return false }
    composer.set(field, to: composer.completions[composer.completion])
    return true
  }

  private mutating func historyKey(_ key: Key) {
    let last = max(0, composer.history.count - 1)
    switch key.code {
    case .up, .character("k"): composer.historyCursor = max(0, composer.historyCursor - 1)
    case .down, .character("j"): composer.historyCursor = min(last, composer.historyCursor + 1)
    case .enter:
      guard composer.history.indices.contains(composer.historyCursor) else { return }
      keepForm()
      composer.fill(from: composer.history[composer.historyCursor].draft)
      message = Message(.info, "The form is as it was sent then; \(formUndoKey) brings back what was in it.")
    case .tab: switchSection(by: 1)
    case .backTab: switchSection(by: -1)
    default: goToSection(key)
    }
  }

  /// What a paste could be made into: a form from a curl command or a JSON event.
  private func pastedForm(_ text: String) -> (what: String, fill: @Sendable (inout Model) -> Void)? {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.hasPrefix("curl "), let curl = CurlText(String(trimmed)) {
      return (
        "curl command",
        { model in
          if let carried = curl.event() {
            model.composer.fill(
              from: carried.event, mode: carried.mode == .batched ? .structured : carried.mode)
            if let id = carried.event[.id] { model.composer.values[.id] = TextField(id.canonicalString) }
            if let time = carried.event[.time] {
              model.composer.values[.time] = TextField(time.canonicalString)
            }
          } else {
            model.composer.data = TextArea(String(decoding: curl.body, as: UTF8.self))
          }
          model.composer.target = TextField(curl.url)
          model.composer.headers = TextArea(
            curl.otherHeaders.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))
        }
      )
    }
    guard trimmed.first == "{", trimmed.contains("specversion"),
      Array(trimmed.utf8).withUnsafeBytes({ JSONScanner.isValid($0) })
    else { return nil }
    let bytes = Array(trimmed.utf8)
    return (
      "JSON event",
      { model in
        let decoded = JSONEventFormat().decode(bytes)
        let event = bytes.withUnsafeBytes { decoded.event(in: $0) }
        model.composer.fill(from: event, mode: nil)
        for name in [AttributeName.id, .time] {
          if let value = event[name] { model.composer.values[name] = TextField(value.canonicalString) }
        }
      }
    )
  }

  /// Takes a paste in the composer.
  mutating func composerPaste(_ text: String) {
    if composer.section == .headers { return composer.headers.insert(text) }
    guard composer.section == .form else { return }
    if text.utf8.count <= ComposerState.maximumData, let form = pastedForm(text) {
      let fill = Menu.Item("Fill the form with it") { model in
        model.keepForm()
        form.fill(&model)
        model.message = Message(
          .ok, "The form is filled from the \(form.what); \(model.formUndoKey) brings back what was in it.")
        return []
      }
      let paste = Menu.Item("Paste it as text") { model in
        model.insertPaste(text)
        return []
      }
      open(Menu(title: "This is a \(form.what)", items: [fill, paste, .cancel]))
      return
    }
    insertPaste(text)
  }

  private mutating func insertPaste(_ text: String) {
    guard text.utf8.count <= ComposerState.maximumData else {
      message = Message(
        .warning, "\(Shown.size(text.utf8.count)) are too much to paste here; send them with eventscope send."
      )
      return
    }
    composer.isWarned = false
    switch composer.focus {
    case .mode, .format: break
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
    default: goToSection(key)
    }
    let lines = ComposerView(model: self, layout: Layout(self)).lineCount
    composer.top = max(0, min(composer.top, lines - page))
  }

  /// Goes to the tab of a digit, where no field takes it as text.
  private mutating func goToSection(_ key: Key) {
    guard case .character(let character) = key.code, let number = character.wholeNumberValue,
      let section = ComposerState.Section(rawValue: number - 1)
    else { return }
    composer.section = section
    composer.top = 0
  }

  mutating func switchSection(by delta: Int) {
    let all = ComposerState.Section.allCases
    composer.section = all[(composer.section.rawValue + delta + all.count) % all.count]
    composer.top = 0
  }
}
