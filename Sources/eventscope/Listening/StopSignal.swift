import Synchronization

/// Why listening ends, told by whoever knows first.
final class StopSignal: Sendable {
  enum Reason: Sendable, Equatable {
    /// SIGINT or SIGTERM, by its number.
    case signal(Int32)
    /// As many events came as were asked for, or one that should not.
    case count
    case duration
    /// Nobody reads any more, or writing failed.
    case output

    /// How long what has begun to arrive may take until it is whole: somebody waits for the end.
    var grace: Duration {
      if case .signal = self { .seconds(2) } else { .milliseconds(500) }
    }
  }

  private let stream: AsyncStream<Reason>
  private let continuation: AsyncStream<Reason>.Continuation
  /// The first reason that was told.
  private let first = Mutex<Reason?>(nil)

  init() {
    (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
  }

  func stop(_ reason: Reason) {
    first.withLock { $0 = $0 ?? reason }
    continuation.yield(reason)
  }

  /// Why it ends; nil as long as it does not.
  var reason: Reason? { first.withLock { $0 } }

  /// Waits for the first reason.
  func wait() async -> Reason {
    for await reason in stream { return reason }
    return .signal(0)
  }
}
