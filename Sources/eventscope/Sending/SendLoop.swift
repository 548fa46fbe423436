import CloudEvents
import InspectorSender
import Synchronization

/// Sends messages in their order, several at a time and each when it is due.
struct SendLoop: Sendable {
  var target: SendTarget
  var sender: Sender
  var concurrency: Int

  /// Sends until all are sent, or nobody can be reached.
  ///
  /// When a message is due is counted from the start, so that a delay of one delays no other.
  func run(_ turns: some AsyncSequence<SendTurn, Never> & Sendable, report: SendReport) async {
    let start = ContinuousClock.now
    let gate = Gate()
    await withTaskGroup(of: Void.self) { group in
      var running = 0
      for await turn in turns {
        if let due = turn.due, ContinuousClock.now < start + due {
          try? await Task.sleep(until: start + due, clock: .continuous)
        }
        if running >= concurrency {
          await group.next()
          running -= 1
        }
        if gate.isClosed { break }
        running += 1
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
