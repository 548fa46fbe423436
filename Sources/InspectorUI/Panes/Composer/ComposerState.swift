import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// An event that is being written: the form, and what came back.
public struct ComposerState: Sendable, Equatable {
  /// The tabs of the composer.
  enum Section: Int, Sendable, CaseIterable {
    case form, headers, preview, response, history

    var title: String {
      switch self {
      case .form: "Event"
      case .headers: "Headers"
      case .history: "History"
      case .preview: "Preview"
      case .response: "Response"
      }
    }
  }

  /// The fields of the form, from top to bottom; extensions are numbered.
  enum FormField: Sendable, Hashable {
    case mode, format, target
    case attribute(AttributeName)
    case extensionAttribute(Int)
    case data
  }

  /// The attributes that have a line of their own.
  static let attributes: [AttributeName] = [
    .type, .source, .id, .time, .subject, .datacontenttype, .dataschema,
  ]

  var section = Section.form
  var focus = FormField.attribute(.type)
  var mode = ContentMode.binary
  /// The name of the event format of structured and batched mode.
  var format = JSONEventFormat().name
  var target: TextField
  var values: [AttributeName: TextField]
  /// `name=value`; the last one is empty, to write the next one in.
  var extensions = [TextField()]
  var data = TextArea()
  /// Header fields beside those of the event: `Name: value` a line.
  var headers = TextArea()
  /// What `{env:NAME}` stands for.
  var environment: [String: String] = [:]
  /// What was sent, the newest first.
  var history: [SentItem] = []
  /// Which of them the cursor is on.
  var historyCursor = 0
  /// What the scenario has so far: forms, and how long each waits after the one before.
  var scenario: [ScenarioStep] = []
  /// Which of its steps the form was filled from, to be put back there.
  var openStep: Int?
  /// The steps that were taken out, the last one last.
  var removedSteps: [RemovedStep] = []
  /// What Tab has offered for the field, and which one stands in it.
  var completions: [String] = []
  var completion = 0
  /// What was in the form before it was filled from something.
  var replaced: ComposerDraft?
  /// Whether the form is that of the last session, and nobody was told yet.
  var isRestored = false
  /// The field that is being edited elsewhere.
  var editing: FormField?
  /// The first line of the form, preview or response that is shown.
  var top = 0
  /// What the placeholders stand for until the event is sent.
  var uuid = ""
  var sequence = 1
  /// Whether the user was told what is wrong, and may send it all the same.
  var isWarned = false
  /// What was sent last, and what came back.
  var pending: Int?
  var outcome: SendOutcome?

  init(target: String) {
    self.target = TextField(target)
    values = [:]
    for name in Self.attributes { values[name] = TextField() }
    values[.source] = TextField("/eventscope")
    values[.id] = TextField("{uuid}")
    values[.time] = TextField("{now}")
    values[.datacontenttype] = TextField("application/json")
    values[.type] = TextField("com.example.hello")
    data = TextArea("{\"hello\": \"world\"}")
  }

  /// Something that was sent from here.
  struct SentItem: Sendable, Equatable {
    var id: Int
    var time: WallTime
    var label: String
    var target: String
    /// The answer in a few words; `nil` until there is one.
    var answer: String?
    var isGood = false
    /// The form as it was.
    var draft: ComposerDraft

    /// Writes down what came of it.
    mutating func take(_ outcome: SendOutcome) {
      switch outcome {
      case .answered(let status, let reason, _, _, let duration):
        answer = "\(status == 0 ? "taken" : "\(status) \(reason)") · \(Shown.duration(duration))"
      case .failed(let reason): answer = reason
      }
      isGood = outcome.problem == nil
    }
  }

  /// Puts something that was sent at the head of the history.
  mutating func remember(_ item: SentItem) {
    history.insert(item, at: 0)
    if history.count > Self.historyCapacity { history.removeLast() }
  }

  /// A form of a scenario, and how long it waits after the one before.
  struct ScenarioStep: Sendable, Equatable {
    var draft: ComposerDraft
    var gap: Duration
  }

  /// A step that was taken out, and where it stood.
  struct RemovedStep: Sendable, Equatable {
    var index: Int
    var step: ScenarioStep
  }

