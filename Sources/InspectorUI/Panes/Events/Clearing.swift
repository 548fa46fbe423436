import InspectorCore

/// Entries that were cleared away. For a while they are still kept, so that it can be taken back; then their memory is
/// given back.
struct Clearing: Sendable {
  /// The first entry that was not cleared away.
  var before: UInt64
  /// When the others are forgotten.
  var end: WallTime
  /// What was said of it, which is no longer true then.
  var said: Message?

  /// How long it can be taken back.
  static let seconds: Int64 = 30
}

extension Model {
  /// Begins to wait, or no longer waits, because the list begins with another entry.
  mutating func clearingChanged() {
    let isKept = clearedBefore > live.first || live.hasSetAside
    clearing =
      isKept && clearedBefore > 0
      ? Clearing(
        before: clearedBefore, end: WallTime(nanoseconds: now.nanoseconds + Clearing.seconds * 1_000_000_000),
        said: message)
      : nil
  }

  /// Has the store forget what was cleared away, as soon as nobody is promised to get it back any more.
  mutating func forgetCleared() -> [Effect] {
    guard let clearing, now.nanoseconds >= clearing.end.nanoseconds else { return [] }
    self.clearing = nil
    history.forget(before: clearing.before)
    if message == nil || message == clearing.said {
      message = Message(.info, "The memory of what was cleared is free again; it cannot be taken back now.")
    }
    return [.forget(before: clearing.before)]
  }
}
