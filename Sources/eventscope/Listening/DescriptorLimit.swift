#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many descriptors the program may have open.
enum DescriptorLimit {
  /// More than this many are never needed.
  private static let enough: rlim_t = 8192
  /// What a network needs before its first connection: with fewer it would not end with a sentence.
  private static let least: rlim_t = 16

  /// Raises the limit that holds as far as the user may, because connections take a quarter of it.
  ///
  /// - Throws: where that leaves too few for any connection.
  static func raise() throws(Failure) {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < enough else { return }
    limit.rlim_cur = min(enough, limit.rlim_max)
    _ = setrlimit(resource, &limit)
    guard limit.rlim_cur < least else { return }
    throw Failure(
      .cannotCreate,
      "only \(limit.rlim_cur) files may be open at a time, and a connection needs \(least); raise it with ulimit -n."
    )
  }
}
