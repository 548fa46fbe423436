import InspectorCore

/// Listening without a UI: what `listen` does, and `watch` where stdout is no terminal.
struct HeadlessListener {
  var setup: ListeningSetup
  var form = ListenOutput.event
  /// Whether lines that come through a pipe are events, too.
  var readsPipe = false
  /// How many accepted events end it.
  var count: Int?
  /// How long it goes on.
  var duration: Duration?

  /// Listens until something ends it; everything that was acknowledged is written by then.
  func run() async throws {
    let run = ListeningRun(setup)
    let stop = run.stop
    // A slow reader holds a sixteenth of what is kept, at most.
    let output = OutputQueue(
      descriptor: StandardOutput.descriptor, limit: min(16 << 20, setup.limits.bytes / 16)
    ) { _ in stop.stop(.output) }
    let sink = OutputSink(form: form, setup: setup, store: run.store, output: output, count: count) {
      stop.stop(.count)
    }
    _ = try await run.run(sink: sink, duration: duration) { inspector in
      if form != .none { output.watchReader() }
      guard readsPipe else { return }
      // Who writes into the pipe can wait for the reader of what comes out.
      PipedEvents.read(into: inspector, while: { run.stop.reason == nil }, hasRoom: { output.hasRoom }) {
        StandardError.say($0)
      }
    }
    await output.flush()
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
