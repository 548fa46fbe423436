import ArgumentParser
import InspectorCore

/// Passes on what a query, an expression or a subscription filter matches.
struct Filter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pass on the events or records that match a query.",
    discussion: """
      Examples:
        eventscope filter 'type:com.example.*' events.ndjson
        eventscope filter 'status:4xx' recording.ndjson
        eventscope listen --output record | eventscope filter 'data.total:>100 "a phrase"'
        eventscope filter -- '-is:invalid' recording.ndjson
        eventscope filter --cesql "type LIKE 'com.%' AND EXISTS subject" events.ndjson
        eventscope filter --dialect filters.json < events.ndjson

      The input is NDJSON of events or delivery records; the lines that match are passed on as \
      they are. A line that is neither is told on stderr, with line and column, the rest is \
      still read, and the end is 65. Ends with 1 where nothing matched. A query that begins \
      with - stands after --.

      --cesql takes an expression of the CloudEvents SQL Expression Language, --dialect a file \
      with a filter of the CloudEvents Subscriptions API (exact, prefix, suffix, all, any, not, \
      sql), or an array of them, which all must hold, such as \
      [{"prefix":{"type":"com."}},{"not":{"exact":{"source":"/test"}}}]. With either, the one \
      argument is the file, and what is not valid never matches.

      Terms of a query are separated by spaces or AND and must all hold; -term or NOT negates, OR and \
      parentheses group, * and ? are any characters, a word or "a phrase" is looked for anywhere:

      \(QueryHelp.fields)
      """)

  @Argument(help: "What to pass on, such as 'type:order.* data.total:>100'; everything without it.")
  var query: String?

  @Argument(help: "The events or records; stdin without it.", completion: .file())
  var file: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Pass on what this CESQL expression is true for.", valueName: "expr"))
  var cesql: String?

  @Option(
    help: ArgumentHelp("Pass on what the filters in this file let pass.", valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var dialect: String?

  func validate() throws {
    if cesql != nil, dialect != nil { throw ValidationError("Give --cesql or --dialect, not both.") }
    if cesql != nil || dialect != nil, file != nil {
      throw ValidationError("With --cesql or --dialect the one argument is the file; a query has no place.")
    }
    if dialect == "-", query == nil || query == "-" {
      throw ValidationError("Only one of the filters and the events can come from stdin.")
    }
  }

  func run() async throws {
    let condition = try condition()
    let file = cesql != nil || dialect != nil ? query : file
    let output = BufferedOutput()
    let input = try RecordingInput(file, output: output)
    var seen = SeenEvents()
    var isWrong = false
    var count = 0
    let now = WallTime.now()
    func take(_ item: RecordingItem) throws(Failure) -> Bool {
      guard let entry = item.entry(isWrong: &isWrong) else { return true }
      if entry.withSubject(now: now, seen: &seen, { condition.matches($0) }) {
        count += 1
        output.putJSON(item.bytes)
      }
      return true
    }
    if let judge = EventLineJudge(condition, name: input.name, now: now) {
      try await input.forEach(judgedBy: judge) { line in
        count += 1
        output.putJSON(line)
      } _: { (item: RecordingItem) throws(Failure) in
        try take(item)
      }
    } else {
      try input.forEach(take)
    }
    output.flush()
    if isWrong { throw Failure(.data) }
    if count == 0 { throw Failure(.no) }
  }

  private func condition() throws(Failure) -> EventCondition {
    if let cesql { return .cesql(try CESQLArgument.parse(cesql)) }
    if let dialect { return .subscription(try DialectFile(dialect).load()) }
    return .query(try QueryArgument.parse(query ?? ""))
  }
}
