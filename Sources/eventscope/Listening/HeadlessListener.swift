import InspectorCore
import InspectorListener

/// Listening without a UI: what `listen` does, and `watch` where stdout is no terminal.
struct HeadlessListener {
  var setup: ListeningSetup
  var form = ListenOutput.event
  /// How many accepted events end it.
  var count: Int?
  /// How long it goes on.
  var duration: Duration?

  /// How long connections may take to finish what is in flight.
  private static let grace = Duration.seconds(10)

  /// Listens until something ends it; everything that was acknowledged is written by then.
  func run() async throws {
    let stop = StopSignal()
    let output = OutputQueue(descriptor: StandardOutput.descriptor) { _ in stop.stop(.output) }
    let store = EventStore(limits: setup.limits)
    let sink = OutputSink(form: form, setup: setup, store: store, output: output, count: count) {
      stop.stop(.count)
    }
    let inspector = Inspector(store: store, rules: setup.rules, sinks: [sink])
    let signals = Signals.catchFirst { stop.stop(.signal) }
    let listener: Listener
    do {
      listener = try await Listener.start(
        on: setup.addresses, inherited: setup.inherited, options: setup.options, receiver: inspector)
    } catch {
      throw Failure(.cannotCreate, "\(error).")
    }
    inspector.observeHandshakes { handshake in
      if handshake.callback != nil { StandardError.say(handshake.sentence) }
    }
    let rules = RulesWatcher(setup, inspector) { sentence, _ in StandardError.say(sentence) }
    if form != .none { output.watchReader() }
    for address in listener.bound { StandardError.writeLine("listening on \(address)") }
    let clock = duration.map { duration in
      Task {
        try await Task.sleep(for: duration)
        stop.stop(.duration)
      }
    }
    _ = await stop.wait()
    clock?.cancel()
    rules.stop()
    await listener.shutdown(grace: Self.grace)
    await output.flush()
    withExtendedLifetime(signals) {}
    if case .failed(let number) = output.end {
      throw Failure(.cannotWrite, "cannot write to stdout: \(systemMessage(number)).")
    }
  }
}
