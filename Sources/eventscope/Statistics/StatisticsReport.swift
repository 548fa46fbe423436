import CloudEvents
import InspectorCore

/// Writes statistics for people and for programs.
struct StatisticsReport {
  let statistics: RecordingStatistics
  /// How many types and sources people are shown.
  private static let shownRows = 20

  /// One JSON object.
  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("events", statistics.entries)
      json.member("valid", statistics.valid)
      json.member("invalid", statistics.invalid)
      json.member("bytes", statistics.sizes.total)
      json.member("duplicates", statistics.duplicates)
      json.member("first", statistics.first?.description)
      json.member("last", statistics.last?.description)
      json.name("seconds")
      json.decimal(statistics.seconds)
      json.name("rate")
      if let rate = statistics.rate { json.decimal(rate) } else { json.null() }
      json.name("sizes")
      json.object { json in
        json.member("smallest", statistics.sizes.smallest)
        json.member("largest", statistics.sizes.largest)
        json.name("mean")
        if let mean = statistics.meanSize { json.decimal(mean) } else { json.null() }
      }
      json.name("gaps")
      json.object { json in
        json.member("missing", statistics.missing)
        json.name("longest")
        if let pause = statistics.longestPause { json.decimal(pause.seconds) } else { json.null() }
        json.member("after", statistics.longestPause?.from.description)
      }
      json.name("by")
      json.object { json in
        for (name, tally) in tallies {
          json.name(name)
          json.object { json in
            for (text, count) in tally.sorted { json.member(text, count) }
          }
        }
      }
    }
    return json.bytes
  }

  private var tallies: [(name: String, tally: Tally)] {
    [
      ("type", statistics.types), ("source", statistics.sources), ("mode", statistics.modes),
      ("status", statistics.statuses),
    ]
  }

  /// Lines for people; what came from outside is cleaned.
  var lines: [String] {
    var lines = [
      row("events", "\(statistics.entries)  (\(statistics.valid) valid, \(statistics.invalid) invalid)"),
      row("duplicates", "\(statistics.duplicates)  (same source and id as one before)"),
      row("bytes", sizeText),
    ]
    if let first = statistics.first, let last = statistics.last {
      lines.append(row("first", first.description))
      lines.append(row("last", last.description))
      if let rate = statistics.rate {
        lines.append(
          row("rate", "\(Self.decimal(rate))/s over \(Self.decimal(statistics.seconds)) s"))
      }
    }
    if let pause = statistics.longestPause {
      lines.append(row("longest gap", "\(Self.decimal(pause.seconds)) s after \(pause.from)"))
    }
    if statistics.missing > 0 { lines.append(row("missing", "\(statistics.missing) numbers of records")) }
    for (name, tally) in tallies where !tally.isEmpty {
      lines += ["", "by \(name)"]
      let rows = tally.sorted
      let width = rows.first.map { String($0.count).utf8.count } ?? 0
      for (text, count) in rows.prefix(Self.shownRows) {
        let space = String(repeating: " ", count: width - String(count).utf8.count)
        lines.append("  \(space)\(count)  \(TextCleaner.clean(text))")
      }
      if rows.count > Self.shownRows { lines.append("  … and \(rows.count - Self.shownRows) more") }
    }
    return lines
  }

  private var sizeText: String {
    guard let mean = statistics.meanSize else { return "0" }
    let sizes = statistics.sizes
    return "\(sizes.total)  (\(sizes.smallest) to \(sizes.largest), \(Int(mean.rounded())) on average)"
  }

  private func row(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: 13 - name.count) + value
  }

  /// At most three digits after the point, and no zeros at the end.
  private static func decimal(_ value: Double) -> String {
    var json = JSONWriter()
    json.decimal(value)
    var text = String(decoding: json.bytes, as: UTF8.self)
    while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
