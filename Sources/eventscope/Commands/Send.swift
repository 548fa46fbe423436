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
    name: .customLong("header"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A header field; it replaces one of the same name.", valueName: "name:value"))
  var headers: [String] = []

  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp("Send so often; each time with a new id.", valueName: "n"),
    transform: Number.positive)
  var rounds = 1

  @Option(
    help: ArgumentHelp("At most so many messages a second.", valueName: "n"), transform: Number.aboveZero)
  var rate: Double?

  @Option(
    help: ArgumentHelp("So many at a time (default: 1; with --rate 16).", valueName: "n"),
    transform: Number.positive)
  var concurrency: Int?

  @Option(
    help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"), transform: Number.aboveZero)
  var timeout = 30.0

  @Option(
    help: ArgumentHelp("Try so often again where nobody answers, or with 429 or 5xx.", valueName: "n"),
    transform: Number.atLeastZero)
  var retry = 0

  @Flag(help: "Print the message and send nothing.")
  var dryRun = false

  @Option(help: "What to print: answer (status line and body), or record (a line of JSON each).")
  var output = SendOutput.answer

  @Flag(help: "Show secret headers as they are, in --dry-run and --output record.")
  var keepSecrets = false

  func run() async throws {
    let target = try SendTarget(address)
    let plan = try plan(for: target)
    if dryRun { return try show(plan, for: target) }
    var options = SenderOptions()
    options.timeout = .seconds(timeout)
    options.retries = retry
    let concurrency = concurrency ?? (rate == nil ? 1 : 16)
    options.connections = max(options.connections, concurrency)
    let sender = Sender(options: options)
    let report = SendReport(target: target, output: output, keepSecrets: keepSecrets, total: plan.count)
    await SendLoop(plan: plan, target: target, sender: sender, rate: rate, concurrency: concurrency)
      .run(report: report)
    await sender.shutdown()
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
      headers: try headers.map { text throws(Failure) in try HeaderArgument.parse(text) },
      takesLines: target.takesLines, rounds: rounds)
    do {
      _ = try plan.message(at: 0)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    return plan
  }

  /// Prints the messages as they would be sent.
  private func show(_ plan: SendPlan, for target: SendTarget) throws(Failure) {
    for index in 0..<plan.count {
      let message: OutgoingMessage
      do {
        message = try plan.message(at: index).message
      } catch {
        throw Failure(.data, "\(error)")
      }
      if target.takesLines {
        StandardOutput.writeJSON(message.body)
        continue
      }
      var fields = message.headers
      if target.hasUserinfo, !fields.contains(where: { $0.name.lowercased() == "authorization" }) {
        fields.append(("Authorization", "Basic \(Secrets.mask)"))
      }
      if !keepSecrets {
        fields = fields.map { ($0.name, Secrets.maskedHeader(name: $0.name, value: $0.value)) }
      }
      let path = keepSecrets ? target.target : Secrets.maskingTarget(target.target)
      StandardOutput.writeForeign(
        HTTPMessage(fields: fields, body: message.body).requestBytes(target: path, host: target.host))
    }
  }
}
