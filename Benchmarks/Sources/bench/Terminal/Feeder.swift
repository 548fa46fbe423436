import Foundation
import Synchronization

/// Sends events over a Unix socket at a rate, on a thread of its own.
final class Feeder: Sendable {
  private let isStopped = Atomic(false)
  private let sent = Atomic(0)
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - rate: events a second, at most one request each millisecond; `nil` for as fast as they are answered, in
  ///     batches of a hundred.
  ///   - count: after how many events it ends by itself.
  init(_ socket: String, rate: Int?, count: Int = .max) {
    let thread = Thread { [self] in
      defer { ended.signal() }
      guard let connection = try? RequestConnection(socket) else { return }
      let start = ContinuousClock.now
      let atOnce = rate.map { max(1, $0 / 1000) } ?? 100
      while !isStopped.load(ordering: .relaxed), sent.load(ordering: .relaxed) < count {
        let number = sent.load(ordering: .relaxed)
        let events = (0..<min(atOnce, count - number)).map { Load.event(size: 500, id: "f\(number + $0)") }
        let request =
          events.count == 1
          ? Load(
            name: "", headers: [("Content-Type", "application/cloudevents+json")], body: events[0]
          ).request
          : Load(
            name: "", headers: [("Content-Type", "application/cloudevents-batch+json")],
            body: "[" + events.joined(separator: ",") + "]"
          ).request
        guard (try? connection.send(request)) != nil else { return }
        sent.wrappingAdd(events.count, ordering: .relaxed)
        guard let rate else { continue }
        let due = start + .nanoseconds(Int64(number + events.count) * 1_000_000_000 / Int64(rate))
        let ahead = (due - .now).inSeconds
        if ahead > 0 { usleep(UInt32(ahead * 1e6)) }
      }
    }
    thread.start()
  }

  /// How many events were answered 2xx.
  var count: Int { sent.load(ordering: .relaxed) }

  func wait() { ended.wait() }

  @discardableResult
  func stop() -> Int {
    isStopped.store(true, ordering: .relaxed)
    ended.wait()
    return count
  }
}
