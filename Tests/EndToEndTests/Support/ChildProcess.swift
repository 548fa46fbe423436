import Foundation
import Synchronization

/// A process that was started with nothing of this one's but its three streams.
///
/// Foundation's `Process` walks over all open descriptors when it starts one, and falls when other threads open and close
/// theirs meanwhile, as tests with sockets do.
final class ChildProcess: Sendable {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  let identifier: pid_t
  /// What `waitpid` has said of its end.
  private let ended = Mutex<Int32?>(nil)

  /// Starts a program that is found on the PATH, with files as its streams.
  ///
  /// - Parameter leadsSession: whether it has a session of its own, so that a terminal that it opens is its own.
  init(
    _ command: [String], environment: [String: String], stdin: String = "/dev/null",
    stdout: String = "/dev/null", stderr: String = "/dev/null", leadsSession: Bool = false
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, stdin, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, stdout, O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, stderr, O_WRONLY, 0)
    // What other tests hold open, such as the sockets of their listeners, is not for a child to keep open.
    for descriptor in 3..<Int32(4096) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The listeners that are tested in this process ignore SIGPIPE, which a child would inherit.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    // POSIX_SPAWN_SETSID, which Swift does not see.
    let session: Int32 = leadsSession ? 0x80 : 0
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | session))

    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var identifier: pid_t = 0
    let code = posix_spawnp(&identifier, command[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Failure(description: "\(command[0]): \(String(cString: strerror(code)))") }
    self.identifier = identifier
  }

  deinit {
    guard isRunning else { return }
    kill(identifier, SIGKILL)
    _ = wait()
  }

  /// How it ended, a death by a signal as a shell tells it; `nil` while it runs.
  var status: Int32? {
    ended.withLock { ended in
      var status: Int32 = 0
      if ended == nil, waitpid(identifier, &status, WNOHANG) == identifier { ended = Self.told(status) }
      return ended
    }
  }

  var isRunning: Bool { status == nil }

  /// Waits for the end; how it ended.
  func wait() -> Int32 {
    ended.withLock { ended in
      if let ended { return ended }
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      ended = Self.told(status)
      return Self.told(status)
    }
  }

  private static func told(_ status: Int32) -> Int32 {
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
  }

  func send(signal: Int32) {
    if isRunning { kill(identifier, signal) }
  }
}
