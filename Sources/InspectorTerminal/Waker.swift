import Glibc
import Synchronization

/// Wakes the thread that waits in ``CursesTerminal/next(timeout:)``, from any other thread.
///
/// However often it is called before that thread looks, it costs one byte in a pipe.
public struct Waker: Sendable {
  private let pipe: WakePipe

  init(_ pipe: WakePipe) {
    self.pipe = pipe
  }

  public func wake() {
    pipe.wake()
  }
}

/// A pipe that carries no more than the fact that something happened.
final class WakePipe: Sendable {
  let readEnd: Int32
  /// Signal handlers write here too.
  let writeEnd: Int32
  private let isWoken = Atomic(false)

  /// Nil where no descriptors are left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func wake() {
    guard !isWoken.exchange(true, ordering: .acquiringAndReleasing) else { return }
    // A full pipe will wake the reader as well.
    _ = write(writeEnd, "w", 1)
  }

  /// Empties the pipe.
  ///
  /// - Returns: Whether a thread, and not only a signal, asked for attention.
  func drain() -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      while read(readEnd, buffer.baseAddress, buffer.count) > 0 {}
    }
    // After the pipe is empty: who wakes from here on writes a byte again, and who woke before is answered
    // now.
    return isWoken.exchange(false, ordering: .acquiringAndReleasing)
  }
}
