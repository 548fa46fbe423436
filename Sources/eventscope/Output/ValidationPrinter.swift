import CloudEvents
import InspectorCore

/// Prints which rules the events of a file break.
struct ValidationPrinter {
  private let output: ReportOutput
  /// How many events and records were looked at.
  private(set) var count = 0
  private(set) var isAllValid = true

  init(output: ReportOutput) {
    self.output = output
  }

  /// Prints what is wrong with an event, a record, or what should be one.
  mutating func put(_ item: RecordingItem) {
    count += 1
    switch item.content {
    case .entry(let entry):
      for violation in entry.violations { put(violation, of: item) }
      if entry.isRecord, !entry.isValid, !entry.violations.contains(where: \.isError) {
        isAllValid = false
        StandardError.say("\(item.place): the record says that it is not valid, and not why.")
      }
    case .neither:
      // What is no record should be an event: then what is missing in it is what is wrong.
      let entry = RecordedEntry(eventLine: item.bytes, name: item.file, now: .now())
      for violation in entry.violations { put(violation, of: item) }
    case .broken(let error):
      let position = item.bytes.withUnsafeBytes { error.position(in: $0) }
      var place = item
      place.line += position.line - 1
      put(
        RecordedViolation(
          Violation(.json, .message, "This is no JSON: column \(position.column): \(error).")), of: place)
    case .torn:
      count -= 1
      var isWrong = false
      _ = item.entry(isWrong: &isWrong)
    }
  }

  private mutating func put(_ violation: RecordedViolation, of item: RecordingItem) {
    if violation.isError { isAllValid = false }
    switch output {
    case .text:
      let place = violation.place.map { $0.isEmpty ? "" : " \($0)" } ?? ""
      let section = violation.section.isEmpty ? "" : " (\(violation.section))"
      let text =
        "\(item.place): \(violation.severity.rawValue) \(violation.rule)\(place): "
        + "\(violation.message)\(section)"
      StandardOutput.writeLine(StandardOutput.isTerminal ? TextCleaner.clean(text) : oneLine(text))
    case .json:
      var json = JSONWriter()
      json.object { json in
        json.member("file", item.file)
        json.member("line", item.line)
        if let index = violation.index ?? item.index { json.member("index", index) }
        violation.writeMembers(to: &json)
      }
      StandardOutput.writeJSON(json.bytes)
    }
  }

  /// A message that came in a record may have line breaks, and one violation is one line.
  private func oneLine(_ text: String) -> String {
    text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) ? TextCleaner.clean(text) : text
  }

  /// Prints the table of rules.
  func putRules() {
    let width = ConformanceRule.all.map(\.id.count).max() ?? 0
    for rule in ConformanceRule.all {
      switch output {
      case .text:
        let id = rule.id + String(repeating: " ", count: width - rule.id.count)
        let severity = rule.severity == .error ? "error  " : "warning"
        StandardOutput.writeLine("\(id)  \(severity)  \(rule.summary) (\(rule.section))")
      case .json:
        var json = JSONWriter()
        json.object { json in
          json.member("rule", rule.id)
          json.member("severity", rule.severity.rawValue)
          json.member("summary", rule.summary)
          json.member("section", rule.section)
        }
        StandardOutput.writeJSON(json.bytes)
      }
    }
  }
}