  /// How many sent messages are remembered.
  static let historyCapacity = 100

  /// The fields in order.
  var fields: [FormField] {
    [.mode] + (mode == .binary ? [] : [.format]) + [.target] + Self.attributes.map { .attribute($0) }
      + extensions.indices.map { .extensionAttribute($0) } + [.data]
  }

  /// Puts a copy of an event into the form, with a new id and time proposed.
  mutating func fill(from event: CloudEvent, mode: ContentMode?) {
    section = .form
    openStep = nil
    for name in Self.attributes { values[name] = TextField(event[name]?.canonicalString ?? "") }
    values[.id] = TextField("{uuid}")
    if event[.time] != nil { values[.time] = TextField("{now}") }
    extensions = event.extensions.map { name, value in
      let kind: String =
        switch value {
        case .integer: ":integer"
        case .boolean: ":boolean"
        default: ""
        }
      return TextField("\(name)\(kind)=\(value.canonicalString)")
    }
    extensions.append(TextField())
    if let data = event.data {
      self.data = TextArea(
        UTF8Validation.isValid(data.bytes)
          ? String(decoding: data.bytes, as: UTF8.self) : "{base64}" + Base64.encode(data.bytes))
    } else {
      data = TextArea()
    }
    if let mode { self.mode = mode }
    isWarned = false
    pending = nil
    outcome = nil
  }

  /// Bytes of data that can be edited comfortably.
  static let maximumData = 256 << 10

  /// The event that the form stands for, placeholders filled in.
  func event(now: WallTime) -> CloudEvent {
    var event = CloudEvent()
    event[.specversion] = .string("1.0")
    for name in Self.attributes {
      let text = resolved(values[name]?.text ?? "", now: now)
      if !text.isEmpty { event.set(name, text: text) }
    }
    for field in extensions {
      guard let (name, kind, value) = Self.parseExtension(field.text) else { continue }
      event[name] = AttributeValue(resolved(value, now: now), as: kind) ?? .string(resolved(value, now: now))
    }
    if !data.isEmpty {
      event.data = EventData(
        bytes: dataBytes(now: now), contentType: event.datacontenttype.flatMap { MediaType($0) })
    }
    return event
  }

  /// The data: what is typed, or after `{base64}` the bytes that the rest stands for.
  private func dataBytes(now: WallTime) -> [UInt8] {
    let text = data.text
    if text.hasPrefix("{base64}"), let bytes = Base64.decode(String(text.dropFirst("{base64}".count))) {
      return bytes
    }
    return Array(resolved(text, now: now).utf8)
  }

  /// What the placeholders stand for.
  func placeholders(now: WallTime) -> Placeholders {
    Placeholders(uuid: uuid, now: now, sequence: sequence, environment: environment)
  }

  /// A text with its placeholders filled in.
  func resolved(_ text: String, now: WallTime) -> String { placeholders(now: now).filled(text) }

  /// The fields beside those of the event; a line that is none is left out.
  func otherFields(now: WallTime) -> [(name: String, value: String)] {
    headers.lines.compactMap { Self.parseHeader(resolved($0, now: now)) }
  }

