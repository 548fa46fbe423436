#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The text of a rules file on the disk.
enum RulesText {
  /// Rules are written by people; a file that is larger is another one.
  static let maximumSize = 4 << 20

  /// What tells that a file may have changed, without reading it.
  struct Stamp: Equatable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int

    /// `nil` where there is no such file.
    init?(of path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      #if canImport(Glibc)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
      #else
        (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
      #endif
    }
  }

  /// Reads the file whole.
  static func read(_ path: String) throws(RulesError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &part, part.count)
      #else
        let count = Darwin.read(descriptor, &part, part.count)
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(path, errno)
      }
      if count == 0 { break }
      bytes += part[..<count]
      guard bytes.count <= maximumSize else { throw problem(path, "it is larger than 4 MiB") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem(path, "it is not UTF-8; a rules file must be")
    }
    return text
  }

  private static func unreadable(_ path: String, _ number: Int32) -> RulesError {
    problem(path, "cannot be read: \(String(cString: strerror(number)))")
  }

  private static func problem(_ path: String, _ message: String) -> RulesError {
    RulesError([ConfigurationProblem(file: path, message: message)])
  }
}
