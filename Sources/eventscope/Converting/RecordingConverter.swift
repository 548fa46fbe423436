import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Writes the entries of a file in another form, one after the other.
struct RecordingConverter {
  private let form: ConvertForm
  /// The event format of structured requests.
  private let format: any EventFormat
  private let destination: SendTarget
  private let keepSecrets: Bool
  private let output: BufferedOutput
  private var requests: RecordedRequests
  private var hasBegun = false
  /// How many have been written.
  private var count: UInt64 = 0
  /// How many records had no valid event to be written.
  private(set) var leftOut = 0

  /// - Parameters:
  ///   - destination: where requests go to.
  ///   - keepSecrets: whether secrets are written as they are, and not masked.
  init(
    form: ConvertForm, format: any EventFormat, to destination: SendTarget, keepSecrets: Bool,
    output: BufferedOutput
  ) {
    self.form = form
    self.format = format
    self.destination = destination
    self.keepSecrets = keepSecrets
    self.output = output
    requests = RecordedRequests(keepSecrets: keepSecrets)
  }

  /// Writes what stands before the first entry, once it is known that the input can be read.
  private mutating func begin() {
    if hasBegun { return }
    hasBegun = true
    switch form {
    case .batch: output.put("[".utf8)
    case .export(let exporter): output.putForeign(exporter.start)
    default: break
    }
  }

  /// Writes what stands after the last one.
  mutating func end() {
    begin()
    switch form {
    case .batch: output.put("]\n".utf8)
    case .export(let exporter): output.putForeign(exporter.end)
    default: break
    }
    output.flush()
  }

  /// Writes an entry, or counts it as left out.
  mutating func put(_ entry: RecordedEntry, of item: RecordingItem) throws(Failure) {
    begin()
    if form == .records { return putRecord(entry, of: item) }
    // An archive has what was refused, too.
    if case .export(let exporter as HARExporter) = form, entry.isRecord, entry.method != nil {
      if let request = requests.message(of: entry) { put(request, as: exporter) }
      return
    }
    guard entry.isValid, let event = entry.event else {
      leftOut += 1
      return
    }
    switch form {
    case .batch:
      putElement(JSONEventFormat().encodeLine(event))
    case .yaml:
      output.putForeign(YAMLText.document(JSONEventFormat().encodeLine(event)))
    case .httpBinary, .httpStructured:
      let message = try message(event, mode: form == .httpBinary ? .binary : .structured, of: item)
      output.putForeign(destination.request(message, keepSecrets: keepSecrets))
    case .export(let exporter):
      let mode: ContentMode = entry.mode == .binary ? .binary : .structured
      let message = try message(event, mode: mode, of: item)
      let fields = message.fields.map { ($0.name, Array($0.value.utf8)) }
      put(
        ExportedMessage(
          url: destination.url(keepSecrets: keepSecrets),
          fields: destination.shown(fields, keepSecrets: keepSecrets), body: message.body, event: event,
          received: entry.received.delivery.received),
        as: exporter)
    case .records:
      break
    }
  }

  /// A record as it stands, but for its secrets; an event on its own as the record of a line.
  private mutating func putRecord(_ entry: RecordedEntry, of item: RecordingItem) {
    count += 1
    if entry.isRecord { return output.putJSON(keepSecrets ? item.bytes : MaskedRecord(item.bytes).line) }
    var received = entry.received
    received.firstNumber = count
    for var record in received.records() {
      // A bare body was answered by nobody, and stands on its batch's first member only.
      if record.status == 0 { record.status = nil }
      if let batch = entry.batch, batch.index > 0 { record.body = nil }
      output.putJSON(record.line)
    }
  }

  private mutating func put(_ message: ExportedMessage, as exporter: any Exporter) {
    guard let bytes = exporter.item(message) else {
      leftOut += 1
      return
    }
    if count > 0 { output.putForeign(exporter.separator) }
    count += 1
    if exporter.isJSON, StandardOutput.isTerminal {
      output.put(TerminalJSON.escaped(bytes))
    } else {
      output.putForeign(bytes)
    }
  }

  /// An element of an array, on a line of its own.
  private mutating func putElement(_ json: [UInt8]) {
    if count > 0 { output.put(",\n".utf8) }
    count += 1
    output.put(StandardOutput.isTerminal ? TerminalJSON.escaped(json) : json)
  }

  private func message(
    _ event: CloudEvent, mode: ContentMode, of item: RecordingItem
  ) throws(Failure) -> HTTPMessage {
    do {
      return try HTTPBinding().encode([event], mode: mode, format: format)
    } catch {
      throw Failure(.data, "\(item.place): \(error)")
    }
  }
}
