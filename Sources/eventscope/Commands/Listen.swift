import ArgumentParser

/// Listens without a UI.
struct Listen: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the events that arrive as NDJSON.",
    discussion: """
      Examples:
        eventscope listen
        eventscope listen http://localhost:0 --output record
        eventscope listen --count 1 --filter 'type:com.example.*' | jq .data
        eventscope listen --cesql "EXISTS subject AND source = '/orders'"
        eventscope listen unix:/tmp/events.sock --output pretty --duration 60
        eventscope listen https://localhost:8443 --tls-cert cert.pem --tls-key key.pem

      stderr gets one line "listening on ADDRESS" for each address once it accepts connections. \
      SIGINT and SIGTERM end it with 0, after what is in flight has been answered and written. \
      The filter says what is printed and counted; everything is answered.
      """)

  @OptionGroup var listening: ListeningOptions

  @Option(
    help: "What to print: event, record (delivery records, the refused ones too), pretty, line or none.")
  var output = ListenOutput.event

  @Option(
    help: ArgumentHelp("End after so many accepted events.", valueName: "n"), transform: Number.positive)
  var count: Int?

  @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds"), transform: Number.aboveZero)
  var duration: Double?

  @Option(
    help: ArgumentHelp(
      "Start with what stands in a file: a recording, events as NDJSON or a JSON array, or HTTP messages.",
      valueName: "file"),
    completion: .file())
  var open: String?

  func run() async throws {
    var setup = try listening.setup()
    setup.openedPath = open
    try await HeadlessListener(
      setup: setup, form: output, count: count, duration: duration.map { .seconds($0) }
    ).run()
  }
}
