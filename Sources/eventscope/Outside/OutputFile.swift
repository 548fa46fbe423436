#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written whole.
struct OutputFile {
  enum Result: Equatable {
    case written
    /// There is one of that name already.
    case isThere
    case failed(String)
  }

  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// - Parameter overwrites: whether a file of that name is replaced; that one stays where the new one cannot be
  ///   written to its end.
  func write(_ bytes: [UInt8], overwrites: Bool, mode: mode_t = 0o666) -> Result {
    let target = overwrites ? path + ".\(getpid()).new" : path
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return errno == EEXIST ? .isThere : .failed(systemMessage(errno)) }
    let failure = Descriptor.write(bytes, to: descriptor)
    close(descriptor)
    guard failure == 0 else {
      unlink(target)
      return .failed(systemMessage(failure))
    }
    guard overwrites, rename(target, path) != 0 else { return .written }
    let number = errno
    unlink(target)
    return .failed(systemMessage(number))
  }

  /// Makes the directories above it, for the user alone.
  func makeDirectory() {
    var made = ""
    for part in path.split(separator: "/").dropLast() {
      made += "/" + part
      mkdir(made, 0o700)
    }
  }
}
