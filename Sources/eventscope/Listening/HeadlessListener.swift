import InspectorCore
import InspectorListener

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    let store = EventStore(limits: setup.limits, binding: .program)
    let sink = OutputSink(form: form, setup: setup, store: store, output: output, count: count) {
      stop.stop(.count)
    }
    let recorder = try setup.recorder { StandardError.say($0.sentence) }
    let opened = try setup.openedPath.map { path throws(Failure) in
      try RecordingLoader(path) { received in
        store.append(received.appended)
        var received = received
        // What nobody answered was taken, if it is right.
        if received.status == 0 { received.status = received.entries.allSatisfy(\.isValid) ? 202 : 400 }
        // The output is waited for here: nobody's delivery hangs on it.
        while output.end == nil {
          if let place = sink.reserve(received) { return place.fulfil() }
          usleep(1000)
        }
      }
    }
    if let warning = opened?.warning { StandardError.say("warning: \(warning)") }
    let inspector = Inspector(
      store: store, rules: setup.rules, recorder: recorder, sinks: [sink],
      firstNumber: max(recorder?.firstNumber ?? 1, opened?.nextNumber ?? 1))
    let signals = Signals.catchFirst { stop.stop(.signal) }
    let listener: Listener
    do {
      listener = try await Listener.start(on: setup.addresses, options: setup.options, receiver: inspector)
    } catch {
      throw Failure(.cannotCreate, "\(error).")
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
    await recorder?.finish()
    await output.flush()
    withExtendedLifetime(signals) {}
    if case .failed(let number) = output.end {
      throw Failure(.cannotWrite, "cannot write to stdout: \(systemMessage(number)).")
    }
  }
}

extension Recorder.Notice {
  /// What is said on stderr.
  var sentence: String {
    switch self {
    case .failing(let sentence), .recovered(let sentence): sentence
    case .warning(let sentence): "warning: \(sentence)"
    }
  }
}
