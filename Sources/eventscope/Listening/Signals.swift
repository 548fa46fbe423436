import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What SIGINT, SIGTERM, SIGPIPE and SIGXFSZ do.
enum Signals {
  /// Work that is cut short ends with 130 or 143; a reader that goes away and a file that may grow no more are errors
  /// of writing, and no death.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM] { signal(number) { _exit(128 + $0) } }
  }

  /// From now on the first SIGINT or SIGTERM calls `body`; the next one cuts the work short.
  ///
  /// - Returns: what must be kept for as long as this shall hold.
  static func catchFirst(_ body: @escaping @Sendable (Int32) -> Void) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        signal(number) { _exit(128 + $0) }
        body(number)
      }
      source.resume()
      return source
    }
  }
}
