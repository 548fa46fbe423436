import CloudEvents
import InspectorSender
import Synchronization

/// Sends the messages of a plan, several at a time and no faster than asked for.
struct SendLoop: Sendable {
  var plan: SendPlan
  var target: SendTarget
  var sender: Sender
  /// Messages a second; `nil` without a bound.
  var rate: Double?
  var concurrency: Int

  /// Sends until all are sent, or nobody can be reached.
  func run(report: SendReport) async {
    let turns = Turns(count: plan.count)
    let start = ContinuousClock.now
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<min(concurrency, plan.count) {
        group.addTask {
          while let index = turns.next() {
            if let rate {
              try? await Task.sleep(until: start + .seconds(Double(index) / rate), clock: .continuous)
            }
            if await send(index, report: report) == false { turns.end() }
          }
        }
      }
    }
  }

  /// Whether there is a point in going on.
  private func send(_ index: Int, report: SendReport) async -> Bool {
    let prepared: SendPlan.Prepared
    do throws(MessageEncodingError) {
      prepared = try plan.message(at: index)
    } catch {
      report.put(unsendable: "\(error)")
      return false
    }
    do throws(SendError) {
      report.put(
        try await sender.send(prepared.message, to: target.address), number: index + 1, ids: prepared.ids)
      return true
    } catch {
      report.put(error, number: index + 1, ids: prepared.ids)
      return false
    }
  }

  /// Whose turn it is.
  private final class Turns: Sendable {
    private let count: Int
    private let taken = Mutex(0)

    init(count: Int) {
      self.count = count
    }

    func next() -> Int? {
      taken.withLock { taken in
        guard taken < count else { return nil }
        defer { taken += 1 }
        return taken
      }
    }

    func end() { taken.withLock { $0 = count } }
  }
}
