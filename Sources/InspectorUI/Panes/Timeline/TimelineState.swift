import InspectorCore

/// The timeline: how much time a column is.
public struct TimelineState: Sendable, Hashable {
  /// Seconds that a column can be.
  static let steps = [1, 2, 5, 10, 30, 60]

  /// Which of them it is.
  var step = 2

  /// Seconds that a column is.
  var seconds: Int { Self.steps[step] }

  mutating func zoom(by delta: Int) { step = max(0, min(Self.steps.count - 1, step + delta)) }

  /// Seconds that so many columns are, as far as is remembered.
  func span(of width: Int) -> Int { min(width * seconds, RateHistory.length) }

  /// How many events came in the time of each column, the oldest first. The last column is the time that is running.
  ///
  /// Columns begin at round times, so that what is counted in one does not change while the next one fills.
  func columns(_ width: Int, of rates: RateHistory, at now: WallTime) -> [Int] {
    let span = Int64(seconds)
    let current = now.nanoseconds / 1_000_000_000
    let end = (current / span + 1) * span
    let counts = rates.counts(last: self.span(of: width), before: WallTime(nanoseconds: end * 1_000_000_000))
    let columns = stride(from: counts.count, to: 0, by: -seconds).map { upper in
      counts[max(0, upper - seconds)..<upper].reduce(0, +)
    }
    return Array(columns.reversed())
  }
}
