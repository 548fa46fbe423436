import CloudEvents
import InspectorCore

/// A delivery record as text for people: a line that tells the story, then the attributes and the data.
struct PrettyRecord {
  private let record: DeliveryRecord
  /// How many lines of an event's data are shown.
  private static let shownLines = 200

  init(_ record: DeliveryRecord) {
    self.record = record
  }

  /// The lines, each ended, then an empty one. All that came from outside is cleaned.
  var text: String {
    var lines = [headline]
    for violation in record.violations {
      lines.append("  \(violation.isError ? "error" : "warning"): \(TextCleaner.clean(violation.message))")
    }
    if let refusal = record.refusal { lines.append("  error: \(TextCleaner.clean(refusal.reason))") }
    if let event = record.event {
      let width = event.attributes.map { $0.name.rawValue.utf8.count }.max() ?? 0
      for (name, value) in event.attributes {
        let space = String(repeating: " ", count: width - name.rawValue.utf8.count + 2)
        lines.append(
          "  \(TextCleaner.clean(name.rawValue))\(space)\(TextCleaner.clean(value.canonicalString))")
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
    let decoded = DataDecoders.decode(
      bytes: data.bytes, contentType: event.contentType?.description, limitLines: Self.shownLines)
    let lines = decoded.lines.map { line in
      String(repeating: " ", count: 2 + line.indent * 2)
        + line.spans.map { TextCleaner.clean($0.text) }.joined()
    }
    return decoded.isCut ? lines + ["  … (\(data.bytes.count) bytes in all)"] : lines
  }
}
