#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system lets the program have: descriptors and memory.
enum ProcessLimits {
  /// More descriptors than this are never needed.
  private static let enoughDescriptors: rlim_t = 8192
  /// What a network needs before its first connection: with fewer it would not end with a sentence.
  private static let leastDescriptors: rlim_t = 16
  /// What threads with their stacks and a network take of the address space before the first event. Where it is short of
  /// that, threads cannot be made, and there is no way to go on.
  private static let leastMemory: rlim_t = 512 << 20

  /// Raises the limit of descriptors that holds as far as the user may, because connections take a quarter of it.
  ///
  /// - Throws: where there are too few for any connection, or too little memory.
  static func prepare() throws(Failure) {
    if let memory = addressSpace, memory < leastMemory {
      throw Failure(
        .cannotCreate,
        "only \(memory >> 20) MB of address space may be used, and \(leastMemory >> 20) MB are needed; raise it with "
          + "ulimit -v.")
    }
    guard var limit = limit(of: RLIMIT_NOFILE), limit.rlim_cur < enoughDescriptors else { return }
    limit.rlim_cur = min(enoughDescriptors, limit.rlim_max)
    _ = setrlimit(resource(RLIMIT_NOFILE), &limit)
    guard limit.rlim_cur < leastDescriptors else { return }
    throw Failure(
      .cannotCreate,
      "only \(limit.rlim_cur) files may be open at a time, and a connection needs \(leastDescriptors); raise it with "
        + "ulimit -n.")
  }

  /// How many bytes of events are kept where nobody says how many: less than usual where memory is short.
  static func keptBytes(usual: Int) -> Int {
    guard let memory = addressSpace else { return usual }
    return min(usual, Int(clamping: (max(memory, leastMemory) - leastMemory) / 4))
  }

  /// How many bytes of address space the program may use; `nil` where that is not limited.
  private static var addressSpace: rlim_t? {
    limit(of: RLIMIT_AS).flatMap { $0.rlim_cur >= rlim_t(Int64.max) ? nil : $0.rlim_cur }
  }

  #if canImport(Glibc)
    private typealias Resource = __rlimit_resource
    private static func resource(_ resource: Resource) -> __rlimit_resource_t {
      __rlimit_resource_t(resource.rawValue)
    }
  #else
    private typealias Resource = Int32
    private static func resource(_ resource: Resource) -> Int32 { resource }
  #endif

  private static func limit(of resource: Resource) -> rlimit? {
    var limit = rlimit()
    return getrlimit(Self.resource(resource), &limit) == 0 ? limit : nil
  }
}
