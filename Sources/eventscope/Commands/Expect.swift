import ArgumentParser
import InspectorCore

/// Waits for events, and says whether they came.
struct Expect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Wait for events that match, and end with 0 when they came, with 1 when the time is over.",
    usage:
      "eventscope expect [<address> ...] [<query>] [--cesql <expr>] [--count <n>] [--within <seconds>] [--none]",
    discussion: """
      Examples:
        eventscope expect 'type:com.example.order.created'
        eventscope expect http://localhost:0 --count 3 --within 10 'type:order.* data.total:>100'
        eventscope expect --cesql "type = 'com.example.paid' AND EXISTS subject" --within 5
        eventscope expect --none --within 5 is:invalid
        eventscope expect --count 2 type:a | jq .matches

      What begins with http://, https:// or unix: is an address, the other argument is the query; \
      a query that begins with - stands after --. Without a query every event counts. What was \
      refused counts only where the query asks for it, as is:invalid and status:4xx do.

      Prints one JSON object: ok, matched, wanted, seen (with what was refused), refused, \
      seconds, nearest (of those that did not match the nearest, each with the part of the query \
      that failed and why) and matches (the first that did). With --none it ends with 1 as soon \
      as one comes, and with 0 when the time is over.
      """)

  @OptionGroup var listening: ListeningOptions

  @Option(
    help: ArgumentHelp("How many events must match (default: 1).", valueName: "n"), transform: Number.positive
  )
  var count: Int?

  @Option(
    help: ArgumentHelp("How long to wait for them.", valueName: "seconds"), transform: Number.aboveZero)
  var within = 30.0

  @Flag(help: "No event may match.")
  var none = false

  func validate() throws {
    if queries.count > 1 {
      throw ValidationError(
        "\(queries[1]) is a second query, and there can be one; put the terms of a query in quotes.")
    }
    if none, let count, count > 1 {
      throw ValidationError("With --none one event is too many already; --count has no place.")
    }
  }

  private var queries: [String] { listening.addresses.filter { !Address.looksLikeAddress($0) } }

  func run() async throws {
    var setup = try listening.setup(addresses: listening.addresses.filter(Address.looksLikeAddress))
    if let query = queries.first {
      setup.condition = .all([.query(try QueryArgument.parse(query)), setup.condition])
    }
    let run = ListeningRun(setup)
    let sink = ExpectationSink(
      Expectation(setup.condition, wanted: none ? 0 : count ?? 1), store: run.store
    ) {
      run.stop.stop(.count)
    }
    let end = try await run.run(sink: sink, duration: .seconds(within))
    var report = ExpectationReport(expectation: sink.expectation, duration: end.elapsed)
    if case .signal = end.reason { report.isCutShort = true }
    StandardOutput.writeJSON(report.json)
    if case .signal(let number) = end.reason { ExitStatus.end(bySignal: number) }
    if let sentence = report.sentence { throw Failure(.no, sentence) }
  }
}
