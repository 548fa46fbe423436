import Synchronization

/// What a rule has done so far: hits, and what became of the work that it asked for.
///
/// It goes on counting for a rule of the same name when its file is read again.
public final class RuleActivity: Sendable {
  /// The numbers at one moment.
  public struct Counts: Sendable, Equatable {
    /// Events that the rule matched.
    public var hits: UInt64 = 0
    public var lastHit: WallTime?
    /// Pieces of work (forwards, lines written, programs) that are done.
    public var done: UInt64 = 0
    /// Pieces of work that were tried and did not succeed.
    public var failed: UInt64 = 0
    /// Pieces of work that were never tried, because there was no room or no time left.
    public var lost: UInt64 = 0
    /// What last went wrong, in a clause.
    public var lastProblem: String?

    public init() {}
  }

  private struct State {
    var counts = Counts()
    var rates = RateHistory()
  }

  /// The rule's name.
  public let name: String
  private let state = Mutex(State())

  public init(name: String) { self.name = name }

  public var counts: Counts { state.withLock { $0.counts } }

  /// The numbers, and the hits in each second.
  var current: (counts: Counts, rates: RateHistory) { state.withLock { ($0.counts, $0.rates) } }

  func noteHit(at time: WallTime) {
    state.withLock { state in
      state.counts.hits += 1
      state.counts.lastHit = time
      state.rates.add(at: time)
    }
  }

  /// Notes work that is done.
  public func noteDone() { state.withLock { $0.counts.done += 1 } }

  /// Notes work that was tried and did not succeed.
  public func noteFailed(_ problem: String) {
    state.withLock { state in
      state.counts.failed += 1
      state.counts.lastProblem = problem
    }
  }

  /// Notes work that was not even tried.
  public func noteLost(_ problem: String, count: Int = 1) {
    state.withLock { state in
      state.counts.lost += UInt64(count)
      state.counts.lastProblem = problem
    }
  }
}
