#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many descriptors the program may have open.
enum DescriptorLimit {
  /// More than this many are never needed.
  private static let enough: rlim_t = 8192

  /// Raises the limit that holds as far as the user may, because connections take a quarter of it.
  static func raise() {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < enough else { return }
    limit.rlim_cur = min(enough, limit.rlim_max)
    _ = setrlimit(resource, &limit)
  }
}
