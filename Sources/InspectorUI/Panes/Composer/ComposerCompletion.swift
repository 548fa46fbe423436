import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// What can stand in a field: what was seen, and what is usual.
enum ComposerCompletion {
  /// The candidates that what is typed begins, and what they are in a word.
  static func candidates(for field: ComposerState.FormField, in model: Model) -> (
    list: [String], what: String
  ) {
    let typed = field == .target ? model.composer.target.text : model.composer.text(of: field)
    let (all, what) = all(for: field, in: model)
    var seen: Set<String> = []
    let list = all.filter { $0 != typed && $0.hasPrefix(typed) && !$0.isEmpty && seen.insert($0).inserted }
    return (Array(list.prefix(100)), what)
  }

  private static func all(for field: ComposerState.FormField, in model: Model) -> ([String], String) {
    switch field {
    case .target: (model.targets.map(\.address) + model.addresses, "targets")
    case .attribute(.type): (model.shown.typeFacets.map(\.value), "types seen")
    case .attribute(.source): (model.shown.sourceFacets.map(\.value), "sources seen")
    case .attribute(.subject): (recent(in: model) { $0.subject }, "subjects seen")
    case .attribute(.datacontenttype):
      (
        recent(in: model) { $0.datacontenttype } + [
          "application/json", "text/plain; charset=utf-8", "application/xml", "application/octet-stream",
          "application/cbor", "application/x-www-form-urlencoded",
        ], "media types"
      )
    case .attribute(.dataschema): (recent(in: model) { $0[.dataschema]?.canonicalString }, "schemas seen")
    case .attribute(.id): (["{uuid}", "test-{seq}"], "ways to make one")
    case .attribute(.time): (["{now}"], "ways to make one")
    case .extensionAttribute:
      (
        recent(in: model) { event in event.extensions.map { "\($0.name)=" }.joined(separator: "\n") }
          .flatMap { $0.split(separator: "\n").map(String.init) } + [
            "traceparent=", "tracestate=", "partitionkey=", "sequence=", "sequencetype=Integer",
            "sampledrate:integer=",
            "dataref=", "correlationid=", "causationid=", "expirytime=",
          ], "extensions"
      )
    case .mode, .format, .attribute, .data: ([], "")
    }
  }

  /// Values of the newest events, the newest first.
  private static func recent(in model: Model, _ value: (CloudEvent) -> String?) -> [String] {
    model.shown.numbers.suffix(100).reversed().compactMap { model.shown.entry($0)?.event.flatMap(value) }
      .filter { !$0.isEmpty }
  }
}

extension ComposerState {
  /// What stands in a field of one line; empty for others.
  func text(of field: FormField) -> String {
    switch field {
    case .target: target.text
    case .attribute(let name): values[name]?.text ?? ""
    case .extensionAttribute(let index): extensions.indices.contains(index) ? extensions[index].text : ""
    case .data: data.text
    case .mode: mode.rawValue
    case .format: format
    }
  }

  /// Puts a text into a field.
  mutating func set(_ field: FormField, to text: String) {
    isWarned = false
    switch field {
    case .target: target = TextField(text.oneLine)
    case .attribute(let name): values[name] = TextField(text.oneLine)
    case .extensionAttribute(let index):
      if extensions.indices.contains(index) { extensions[index] = TextField(text.oneLine) }
      if extensions.last?.text.isEmpty == false { extensions.append(TextField()) }
    case .data: data = TextArea(text)
    case .mode: if let mode = ContentMode(rawValue: text.oneLine) { self.mode = mode }
    case .format: format = text.oneLine
    }
  }
}

extension String {
  /// Without the line break that editors leave at the end, and with others as spaces.
  fileprivate var oneLine: String {
    split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).joined(separator: " ")
  }
}
