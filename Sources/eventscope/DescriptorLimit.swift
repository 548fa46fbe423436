#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many files and sockets the program may have open.
enum DescriptorLimit {
  /// What a network needs before its first connection: without them it would not end with a sentence.
  private static let least: rlim_t = 16

  /// Raises a limit that is too low for networking, where that is allowed.
  ///
  /// - Throws: where it is not.
  static func prepare() throws(Failure) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < least else {
      return
    }
    limit.rlim_cur = min(limit.rlim_max, 64)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur < least else { return }
    throw Failure(
      .cannotCreate,
      "only \(limit.rlim_cur) files may be open at a time, and a connection needs \(least); raise it with ulimit -n."
    )
  }
}
