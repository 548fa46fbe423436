import InspectorCore
import Synchronization

/// Says what went wrong for rules, and not more often than somebody can read.
final class RuleReporter: Sendable {
  private struct Told {
    var at: ContinuousClock.Instant
    /// How many problems have not been said since.
    var unsaid = 0
  }

  private struct State {
    var told: [ObjectIdentifier: Told] = [:]
    /// The rules that asked for anything, in the order in which they first did.
    var watched: [RuleActivity] = []
  }

  /// The time between two sentences about one rule.
  private static let interval = Duration.seconds(10)

  private let say: @Sendable (String) -> Void
  private let state = Mutex(State())

  init(say: @escaping @Sendable (String) -> Void) { self.say = say }

  /// Remembers a rule for the summary.
  func watch(_ activity: RuleActivity) {
    state.withLock { state in
      if !state.watched.contains(where: { $0 === activity }) { state.watched.append(activity) }
    }
  }

  /// Says what went wrong, or that it did so many times more since the last time.
  func report(_ activity: RuleActivity, _ problem: String) {
    let now = ContinuousClock.now
    let unsaid = state.withLock { state -> Int? in
      let key = ObjectIdentifier(activity)
      if let told = state.told[key], now - told.at < Self.interval {
        state.told[key]?.unsaid += 1
        return nil
      }
      let unsaid = state.told[key]?.unsaid ?? 0
      state.told[key] = Told(at: now)
      return unsaid
    }
    guard let unsaid else { return }
    say("the rule \"\(activity.name)\": \(problem)\(unsaid > 0 ? " (and \(unsaid) more since)" : "").")
  }

  /// Says for each rule what was not done in all.
  func summarize(_ other: (@Sendable (String) -> Void)? = nil) {
    let say = other ?? say
    for activity in state.withLock({ $0.watched }) {
      let counts = activity.counts
      var parts: [String] = []
      if counts.failed > 0 { parts.append("\(counts.failed) failed") }
      if counts.lost > 0 { parts.append("\(counts.lost) could not be done in time") }
      guard !parts.isEmpty else { continue }
      let all = counts.done + counts.failed + counts.lost
      say(
        "the rule \"\(activity.name)\": of \(all) task\(all == 1 ? "" : "s") \(parts.joined(separator: ", "))"
          + "\(counts.lastProblem.map { "; last: \($0)" } ?? "").")
    }
  }
}
