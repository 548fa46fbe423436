#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is open and locked for recording; closed when nobody holds it.
final class OpenRecording: Sendable {
  let descriptor: Int32

  /// Opens a regular file to append to it, with mode 0600 where it is new, and locks it against other recorders.
  ///
  /// - Parameter mustBeNew: whether a file that is there is an error.
  init(path: String, mustBeNew: Bool = false) throws(RecordingFileError) {
    for _ in 0..<16 {
      let descriptor = try Self.open(path, mustBeNew: mustBeNew)
      var own = stat()
      var there = stat()
      guard fstat(descriptor, &own) == 0 else {
        let error = SystemError(errno)
        close(descriptor)
        throw .system(path: path, error)
      }
      guard own.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw .notRegular(path: path)
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let number = errno
        close(descriptor)
        if number == EWOULDBLOCK { throw .held(path: path, process: Self.holder(of: own)) }
        throw .system(path: path, SystemError(number))
      }
      // Between opening and locking, another recorder may have moved the file away.
      if stat(path, &there) == 0, there.st_ino == own.st_ino, there.st_dev == own.st_dev {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
    throw .held(path: path, process: nil)
  }

  deinit { close(descriptor) }

  private static func open(_ path: String, mustBeNew: Bool) throws(RecordingFileError) -> Int32 {
    var found = stat()
    if stat(path, &found) == 0, found.st_mode & S_IFMT != S_IFREG { throw .notRegular(path: path) }
    // Not blocking: what became a pipe meanwhile must keep nobody waiting.
    let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (mustBeNew ? O_EXCL : 0)
    let descriptor = Self.systemOpen(path, flags)
    guard descriptor >= 0 else { throw .system(path: path, SystemError(errno)) }
    return descriptor
  }

  private static func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, flags, 0o600)
    #else
      Darwin.open(path, flags, 0o600)
    #endif
  }

  /// Bytes in the file, and whether a path still leads to it.
  func status() -> (size: Int, isLinked: Bool)? {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return nil }
    return (Int(own.st_size), own.st_nlink > 0)
  }

  /// The bytes at a place, fewer at the end of the file.
  func bytes(at offset: Int, count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = pread(descriptor, &bytes, count, off_t(offset))
    return Array(bytes.prefix(max(0, read)))
  }

  /// The process that holds a file's lock, as the kernel tells.
  private static func holder(of file: stat) -> Int32? {
    let descriptor = systemOpen("/proc/locks", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var text = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(descriptor, &text, text.count)
    // 1: FLOCK  ADVISORY  WRITE 4242 fe:00:131076 0 EOF
    for line in text.prefix(max(0, count)).split(separator: UInt8(ascii: "\n")) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK", words[5].hasSuffix(":\(file.st_ino)") else { continue }
      return Int32(words[4]).flatMap { $0 > 0 ? $0 : nil }
    }
    return nil
  }
}
