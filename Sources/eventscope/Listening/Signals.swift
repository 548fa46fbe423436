import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What SIGINT, SIGTERM, SIGPIPE and SIGXFSZ do.
enum Signals {
  /// Where the handler writes the number of the first SIGINT or SIGTERM, or -1 while nobody wants to know it.
  private static let wanted = Atomic<Int32>(-1)

  /// Work that is cut short ends with 130 or 143; a reader that goes away and a file that may grow no more are errors
  /// of writing, and no death.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // Made here, and not in the handler, where nothing may be waited for.
    wanted.store(-1, ordering: .releasing)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        let (before, descriptor) = (errno, Signals.wanted.exchange(-1, ordering: .acquiringAndReleasing))
        var number = number
        if descriptor < 0 || write(descriptor, &number, MemoryLayout<Int32>.size) < 0 { _exit(128 + number) }
        errno = before
      }
    }
  }

  /// From now on the first SIGINT or SIGTERM calls `body`; the next one cuts the work short.
  ///
  /// A pipe and no signal source of Dispatch, which looks at signals only some time after it was made: one that comes
  /// before that would be lost.
  static func catchFirst(_ body: @escaping @Sendable (Int32) -> Void) {
    var ends: [Int32] = [-1, -1]
    // Without descriptors a signal still ends the program.
    guard pipe(&ends) == 0 else { return }
    let (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    DispatchQueue(label: "signals").async {
      var number: Int32 = 0
      if read(reading, &number, MemoryLayout<Int32>.size) == MemoryLayout<Int32>.size { body(number) }
    }
    wanted.store(writing, ordering: .releasing)
  }
}
