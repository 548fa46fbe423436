import Foundation

/// A program on a terminal of its own, with a clock on what it writes.
final class Pty {
  let process: pid_t
  private let master: Int32
  /// POSIX_SPAWN_SETSID, which Swift does not see.
  private static let newSession: Int16 = 0x80
  /// When it was started.
  let started: ContinuousClock.Instant

  init(_ command: [String], columns: Int, rows: Int, variables: [String: String] = [:]) throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, Int32) = (0, 0)
    // Unlocked, and asked for its number: what unlockpt and ptsname do.
    guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw Failure("no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    let path = "/dev/pts/\(number)"
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The leader of a session gets the first terminal that it opens as its own.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Self.newSession)
    var environment = ProcessInfo.processInfo.environment
    environment.merge(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]) { $1 }
    environment.merge(variables) { $1 }
    environment["XDG_RUNTIME_DIR"] = nil
    var words = command.map { strdup($0) } + [nil]
    var pairs = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + pairs { free(text) } }
    var process: pid_t = 0
    started = .now
    let code = posix_spawnp(&process, command[0], &actions, &attributes, &words, &pairs)
    guard code == 0 else { throw Failure("\(command[0]): \(String(cString: strerror(code)))") }
    self.process = process
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(master)
  }

  /// What came, and when, after something was done.
  struct Answer {
    /// Seconds until the first byte; `nil` where none came.
    var first: Double?
    /// Seconds until the last byte before it was quiet.
    var last: Double?
    var bytes: [UInt8] = []
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Foundation.write(master, bytes, bytes.count)
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Reads until nothing has come for `quiet` seconds after the first byte, or until `limit` seconds are over.
  func read(since start: ContinuousClock.Instant = .now, quiet: Double, limit: Double = 2) -> Answer {
    var answer = Answer()
    while (ContinuousClock.now - start).inSeconds < limit {
      let wait = answer.first == nil ? limit - (ContinuousClock.now - start).inSeconds : quiet
      guard let bytes = readOnce(within: wait) else { break }
      let time = (ContinuousClock.now - start).inSeconds
      if answer.first == nil { answer.first = time }
      answer.last = time
      answer.bytes += bytes
    }
    return answer
  }

  /// Reads until a text has come; seconds from `start`.
  func read(until text: String, since start: ContinuousClock.Instant = .now, limit: Double = 10) throws
    -> Double
  {
    var seen: [UInt8] = []
    let wanted = Array(text.utf8)
    while (ContinuousClock.now - start).inSeconds < limit {
      guard let bytes = readOnce(within: limit - (ContinuousClock.now - start).inSeconds) else { break }
      let time = (ContinuousClock.now - start).inSeconds
      seen = seen.suffix(wanted.count) + bytes
      if seen.contains(wanted) { return time }
    }
    throw Failure("\(text) did not come within \(limit) s")
  }

  /// Writes keys, and reads what they bring.
  func press(_ keys: String, quiet: Double = 0.015) -> Answer {
    let start = ContinuousClock.now
    write(keys)
    return read(since: start, quiet: quiet, limit: 1)
  }

  private func readOnce(within seconds: Double) -> [UInt8]? {
    var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Int32((max(0, seconds) * 1000).rounded(.up))) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Foundation.read(master, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }
}
