import ArgumentParser
import InspectorCore

/// Passes on what a query matches.
struct Filter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pass on the events or records that match a query.",
    discussion: """
      Examples:
        eventscope filter 'type:com.example.*' events.ndjson
        eventscope filter 'status:4xx' recording.ndjson
        eventscope listen --output record | eventscope filter 'data.total:>100 "a phrase"'
        eventscope filter -- '-is:invalid' recording.ndjson

      The input is NDJSON of events or delivery records; the lines that match are passed on as \
      they are. A line that is neither is told on stderr, with line and column, the rest is \
      still read, and the end is 65. Ends with 1 where nothing matched. A query that begins \
      with - stands after --.
      """)

  @Argument(help: "What to pass on, such as 'type:order.* data.total:>100'; everything without it.")
  var query: String?

  @Argument(help: "The events or records; stdin without it.", completion: .file())
  var file: String?

  func run() async throws {
    let query = try QueryArgument.parse(query ?? "")
    let output = BufferedOutput()
    let input = try RecordingInput(file, output: output)
    var seen = SeenEvents()
    var isWrong = false
    var count = 0
    let now = WallTime.now()
    try input.forEach { (item: RecordingItem) throws(Failure) in
      guard let entry = item.entry(isWrong: &isWrong) else { return true }
      if entry.withSubject(now: now, seen: &seen, { query.matches($0) }) {
        count += 1
        output.putJSON(item.bytes)
      }
      return true
    }
    output.flush()
    if isWrong { throw Failure(.data) }
    if count == 0 { throw Failure(.no) }
  }
}
