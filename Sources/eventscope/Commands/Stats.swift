import ArgumentParser
import InspectorCore

/// Counts what stands in a recording.
struct Stats: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count events or records: types, sources, modes, statuses, sizes, rates, duplicates, gaps.",
    discussion: """
      Examples:
        eventscope stats recording.ndjson
        eventscope stats recording.ndjson --output json | jq .by.type
        eventscope stats --filter 'type:com.example.* -is:duplicate' recording.ndjson
        eventscope stats --cesql "EXISTS subject" recording.ndjson

      A record counts with the time at which it was received, an event on its own with its own \
      time. A line that is neither is told on stderr, the rest is counted, and the end is 65.
      """)

  @Argument(help: "The events or records; stdin without it.", completion: .file())
  var file: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Count only what this query matches.", valueName: "query"))
  var filter: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Count only what this CESQL expression is true for.", valueName: "expr"))
  var cesql: String?

  @Option(help: "What to print: text, or json (one object).")
  var output = ReportOutput.text

  func run() async throws {
    var conditions: [EventCondition] = []
    if let filter { conditions.append(.query(try QueryArgument.parse(filter))) }
    if let cesql { conditions.append(.cesql(try CESQLArgument.parse(cesql))) }
    var statistics = RecordingStatistics(of: .all(conditions))
    var isWrong = false
    try RecordingInput(file).forEach { (item: RecordingItem) throws(Failure) in
      if let entry = item.entry(isWrong: &isWrong) { statistics.add(entry) }
      return true
    }
    let report = StatisticsReport(statistics: statistics)
    switch output {
    case .json: StandardOutput.writeJSON(report.json)
    case .text: for line in report.lines { StandardOutput.writeLine(line) }
    }
    if isWrong { throw Failure(.data) }
  }
}
