import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Writes the entries of a file in another form, one after the other.
struct RecordingConverter {
  private let form: ConvertForm
  /// The event format of structured requests.
  private let format: any EventFormat
  private let destination: SendTarget
  private let url: String
  private let output: BufferedOutput
  private var archive = HARLog()
  /// How many have been written.
  private var count: UInt64 = 0
  /// How many records had no valid event to be written.
  private(set) var leftOut = 0

  /// - Parameter url: where requests go to.
  init(
    form: ConvertForm, format: any EventFormat, url: String, output: BufferedOutput
  ) throws(Failure) {
    self.form = form
    self.format = format
    self.url = url
    self.output = output
    destination = try SendTarget(url)
  }

  /// Writes what stands before the first entry.
  func begin() {
    switch form {
    case .batch: output.put("[".utf8)
    case .har: output.put(HARLog.start)
    default: break
    }
  }

  /// Writes what stands after the last one.
  func end() {
    switch form {
    case .batch: output.put("]\n".utf8)
    case .har: output.put(HARLog.end)
    default: break
    }
    output.flush()
  }

  /// Writes an entry, or counts it as left out.
  mutating func put(_ entry: RecordedEntry, of item: RecordingItem) throws(Failure) {
    if form == .records { return putRecord(entry, of: item) }
    if form == .har, entry.isRecord, entry.method != nil {
      if let request = archive.entry(for: entry) { putElement(request) }
      return
    }
    guard entry.isValid, let event = entry.event else {
      leftOut += 1
      return
    }
    switch form {
    case .ndjson:
      output.putJSON(JSONEventFormat().encodeLine(event))
    case .batch:
      putElement(JSONEventFormat().encodeLine(event))
    case .yaml:
      output.putForeign(YAMLText.document(JSONEventFormat().encodeLine(event)))
    case .httpBinary, .httpStructured:
      let message = try message(event, mode: form == .httpBinary ? .binary : .structured, of: item)
      output.putForeign(message.requestBytes(target: destination.target, host: destination.host))
    case .curl:
      let mode: ContentMode = entry.mode == .binary ? .binary : .structured
      let message = try message(event, mode: mode, of: item)
      let command = CurlCommand.text(target: url, fields: message.fields, body: message.body)
      output.putForeign(Array((command + "\n").utf8))
    case .har:
      let message = try message(event, mode: .structured, of: item)
      putElement(HARLog.entry(for: message, url: url, at: entry.received.delivery.received))
    case .records:
      break
    }
  }

  /// A record as it stands; an event on its own as the record of a line.
  private mutating func putRecord(_ entry: RecordedEntry, of item: RecordingItem) {
    count += 1
    if entry.isRecord { return output.putJSON(item.bytes) }
    var received = entry.received
    received.firstNumber = count
    for var record in received.records() {
      // A bare body was answered by nobody, and stands on its batch's first member only.
      if record.status == 0 { record.status = nil }
      if let batch = entry.batch, batch.index > 0 { record.body = nil }
      output.putJSON(record.line)
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
