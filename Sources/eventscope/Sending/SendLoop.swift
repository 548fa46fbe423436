import CloudEvents
import InspectorSender
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends messages in their order, several at a time and each when it is due.
struct SendLoop: Sendable {
  var target: SendTarget
  var sender: Sender
  var concurrency: Int

  /// Sends until all are sent, nobody can be reached, or SIGINT or SIGTERM ends the program with what was done so far.
  /// The sender can send nothing more after it.
  func run(_ turns: some AsyncSequence<SendTurn, Never> & Sendable, report: SendReport) async {
    Signals.catchFirst { number in
      report.interrupt()
      _exit(128 + number)
    }
    await send(turns, report: report)
    await sender.shutdown()
  }

  private func send(_ turns: some AsyncSequence<SendTurn, Never> & Sendable, report: SendReport) async {
    let start = ContinuousClock.now
    let gate = Gate()
    var pacer = Pacer()
    await withTaskGroup(of: Void.self) { group in
      var running = 0
      for await turn in turns {
        if let due = turn.due {
          let now = ContinuousClock.now - start
          let moment = pacer.moment(due: due, now: now)
          if moment > now { try? await Task.sleep(until: start + moment, clock: .continuous) }
        }
        if running >= concurrency {
          await group.next()
          running -= 1
        }
        if gate.isClosed { break }
        running += 1
        report.begin()
        group.addTask {
          if await !send(turn, report: report) { gate.close() }
        }
      }
    }
  }

  /// Whether there is a point in going on.
  private func send(_ turn: SendTurn, report: SendReport) async -> Bool {
    let prepared: SendTurn.Prepared
    do throws(MessageEncodingError) {
      prepared = try turn.prepare()
    } catch {
      report.put(unsendable: "\(error)")
      return false
    }
    do throws(SendError) {
      report.put(
        try await sender.send(prepared.message, to: target.address), number: turn.number, ids: prepared.ids)
      return true
    } catch {
      report.put(error, number: turn.number, ids: prepared.ids)
      return false
    }
  }

  /// Closed once there is no point in going on.
  private final class Gate: Sendable {
    private let state = Atomic(false)
    var isClosed: Bool { state.load(ordering: .relaxed) }
    func close() { state.store(true, ordering: .relaxed) }
  }
}
