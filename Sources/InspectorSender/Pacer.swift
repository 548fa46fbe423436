/// Says when messages go that are due at certain times after a start, without a clock of its own.
///
/// Each moment is counted from the start, so that no delay adds to another. What a pause has left undone is caught up
/// with, but not more of it than a second's: beyond that, all that follows moves back, and nobody is flooded.
public struct Pacer: Sendable {
  /// How far behind its time a message may be for those after it to keep theirs.
  public static let mostBehind = Duration.seconds(1)

  /// How much later than planned everything is.
  public private(set) var shift = Duration.zero

  public init() {}

  /// When a message goes.
  ///
  /// - Parameters:
  ///   - due: when it should, counted from the start.
  ///   - now: how long ago the start was.
  /// - Returns: the moment, counted from the start; `now` where it is late.
  public mutating func moment(due: Duration, now: Duration) -> Duration {
    let behind = now - (due + shift)
    if behind > Self.mostBehind { shift += behind - Self.mostBehind }
    return max(now, due + shift)
  }
}
