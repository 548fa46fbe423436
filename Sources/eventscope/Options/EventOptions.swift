import ArgumentParser
import CloudEvents

/// The options that say what an event is.
struct EventOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "The event's type, such as com.example.order.created.")
  var type: String?

  @Option(parsing: .unconditional, help: "Where the event comes from: a URI-reference.")
  var source: String?

  @Option(
    parsing: .unconditional,
    help: "The event's id; {seq} counts from 1, {uuid} is a new UUID (default: a new UUID).")
  var id: String?

  @Option(parsing: .unconditional, help: "What the event is about.")
  var subject: String?

  @Option(parsing: .unconditional, help: "When it happened, in RFC 3339 (default: now).")
  var time: String?

  @Option(parsing: .unconditional, help: "The data's media type (default: by what the data is).")
  var datacontenttype: String?

  @Option(parsing: .unconditional, help: "The data's schema: a URI.")
  var dataschema: String?

  @Option(
    name: .customLong("ext"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "An extension; name:integer=5 has a type: boolean, integer, string, binary, uri, urireference, timestamp.",
      valueName: "name=value"))
  var extensions: [String] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("The data.", valueName: "text"))
  var data: String?

  @Option(help: ArgumentHelp("The data is what stands in a file.", valueName: "file"), completion: .file())
  var dataFile: String?

  @Option(
    name: .customLong("field"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A member of JSON data, such as order.id=17; a value that is no JSON is a string.",
      valueName: "path=value"))
  var fields: [String] = []

  @Option(
    help: ArgumentHelp(
      "Start from the events in a file: NDJSON, a JSON event, or an array.", valueName: "file"),
    completion: .file())
  var event: String?

  @Flag(help: "Send the event even where it breaks the rules, to see what the receiver says.")
  var unchecked = false

  /// Reads what the options name.
  ///
  /// - Parameter readsStdin: whether the data is what stands in stdin.
  func templates(readsStdin: Bool) throws(Failure) -> [CloudEvent] {
    let data = try givenData(readsStdin: readsStdin)
    var templates: [CloudEvent] = []
    for start in try starts() {
      var event = start.event
      try setAttributes(of: &event)
      if let data { try put(data, in: &event) }
      if !unchecked { try check(event, at: start.place) }
      templates.append(event)
    }
    return templates
  }

  // MARK: The start

  private func starts() throws(Failure) -> [(event: CloudEvent, place: String?)] {
    guard let event else { return [(CloudEvent(), nil)] }
    let input = InputFile(event)
    let items = EventReader.items(in: try input.read(), name: input.name)
    guard !items.isEmpty else { throw Failure(.data, "\(input.name) has no event.") }
    var isWrong = false
    for item in items where !unchecked {
      // What is missing may be filled in, and what an option replaces is not sent.
      let violations = item.violations.filter { violation in
        guard case .attribute(let name) = violation.location else { return true }
        return violation.rule != .required && !replaced.contains(name)
      }
      StandardError.say(violations, at: item.place)
      isWrong = isWrong || violations.containsError
    }
    if isWrong { throw Failure(.data) }
    return items.map { ($0.event, $0.place) }
  }

  private var known: [(AttributeName, String?)] {
    [
      (.type, type), (.source, source), (.subject, subject), (.time, time),
      (.datacontenttype, datacontenttype), (.dataschema, dataschema),
    ]
  }

  private var replaced: [String] {
    known.compactMap { $1 == nil ? nil : $0.rawValue } + (id == nil ? [] : ["id"])
  }

  private func setAttributes(of event: inout CloudEvent) throws(Failure) {
    if event[.specversion] == nil, self.event == nil || !unchecked {
      event.set(.specversion, text: SpecVersion.v1.description)
    }
    for (name, value) in known {
      if let value { event.set(name, text: value) }
    }
    for text in extensions {
      let (name, value) = try ExtensionArgument.parse(text, unchecked: unchecked)
      event[name] = value
    }
  }

  /// `id` and `time` are filled in later, for each message.
  private func check(_ event: CloudEvent, at place: String?) throws(Failure) {
    var complete = event
    if let id { complete.id = id }
    if complete[.id] == nil { complete.id = "new" }
    var wrong = complete.violations().filter(\.isError).map(\.message)
    guard let last = wrong.popLast() else { return }
    guard let place else {
      for message in wrong { StandardError.say(message) }
      throw Failure(.usage, "\(last) (--unchecked sends it anyway.)")
    }
    for message in wrong { StandardError.say("\(place): \(message)") }
    throw Failure(.data, "\(place): \(last)")
  }

  // MARK: The data

  /// Data as it is given.
  private enum Given {
    /// What stands on the command line, which is written in the charset that is declared.
    case text(String)
    /// What is sent as it is.
    case bytes([UInt8])
  }

  private func givenData(readsStdin: Bool) throws(Failure) -> Given? {
    let ways = [data != nil, dataFile != nil, readsStdin, !fields.isEmpty].count { $0 }
    guard ways <= 1 else {
      throw Failure(.usage, "the data is given twice; use one of --data, --data-file, --field and -.")
    }
    if readsStdin || data == "-" { return .bytes(try InputFile(nil).read()) }
    if let data { return .text(data) }
    if let dataFile { return .bytes(try InputFile(dataFile).read()) }
    return fields.isEmpty ? nil : .bytes(try FieldTree(fields).json)
  }

  private func put(_ data: Given, in event: inout CloudEvent) throws(Failure) {
    let bytes: [UInt8]
    switch data {
    case .bytes(let given): bytes = given
    case .text(let text): bytes = try encoded(text, as: event.contentType)
    }
    if event.datacontenttype == nil && datacontenttype == nil {
      if bytes.withUnsafeBytes({ JSONScanner.isValid($0) }) {
        event.datacontenttype = "application/json"
      } else {
        event.datacontenttype =
          UTF8Validation.isValid(bytes) ? "text/plain; charset=utf-8" : "application/octet-stream"
      }
    }
    event.data = EventData(bytes: bytes, contentType: event.contentType)
  }

  /// The bytes of a text in the charset that its type declares; JSON has none but UTF-8 (RFC 8259, 8.1).
  private func encoded(_ text: String, as type: MediaType?) throws(Failure) -> [UInt8] {
    guard let type, !type.isJSON, let name = type[parameter: "charset"] else { return Array(text.utf8) }
    let isUnicode = name.lowercased().beginsExactly("utf-") || name.lowercased().beginsExactly("ucs-")
    // ASCII is the same in every other.
    if text.utf8.allSatisfy({ $0 < 0x80 }), !isUnicode { return Array(text.utf8) }
    guard let bytes = Charset(name: name)?.encode(text) else {
      throw Failure(
        .usage,
        "--data cannot be written in \(name.prefix(40)), which is not known here or lacks a character; give the bytes "
          + "with --data-file, or declare charset=utf-8.")
    }
    return bytes
  }
}
