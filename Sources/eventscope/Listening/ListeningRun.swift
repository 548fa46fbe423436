import InspectorCore
import InspectorListener

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of listening without a UI: from the first connection to the last answer.
struct ListeningRun {
  let setup: ListeningSetup
  let store: EventStore
  /// What ends it.
  let stop: StopSignal

  /// Why it ended, and how long after it was ready.
  struct End {
    var reason: StopSignal.Reason
    var elapsed: Duration
  }

  /// How long the answers to what has arrived may take at the end, such as those that a rule delays.
  private static let answering = Duration.seconds(10)

  init(_ setup: ListeningSetup, stop: StopSignal = StopSignal()) {
    self.setup = setup
    self.stop = stop
    store = EventStore(limits: setup.limits, binding: .program)
  }

  /// Listens until something ends it; everything that came has been answered by then, and what rules asked for is done,
  /// or said not to be.
  ///
  /// - Parameters:
  ///   - sink: where each delivery goes before it is acknowledged.
  ///   - duration: how long it goes on at most.
  ///   - onReady: called with the inspector once connections are accepted.
  func run(
    sink: any DeliverySink, duration: Duration?, onReady: (Inspector) -> Void = { _ in }
  ) async throws(Failure) -> End {
    Signals.catchFirst { stop.stop(.signal($0)) }
    let recorder = try setup.recorder { StandardError.say($0.sentence) }
    let opened = try openFile(into: sink)
    if let reason = stop.reason {
      // It ended before there was anything to listen for.
      await recorder?.finish()
      return End(reason: reason, elapsed: .zero)
    }
    let worker = RuleWorker(memory: setup.limits.bytes, keepSecrets: setup.keepSecrets) { sentence in
      StandardError.say(sentence)
    } notify: { kind, text in
      StandardError.notify(kind, text)
    }
    let inspector = Inspector(
      store: store, rules: setup.rules, recorder: recorder, sinks: [sink], tasks: worker,
      firstNumber: max(recorder?.firstNumber ?? 1, opened?.nextNumber ?? 1))
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
    let connections = ConnectionReporter { StandardError.say($0) }
    inspector.observeFailedConnections { connections.report($0) }
    let rules = RulesWatcher(setup, inspector) { sentence, _ in StandardError.say(sentence) }
    onReady(inspector)
    let start = ContinuousClock.now
    for address in listener.bound { StandardError.writeLine("listening on \(address)") }
    let clock = duration.map { duration in
      Task {
        try await Task.sleep(for: duration)
        stop.stop(.duration)
      }
    }
    let end = End(reason: await stop.wait(), elapsed: ContinuousClock.now - start)
    clock?.cancel()
    rules.stop()
    await listener.shutdown(grace: end.reason.grace, answering: Self.answering)
    await recorder?.finish()
    await worker.finish()
    connections.finish()
    let shed = store.counters.shed
    if shed > 0 {
      StandardError.say(
        "\(shed) deliver\(shed == 1 ? "y" : "ies") or connections could not be taken; their senders were told to come again."
      )
    }
    return end
  }

  /// Takes what stands in the file that is opened at the start, where there is one, as if it had just come; no more of it
  /// than until something ends it all.
  private func openFile(into sink: any DeliverySink) throws(Failure) -> RecordingLoader? {
    guard let path = setup.openedPath else { return nil }
    let isWanted = { stop.reason == nil }
    let opened = try RecordingLoader(path, isWanted: isWanted) { received in
      store.append(received.appended)
      var received = received
      // What nobody answered was taken, if it is right.
      if received.status == 0 { received.status = received.entries.allSatisfy(\.isValid) ? 202 : 400 }
      // The sink is waited for here: nobody's delivery hangs on it.
      while isWanted() {
        if let place = sink.reserve(received) { return place.fulfil() }
        usleep(1000)
      }
    }
    if let warning = opened.warning { StandardError.say("warning: \(warning)") }
    return opened
  }
}
