import ArgumentParser
import CloudEventsHTTP
import InspectorCore
import InspectorSender

/// Sends a recording again.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send the deliveries of a recording again.",
    discussion: """
      Examples:
        eventscope replay recording.ndjson http://localhost:9000
        eventscope replay recording.ndjson http://localhost:9000 --speed 10
        eventscope replay recording.ndjson unix:/tmp/events.sock --speed max --mode structured
        eventscope replay recording.ndjson http://localhost:9000 --filter 'type:com.example.* -is:invalid'
        eventscope replay recording.ndjson http://localhost:9000 --dry-run

      As received, a request has the same body and the same header fields, but for those of the \
      connection: Host, Connection, Content-Length and the like. A batch goes once, whole. The \
      other modes write the valid events anew. The request's path is the recorded one, unless \
      ADDRESS has one. Secrets that are masked in the recording are left out; --header puts them \
      in. Other files of events, and HTTP messages, can be replayed too. Any other answer than \
      2xx, after the retries, ends it with 69.
      """)

  @Argument(help: "The recording; - reads stdin.", completion: .file())
  var file: String

  @Argument(
    help: "Where to: http://HOST:PORT/PATH, https://…, unix:PATH (HTTP), or unix+ndjson:PATH (lines).")
  var address: String

  @Option(
    help: ArgumentHelp(
      "original (with the gaps there were), so many times as fast, such as 10, or max.", valueName: "speed"),
    transform: Replay.speed)
  var speed = ReplaySpeed.times(1)

  @Option(help: "as-received (the same bytes), binary, structured or batched.")
  var mode = ReplayMode.asReceived

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Send only what matches, such as 'type:com.example.*'.", valueName: "query"))
  var filter: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Send only what this CESQL expression is true for.", valueName: "expr"))
  var cesql: String?

  @Option(
    help: ArgumentHelp(
      "So many at a time (default: 16; with --speed max 1, which keeps their order).", valueName: "n"),
    transform: Number.positive)
  var concurrency: Int?

  @OptionGroup var sending: SendingOptions

  func run() async throws {
    let target = try SendTarget(address)
    var conditions: [EventCondition] = []
    if let filter { conditions.append(.query(try QueryArgument.parse(filter))) }
    if let cesql { conditions.append(.cesql(try CESQLArgument.parse(cesql))) }
    let source = ReplaySource(
      path: file, mode: mode, speed: speed, target: target, fields: try sending.connection.fields(),
      conditions: conditions)
    if sending.dryRun {
      let printer = MessagePrinter(target, keepSecrets: sending.keepSecrets)
      for await turn in source.turns() { printer.print(try turn.prepare().message) }
      return try finish(source.outcome)
    }
    let concurrency = concurrency ?? (speed == .max ? 1 : 16)
    let sender = try sending.connection.sender(connections: concurrency)
    let report = SendReport(
      target: target, output: sending.output, keepSecrets: sending.keepSecrets, total: nil)
    await SendLoop(target: target, sender: sender, concurrency: concurrency).run(
      source.turns(), report: report)
    let outcome = source.outcome
    if let failure = outcome.failure { throw failure }
    try report.finish()
    try finish(outcome)
  }

  /// Tells what was not sent as it was recorded.
  private func finish(_ outcome: ReplaySource.Outcome) throws(Failure) {
    if let failure = outcome.failure { throw failure }
    if outcome.masked > 0 {
      StandardError.say(
        "warning: \(outcome.masked) secret\(outcome.masked == 1 ? " was" : "s were") left out, because the "
          + "recording has only a mask of \(outcome.masked == 1 ? "it" : "them"); --header puts one in.")
    }
    if outcome.leftOut > 0 {
      StandardError.say(
        "\(outcome.leftOut) of \(outcome.matched) deliveries had nothing to send in this mode.")
    }
    if outcome.hasWrongLines { throw Failure(.data) }
    guard outcome.matched == 0 else { return }
    let hasFilter = filter != nil || cesql != nil
    throw Failure(hasFilter ? .no : .data, hasFilter ? "nothing matched." : "\(file) has nothing to send.")
  }

  @Sendable private static func speed(_ text: String) throws -> ReplaySpeed {
    guard let speed = ReplaySpeed(text) else {
      throw ValidationError("it is original, max, or a number of times as fast, such as 10 or 0.5")
    }
    return speed
  }
}

extension ReplayMode: ExpressibleByArgument {}
