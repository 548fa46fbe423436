import ArgumentParser
import CloudEvents
import CloudEventsHTTP
import InspectorCore
import InspectorSender

/// Sends events.
struct Send: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send events over HTTP or a Unix socket.",
    discussion: """
      Examples:
        eventscope send http://localhost:8080 --type hello --source /me --data hi
        eventscope send http://localhost:8080 --type order --source /shop \\
          --field order.id=17 --field total=1.10 --ext priority:integer=5
        eventscope send http://localhost:8080 --event event.json --mode structured
        eventscope send http://localhost:8080 --event event.json --format protobuf
        eventscope send unix:/tmp/events.sock --type a --source /b \\
          --repeat 1000 --rate 100 --id 'test-{seq}'
        echo '{"n":1}' | eventscope send http://localhost:8080 --type a --source /b -
        eventscope send http://localhost:8080 --type a --source /b --dry-run

      A missing id is a new UUID, a missing time is now. Prints the status line and the body of \
      each answer; any other answer than 2xx, after the retries, ends it with 69.
      """)

  @Argument(
    help: "Where to: http://HOST:PORT/PATH, https://…, unix:PATH (HTTP), or unix+ndjson:PATH (lines).")
  var address: String

  @Argument(help: "- reads the data from stdin.")
  var input: String?

  @OptionGroup var event: EventOptions

  @Option(help: "binary, structured or batched (default: binary; with --format structured).")
  var mode: ContentMode?

  @Option(
    help: "The event format of structured and batched mode: \(EventFormatOption.names) (default: json).")
  var format: String?

  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp("Send so often; each time with a new id.", valueName: "n"),
    transform: Number.positive)
  var rounds = 1

  @Option(
    help: ArgumentHelp("At most so many messages a second.", valueName: "n"), transform: Number.aboveZero)
  var rate: Double?

  @Option(
    help: ArgumentHelp("So many at a time (default: 1; with --rate 64).", valueName: "n"),
    transform: Number.positive)
  var concurrency: Int?

  @OptionGroup var sending: SendingOptions

  func run() async throws {
    let target = try SendTarget(address)
    let plan = try plan(for: target)
    if sending.dryRun { return try MessagePrinter(target, keepSecrets: sending.keepSecrets).print(plan) }
    let concurrency = concurrency ?? (rate == nil ? 1 : 64)
    let sender = try sending.connection.sender(connections: concurrency)
    let report = SendReport(
      target: target, output: sending.output, keepSecrets: sending.keepSecrets, total: plan.count)
    await SendLoop(target: target, sender: sender, concurrency: concurrency)
      .run(plan.turns(rate: rate), report: report)
    try report.finish()
  }

  private func plan(for target: SendTarget) throws(Failure) -> SendPlan {
    guard input == nil || input == "-" else {
      throw Failure(.usage, "\(input ?? "") is one argument too many; after the address only - may stand.")
    }
    if target.takesLines, let mode, mode != .structured {
      throw Failure(
        .usage, "\(target.address) takes lines, which are structured; leave out --mode \(mode.rawValue).")
    }
    if target.takesLines, let format, format != "json" {
      throw Failure(.usage, "\(target.address) takes lines of JSON; leave out --format \(format).")
    }
    let plan = SendPlan(
      templates: try event.templates(readsStdin: input == "-"), stamp: EventStamp(id: event.id),
      mode: mode ?? (format == nil ? .binary : .structured),
      format: try EventFormatOption.named(format ?? "json"),
      headers: try sending.connection.fields(),
      takesLines: target.takesLines, rounds: rounds)
    do {
      _ = try plan.message(at: 0)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    return plan
  }
}
