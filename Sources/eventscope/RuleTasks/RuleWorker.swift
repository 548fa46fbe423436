import InspectorCore
import InspectorSender
import Synchronization

/// Does what rules ask for beside the answer: sends on, writes, runs programs, notifies.
///
/// What it is given never waits for it. What cannot be done is noted at its rule, and said.
final class RuleWorker: RuleTaskReceiver {
  /// How long what waits has at the end.
  private static let grace = Duration.seconds(5)

  private let keepSecrets: Bool
  private let reporter: RuleReporter
  private let forwarder: Forwarder
  private let files: RuleFiles
  private let programs: ProgramRunner
  private let notify: @Sendable (RuleNotification, String) -> Void
  private let lastNotification = Mutex<ContinuousClock.Instant?>(nil)

  /// - Parameters:
  ///   - memory: how many bytes of events are kept, of which what waits is a part.
  ///   - say: told in a sentence what went wrong.
  ///   - notify: rings, or shows a text that is made of a rule's name and an event's type; called on any thread.
  init(
    memory: Int, keepSecrets: Bool, say: @escaping @Sendable (String) -> Void,
    notify: @escaping @Sendable (RuleNotification, String) -> Void
  ) {
    self.keepSecrets = keepSecrets
    self.notify = notify
    let reporter = RuleReporter(say: say)
    self.reporter = reporter
    forwarder = Forwarder(memory: memory, keepSecrets: keepSecrets) { reporter.report($0, $1) }
    files = RuleFiles(memory: memory) { reporter.report($0, $1) }
    programs = ProgramRunner(memory: memory) { reporter.report($0, $1) }
  }

  func take(_ tasks: [RuleTask], of received: ReceivedDelivery) {
    let needsRecords = tasks.contains { task in
      switch task.job {
      case .exec: true
      case .write(let file): file.form == .record
      case .notify, .forward: false
      }
    }
    let records = needsRecords ? received.records(keepSecrets: keepSecrets).map(\.line) : []
    for task in tasks {
      reporter.watch(task.activity)
      switch task.job {
      case .notify(let kind): ring(kind, task, received)
      case .forward(let forward):
        forwarder.take(received, entry: task.entry, forward: forward, for: task.activity)
      case .write(let file):
        let line = file.form == .record ? records[task.entry] : received.eventLine(task.entry)
        if let line { files.append(line + [0x0a], to: file.path, for: task.activity) }
      case .exec(let arguments):
        programs.take(
          RuleProgram(
            arguments: arguments, input: records[task.entry] + [0x0a],
            environment: RuleProgram.environment(of: received, entry: task.entry), activity: task.activity))
      }
    }
  }

  /// Takes no more, gives what waits a bounded time, and says what could not be done.
  ///
  /// - Parameter say: told in sentences; without it, who is told of other problems.
  func finish(say: (@Sendable (String) -> Void)? = nil) async {
    async let forwards: Void = forwarder.finish(within: Self.grace)
    async let programs: Void = programs.finish(within: Self.grace)
    async let files: Void = files.finish(within: Self.grace)
    _ = await (forwards, programs, files)
    reporter.summarize(say)
  }

  /// At most once a second: a flood of events is no flood of bells.
  private func ring(_ kind: RuleNotification, _ task: RuleTask, _ received: ReceivedDelivery) {
    let now = ContinuousClock.now
    let isDue = lastNotification.withLock { last in
      if let last, now - last < .seconds(1) { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let type = received.eventText(task.entry) { $0.type }
    notify(kind, "\(task.activity.name): \(type ?? "event")")
    task.activity.noteDone()
  }
}
