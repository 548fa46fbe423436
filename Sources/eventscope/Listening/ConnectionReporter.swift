import Dispatch
import InspectorCore
import Synchronization

/// Says which connections came to nothing, and not more often than somebody can read: those between are counted.
///
/// Who reports never waits, though what is said may have to.
final class ConnectionReporter: Sendable {
  private struct State {
    var saidAt: ContinuousClock.Instant?
    var isSaying = false
    /// How many have not been told since.
    var untold = 0
  }

  /// The time between two sentences.
  private static let interval = Duration.seconds(1)

  private let say: @Sendable (String) -> Void
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "eventscope.connections")

  init(say: @escaping @Sendable (String) -> Void) { self.say = say }

  /// Says why a connection failed, or counts it where one has just been told.
  func report(_ connection: FailedConnection) {
    let now = ContinuousClock.now
    let untold = state.withLock { state -> Int? in
      if state.isSaying || state.saidAt.map({ now - $0 < Self.interval }) ?? false {
        state.untold += 1
        return nil
      }
      defer { state.untold = 0 }
      (state.isSaying, state.saidAt) = (true, now)
      return state.untold
    }
    guard let untold else { return }
    let more = untold > 0 ? " (\(untold) more failed before it)" : ""
    queue.async { [self] in
      say("\(connection.sentence.dropLast())\(more).")
      state.withLock { $0.isSaying = false }
    }
  }

  /// Says how many were not told.
  func finish() {
    let untold = state.withLock { state in
      defer { state.untold = 0 }
      return state.untold
    }
    if untold > 0 { say("\(untold) more connection\(untold == 1 ? "" : "s") failed before a request came.") }
  }
}
