import CloudEvents
import InspectorCore

/// A delivery record as text for people: a line that tells the story, then the attributes and the data.
struct PrettyRecord {
  private let record: DeliveryRecord
  private let decoders: DataDecoders
  /// How many lines of an event's data are shown.
  private static let shownLines = 200

  init(_ record: DeliveryRecord, decoders: DataDecoders) {
    self.record = record
    self.decoders = decoders
  }

  /// The lines, each ended, then an empty one. All that came from outside is cleaned.
  var text: String {
    var lines = [headline]
    for violation in record.violations {
      lines.append("  \(violation.isError ? "error" : "warning"): \(TextCleaner.clean(violation.message))")
    }
    if let refusal = record.refusal { lines.append("  error: \(TextCleaner.clean(refusal.reason))") }
    if let event = record.event {
      let received = Timestamp(nanosecondsSince1970: record.received.nanoseconds)
      let width = event.attributes.map { $0.name.rawValue.utf8.count }.max() ?? 0
      for (name, value) in event.attributes {
        let space = String(repeating: " ", count: width - name.rawValue.utf8.count + 2)
        let explanation = event.explanation(of: name, now: received).map { "  (\($0))" } ?? ""
        lines.append(
          "  \(TextCleaner.clean(name.rawValue))\(space)\(TextCleaner.clean(value.canonicalString + explanation))"
        )
      }
      if let data = event.data { lines += shown(data, of: event) }
    }
    return lines.joined(separator: "\n") + "\n\n"
  }

  /// The line that tells the story.
  var headline: String {
    let time = RFC3339.text(nanoseconds: record.received.nanoseconds, digits: 3)
    var words = [time, record.isValid ? "event" : "INVALID"]
    if let event = record.event { words += [event.type, event.source] }
    words.append(record.mode?.rawValue ?? "no CloudEvent")
    if let batch = record.batch { words.append("\(batch.index + 1) of \(batch.count)") }
    words.append("\(record.size) B")
    words.append("from \(record.peer)")
    if let status = record.status { words.append("→ \(status)") }
    return words.map { TextCleaner.clean($0) }.joined(separator: "  ")
  }

  /// The data as its decoder lays it out.
  private func shown(_ data: EventData, of event: CloudEvent) -> [String] {
    let decoded = decoders.decode(
      data.bytes, declared: DataDeclaration(of: event), limitLines: Self.shownLines)
    var lines = ["  " + TextCleaner.clean("\(decoded.explanation) · \(decoded.facts)")]
    if let problem = decoded.problem { lines.append("  " + TextCleaner.clean(problem)) }
    lines += decoded.lines.map { line in
      String(repeating: " ", count: 4 + line.indent * 2)
        + line.spans.map { TextCleaner.clean($0.text) }.joined()
    }
    return decoded.isCut ? lines + ["    … (\(data.bytes.count) bytes in all)"] : lines
  }
}
