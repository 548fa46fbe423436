#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A moment of the wall clock, in nanoseconds since 1970-01-01T00:00:00Z.
public struct WallTime: Sendable, Hashable, Comparable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// What the system's clock says now.
  public static func now() -> WallTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  public static func < (left: WallTime, right: WallTime) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The time from `earlier` to this one, in nanoseconds. Recordings may tell of any times: what is more than an `Int64`
  /// holds is as much as it holds.
  public func nanoseconds(since earlier: WallTime) -> Int64 {
    let (difference, overflows) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return overflows ? (self < earlier ? .min : .max) : difference
  }

  /// The time from `earlier` to this one, bounded as ``nanoseconds(since:)`` is.
  public func since(_ earlier: WallTime) -> Duration { .nanoseconds(nanoseconds(since: earlier)) }

  /// The moment so many seconds later, or the last that there is.
  public func plus(seconds: Int64) -> WallTime {
    let (sum, overflows) = nanoseconds.addingReportingOverflow(seconds * 1_000_000_000)
    return WallTime(nanoseconds: overflows ? (seconds < 0 ? .min : .max) : sum)
  }
}