  /// `Name: value`; `nil` where that cannot be a header.
  static func parseHeader(_ line: String) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let name = String(line[..<colon])
    let value = String(line[line.index(after: colon)...].drop { $0 == " " })
    let isName =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
          || "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    return isName && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 } ? (name, value) : nil
  }

  /// `name=value` or `name:integer=5`.
  static func parseExtension(_ text: String) -> (AttributeName, AttributeValue.Kind, String)? {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
    let left = text[..<equals].split(separator: ":", maxSplits: 1)
    let kind =
      left.count == 2
      ? AttributeValue.Kind.allCases.first { $0.rawValue.lowercased() == left[1].lowercased() } : .string
    return (
      AttributeName(unchecked: left[0].trimmingSpaces), kind ?? .string,
      String(text[text.index(after: equals)...])
    )
  }

  /// What is wrong with the form, by field: nothing of it keeps anybody from sending.
  func problems(now: WallTime) -> [(field: FormField, text: String)] {
    var problems: [(FormField, String)] = []
    do throws(AddressError) {
      _ = try Address(target.text)
    } catch {
      problems.append((.target, error.reason))
    }
    // First, because braces are rarely meant as such, and are often wrong where they stand.
    for (field, text) in texts {
      for name in placeholders(now: now).unknown(in: text) {
        problems.append(
          (
            field,
            "{\(name)} is no placeholder: {uuid}, {now}, {seq} and {env:NAME} are; it is sent as it stands."
          ))
      }
    }
    let event = event(now: now)
    for violation in event.violations() {
      guard case .attribute(let name) = violation.location else { continue }
      let attribute = AttributeName(unchecked: name)
      if Self.attributes.contains(attribute) {
        problems.append((.attribute(attribute), violation.message))
      } else if let index = extensions.firstIndex(where: { Self.parseExtension($0.text)?.0 == attribute }) {
        problems.append((.extensionAttribute(index), violation.message))
      }
    }
    for (index, field) in extensions.enumerated()
    where !field.text.isEmpty && Self.parseExtension(field.text) == nil {
      problems.append((.extensionAttribute(index), "An extension is written name=value."))
    }
    for (index, line) in headers.lines.enumerated()
    where !line.isEmpty && Self.parseHeader(resolved(line, now: now)) == nil {
      problems.append((.mode, "Headers, line \(index + 1): a header is written Name: value."))
    }
    let everything = values.values.map(\.text) + extensions.map(\.text) + headers.lines
    for name in everything.flatMap({ placeholders(now: now).missing(in: $0) }) {
      problems.append((.mode, "The environment variable \(name) is not set."))
    }
    if let error = dataError(now: now, of: event) {
      problems.append((.data, "JSON, line \(error.line), column \(error.column): \(error.text)."))
    }
    return problems
  }

  /// Where the data is not the JSON that it is declared as; line and column from 1, the column in bytes.
  func dataError(now: WallTime) -> (line: Int, column: Int, text: String)? {
    dataError(now: now, of: event(now: now))
  }

  private func dataError(now: WallTime, of event: CloudEvent) -> (line: Int, column: Int, text: String)? {
    guard !data.isEmpty, event.contentType?.isJSON == true else { return nil }
    return dataBytes(now: now).withUnsafeBytes { bytes in
      guard let error = JSONScanner.error(in: bytes) else { return nil }
      let (line, column) = error.position(in: bytes)
      return (line, column, String(describing: error))
    }
  }

  /// The texts in which placeholders are filled in, with their fields; the data, which may hold any braces, is not among
  /// them.
  private var texts: [(field: FormField, text: String)] {
    var texts: [(field: FormField, text: String)] = []
    for name in Self.attributes { texts.append((.attribute(name), values[name]?.text ?? "")) }
    for (index, field) in extensions.enumerated() { texts.append((.extensionAttribute(index), field.text)) }
    for line in headers.lines { texts.append((.mode, line)) }
    return texts
  }

  /// The message that would be sent.
  ///
  /// - Parameter formats: those that are known here.
  func message(now: WallTime, formats: EventFormats) throws(MessageEncodingError) -> HTTPMessage {
    if case .unixNDJSON? = try? Address(target.text) {
      return HTTPMessage(fields: [], body: JSONEventFormat().encodeLine(event(now: now)))
    }
    guard let format = formats.named(mode == .binary ? JSONEventFormat().name : format) else {
      throw MessageEncodingError("There is no event format \(format); there are \(names(of: formats)).")
    }
    var message = try HTTPBinding().encode([event(now: now)], mode: mode, format: format)
    message.fields += otherFields(now: now)
    return message
  }

  private func names(of formats: EventFormats) -> String { formats.list.map(\.name).joined(separator: ", ") }

  /// The names of the formats that the mode can be written in.
  func formatNames(of formats: EventFormats) -> [String] {
    formats.list.filter { mode != .batched || $0.batchMediaType != nil }.map(\.name)
  }

  /// Goes on to another of the formats that the mode can be written in; to one of them in any case.
  mutating func changeFormat(by delta: Int, of formats: EventFormats) {
    let names = formatNames(of: formats)
    guard !names.isEmpty else { return }
    guard let index = names.firstIndex(of: format) else {
      format = names[0]
      return
    }
    format = names[(index + delta + names.count) % names.count]
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
