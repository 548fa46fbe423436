import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// What is written in the composer, placeholders and all, as it is kept in a file: a draft, or a template.
///
/// ```toml
/// target = "http://localhost:8080"
/// mode = "structured"
/// format = "xml"                     # of structured and batched mode; JSON where it is not there
/// type = "com.example.order.created"
/// id = "{uuid}"
/// extensions = ["traceparent=00-…", "sequence:integer={seq}"]
/// headers = ["X-Tenant: 7", "Authorization: Bearer {env:TOKEN}"]
/// data = "{\"order\": 17}"
/// ```
public struct ComposerDraft: Sendable, Equatable {
  var target: String
  var mode: ContentMode
  var format: String
  var values: [AttributeName: String]
  var extensions: [String]
  var headers: [String]
  var data: String

  init(_ state: ComposerState) {
    target = state.target.text
    mode = state.mode
    format = state.format
    values = state.values.mapValues(\.text).filter { !$0.value.isEmpty }
    extensions = state.extensions.map(\.text).filter { !$0.isEmpty }
    headers = state.headers.lines.filter { !$0.isEmpty }
    data = state.data.text
  }

  /// Reads a file. What is missing in it is empty; its target is kept where it names none.
  ///
  /// - Throws: what is wrong, with line and column.
  public init(_ text: String, path: String, target: String = "") throws(ConfigurationProblem) {
    let file = try TOMLFile(text, name: path)
    self.target = target
    mode = .binary
    format = JSONEventFormat().name
    (values, extensions, headers, data) = ([:], [], [], "")
    let names = ComposerState.attributes.map(\.rawValue)
    for member in file.root.table ?? [] {
      let at: [PathStep] = [.key(member.name)]
      switch (member.name, member.value) {
      case ("target", .string(let text)): self.target = text
      case ("mode", .string(let text)):
        guard let mode = ContentMode(rawValue: text) else {
          throw file.problem("\"\(text)\" is no mode: binary, structured or batched", atValueOf: at)
        }
        self.mode = mode
      case ("format", .string(let text)): format = text
      case ("data", .string(let text)): data = text
      case ("extensions", .array(let list)): extensions = list.compactMap(\.string)
      case ("headers", .array(let list)): headers = list.compactMap(\.string)
      case (let name, .string(let text)) where names.contains(name):
        values[AttributeName(unchecked: name)] = text
      default:
        let known = names + ["target", "mode", "format", "data", "extensions", "headers"]
        let hint = suggestion(for: member.name, in: known)
        throw file.problem(
          "\"\(member.name)\" cannot stand here, or not as \(member.value.kind)\(hint)", at: at)
      }
    }
  }

  /// The file.
  public var text: String {
    var lines = ["target = \(quoted(target))", "mode = \(quoted(mode.rawValue))"]
    if mode != .binary { lines.append("format = \(quoted(format))") }
    for name in ComposerState.attributes {
      if let value = values[name], !value.isEmpty { lines.append("\(name) = \(quoted(value))") }
    }
    if !extensions.isEmpty { lines.append("extensions = \(SettingValue.list(extensions).toml)") }
    if !headers.isEmpty { lines.append("headers = \(SettingValue.list(headers).toml)") }
    if !data.isEmpty { lines.append("data = \(quoted(data))") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String { SettingValue.text(text).toml }
}

/// A draft that is kept under a name.
public struct ComposerTemplate: Sendable, Equatable {
  public var name: String
  public var draft: ComposerDraft

  public init(name: String, draft: ComposerDraft) {
    self.name = name
    self.draft = draft
  }
}

extension ComposerState {
  /// Puts what a draft says into the form.
  mutating func fill(from draft: ComposerDraft) {
    section = .form
    openStep = nil
    if !draft.target.isEmpty { target = TextField(draft.target) }
    mode = draft.mode
    format = draft.format
    for name in Self.attributes { values[name] = TextField(draft.values[name] ?? "") }
    extensions = draft.extensions.map { TextField($0) } + [TextField()]
    headers = TextArea(draft.headers.joined(separator: "\n"))
    data = TextArea(draft.data)
    isWarned = false
    outcome = nil
  }
}
