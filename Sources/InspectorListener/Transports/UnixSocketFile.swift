import Glibc
import InspectorCore
import Synchronization

/// A Unix socket's place in the file system: bound for its owner alone, with a lock file beside it.
///
/// The lock tells a live instance's socket from a stale one, whatever became of the process. Nothing but a
/// stale socket is ever removed, and at the end only what is still ours.
final class UnixSocketFile: Sendable {
  private struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  private struct State {
    var descriptor: Int32
    var lock: Int32
    var isRemoved = false
  }

  private let path: String
  private let identity: Identity
  private let state: Mutex<State>

  /// Makes the directory where it is missing, takes the lock, and binds with mode 0600 before anybody can
  /// connect.
  init(path: String, address: Address) throws(ListenerError) {
    self.path = path
    try UnixSocketFile.makeDirectory(of: path, address: address)
    let lock = try UnixSocketFile.takeLock(path, address: address)
    do throws(ListenerError) {
      try UnixSocketFile.clear(path, address: address)
      let descriptor = try UnixSocketFile.bound(to: path, address: address)
      guard let identity = UnixSocketFile.identity(of: path) else {
        close(descriptor)
        throw ListenerError.unavailable(address, reason: "the socket vanished as soon as it was made")
      }
      self.identity = identity
      state = Mutex(State(descriptor: descriptor, lock: lock))
    } catch {
      UnixSocketFile.release(lock, path: path)
      throw error
    }
  }

  /// Hands the bound descriptor over to its new owner.
  func takeDescriptor() -> Int32 {
    state.withLock { state in
      defer { state.descriptor = -1 }
      return state.descriptor
    }
  }

  /// Removes the socket if it is still ours, and gives the lock back.
  func remove() {
    state.withLock { state in
      guard !state.isRemoved else { return }
      state.isRemoved = true
      if state.descriptor >= 0 { close(state.descriptor) }
      if UnixSocketFile.identity(of: path) == identity { unlink(path) }
      UnixSocketFile.release(state.lock, path: path)
    }
  }

  deinit { remove() }

  private static func makeDirectory(of path: String, address: Address) throws(ListenerError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    var directory = ""
    for (index, part) in parts.enumerated() {
      directory += index == 0 ? String(part) : "/\(part)"
      guard !directory.isEmpty, mkdir(directory, 0o700) != 0, errno != EEXIST else { continue }
      let problem = errno
      // A directory above may be unwritable and yet be there.
      var status = stat()
      if stat(directory, &status) == 0 { continue }
      throw .unavailable(address, reason: "its directory \(directory) cannot be made (\(message(problem)))")
    }
  }

  private static func takeLock(_ path: String, address: Address) throws(ListenerError) -> Int32 {
    let lockPath = path + ".lock"
    while true {
      let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        throw .unavailable(address, reason: "its lock file \(lockPath) cannot be opened (\(message(errno)))")
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        close(descriptor)
        let pid = bytes[..<count].prefix { (0x30...0x39).contains($0) }
        throw .inUse(
          address, holder: pid.isEmpty ? "another instance" : "pid \(String(decoding: pid, as: UTF8.self))",
          suggestion: nil)
      }
      // Whoever held it before may have removed the file between open and flock: then this lock guards
      // nothing.
      var opened = stat()
      guard fstat(descriptor, &opened) == 0, let named = identity(of: lockPath),
        named == Identity(device: UInt64(opened.st_dev), inode: UInt64(opened.st_ino))
      else {
        close(descriptor)
        continue
      }
      let pid = Array("\(getpid())\n".utf8)
      ftruncate(descriptor, 0)
      pwrite(descriptor, pid, pid.count, 0)
      return descriptor
    }
  }

  private static func release(_ lock: Int32, path: String) {
    unlink(path + ".lock")
    close(lock)
  }

  /// Removes a socket that nobody answers; leaves everything else.
  private static func clear(_ path: String, address: Address) throws(ListenerError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFSOCK else {
      throw .notASocket(
        path: path, kind: kind == S_IFDIR ? "a directory" : kind == S_IFLNK ? "a symbolic link" : "a file")
    }
    let probe = try socketDescriptor(address)
    defer { close(probe) }
    let isAnswered = withAddress(path) { connect(probe, $0, $1) } == 0 || errno == EAGAIN
    guard !isAnswered else { throw .inUse(address, holder: "another program", suggestion: nil) }
    guard errno == ECONNREFUSED, unlink(path) == 0 else {
      throw .unavailable(address, reason: "the socket that is there cannot be replaced (\(message(errno)))")
    }
  }

  private static func bound(to path: String, address: Address) throws(ListenerError) -> Int32 {
    let descriptor = try socketDescriptor(address)
    // On Linux the file takes the socket's mode; chmod is for the others. Nobody can connect before listen.
    fchmod(descriptor, 0o600)
    guard withAddress(path, { Glibc.bind(descriptor, $0, $1) }) == 0, chmod(path, 0o600) == 0 else {
      let problem = errno
      close(descriptor)
      throw .unavailable(address, reason: message(problem))
    }
    return descriptor
  }

  private static func socketDescriptor(_ address: Address) throws(ListenerError) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .unavailable(address, reason: message(errno)) }
    return descriptor
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func identity(of path: String) -> Identity? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  private static func message(_ code: Int32) -> String { String(cString: strerror(code)) }
}
