import CloudEvents
import InspectorCore

/// Bytes that leave the screen for a file, a clipboard or another program.
struct ExportedBytes: Sendable {
  /// What they are, in a few words: `data`, `3 events as NDJSON`.
  var what: String
  var bytes: [UInt8]
  /// How a file's name is proposed.
  var fileName: String
  /// How many secrets in them are masked.
  var masked = 0

  var fileExtension: String { fileName.split(separator: ".").last.map(String.init) ?? "txt" }
}

extension Model {
  /// What can be written of the screen.
  enum Exported {
    /// What the detail shows of this event: its data, or the whole message in the tabs of its bytes.
    case current
    /// The events that the list shows.
    case shown
  }

  /// How much leaves the screen at once, at most.
  static let mostExported = 64 << 20

  /// What a command means by "this".
  func exported(_ kind: Exported) -> ExportedBytes? {
    switch kind {
    case .current:
      guard let entry = selected else { return nil }
      let isWhole = focus == .detail && ["Raw", "Hex", "Headers"].contains(DetailTabs.all[detail.tab].title)
      return isWhole ? message(of: entry) : data(of: entry) ?? message(of: entry)
    case .shown: return shownEvents(as: NDJSONExporter())
    }
  }

  /// The data of an event, byte for byte.
  func data(of entry: Entry) -> ExportedBytes? {
    guard let data = entry.event?.data, !data.bytes.isEmpty else { return nil }
    let type = entry.event?.contentType
    let ending = type?.isJSON == true ? "json" : UTF8Validation.isValid(data.bytes) ? "txt" : "bin"
    return ExportedBytes(what: "data", bytes: data.bytes, fileName: "data-\(entry.sequence).\(ending)")
  }

  /// The whole message as it came, secrets masked unless they are kept or shown.
  func message(of entry: Entry) -> ExportedBytes {
    let (bytes, _, secrets) = entry.message(revealingSecrets: revealsSecrets(of: entry))
    return ExportedBytes(
      what: entry.headLength == 0 ? "line" : "HTTP message", bytes: bytes,
      fileName: "message-\(entry.sequence).\(entry.headLength == 0 ? "json" : "http")", masked: secrets)
  }

  /// Whether the secrets of an entry leave the screen as they came: where all are kept, or its own are on the screen.
  private func revealsSecrets(of entry: Entry) -> Bool {
    keepsSecrets || detail.revealsSecrets && entry.number == list.cursor
  }

  /// An event as an exporter writes it.
  func exported(_ entry: Entry, as exporter: any Exporter) -> ExportedBytes? {
    exporter.document([exportedMessage(entry)]).map {
      ExportedBytes(
        what: exporter.title, bytes: $0, fileName: "event-\(entry.sequence).\(exporter.fileExtension)",
        masked: ["json", "ndjson"].contains(exporter.name) || revealsSecrets(of: entry)
          ? 0 : entry.masked.secrets)
    }
  }

  /// All events of the list as an exporter writes them, as many as fit.
  func shownEvents(as exporter: any Exporter) -> ExportedBytes? {
    var items: [[UInt8]] = []
    var size = 0
    for index in 0..<rows.count {
      guard let entry = shown.entry(rows.number(at: index)), let item = exporter.item(exportedMessage(entry))
      else {
        continue
      }
      size += item.count
      if size > Self.mostExported { break }
      items.append(item)
    }
    guard !items.isEmpty else { return nil }
    let bytes = exporter.start + items.joined(separator: exporter.separator) + exporter.end
    return ExportedBytes(
      what: "\(Shown.plural(items.count, "event")) as \(exporter.name)", bytes: bytes,
      fileName: "events.\(exporter.fileExtension)")
  }

  private func exportedMessage(_ entry: Entry) -> ExportedMessage {
    let standard = Address.http(host: "localhost", port: 8080, target: "/", isTLS: false, userinfo: nil)
    let target = (try? Address(composer.target.text)) ?? standard
    return ExportedMessage(entry, to: target, keepSecrets: revealsSecrets(of: entry))
  }

  // MARK: Where it goes

  /// Writes something to a file.
  mutating func save(_ exported: ExportedBytes?, to path: String) -> [Effect] {
    guard let exported else { return sayNothing() }
    let path = path.hasPrefix("~/") ? homeDirectory + path.dropFirst() : path
    guard !path.isEmpty else { return [] }
    savedFiles.removeAll { $0 == path }
    savedFiles.append(path)
    return [.save(SaveRequest(path: path, bytes: exported.bytes, what: exported.what, overwrites: false))]
  }

  /// A file of that name is there: asks whether it is to be written over.
  mutating func askToOverwrite(_ request: SaveRequest) {
    var request = request
    request.overwrites = true
    let overwrite = Menu.Item("Write over it") { [request] _ in [.save(request)] }
    open(Menu(title: "\(request.path) is there already", items: [.cancel, overwrite]))
  }

  /// Says why a file could not be written; its name comes back where it is asked for again.
  mutating func cannotSave(_ request: SaveRequest, _ reason: String) {
    if request.what != "template" { unfinished["Save to"] = request.path }
    message = Message(.error, "\(request.path) cannot be written: \(reason).")
  }

  /// Gives the event under the cursor to a command.
  mutating func pipe(to command: String) -> [Effect] {
    guard let exported = exported(.current) else { return sayNothing() }
    if !commandHistory.contains(command) { commandHistory.append(command) }
    return [.pipe(exported.bytes, command: command)]
  }

  mutating func sayNothing() -> [Effect] {
    message = Message(.warning, "There is nothing here to write.")
    return []
  }

  /// Sends bytes to the clipboard, and says so.
  mutating func copy(_ exported: ExportedBytes?) -> [Effect] {
    guard let exported, !exported.bytes.isEmpty else {
      message = Message(
        .warning, selected == nil ? "There is nothing to copy yet." : "This entry has none to copy.")
      return []
    }
    let masked = exported.masked > 0 ? " · \(Shown.plural(exported.masked, "secret")) masked" : ""
    // There is no answer to it, so nobody knows whether it was taken.
    message = Message(
      .ok,
      "Sent the \(exported.what), \(Shown.size(exported.bytes.count)), to the terminal's clipboard (OSC 52)\(masked)."
    )
    return [.copy(exported.bytes)]
  }
}
