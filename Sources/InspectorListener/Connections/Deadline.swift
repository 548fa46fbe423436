import NIOCore

/// One timer for a connection, moved lazily: a later deadline costs nothing until the timer goes off.
final class Deadline {
  private let loop: any EventLoop
  private let onExpiry: () -> Void
  private var deadline: NIODeadline?
  private var timer: Scheduled<Void>?
  private var timerDeadline: NIODeadline = .distantFuture

  init(loop: any EventLoop, onExpiry: @escaping () -> Void) {
    self.loop = loop
    self.onExpiry = onExpiry
  }

  /// Sets the deadline, or takes it away.
  func set(_ next: NIODeadline?) {
    deadline = next
    guard let next, next < timerDeadline else { return }
    timer?.cancel()
    schedule(next)
  }

  func cancel() {
    timer?.cancel()
    timer = nil
    deadline = nil
    timerDeadline = .distantFuture
  }

  private func schedule(_ next: NIODeadline) {
    timerDeadline = next
    timer = loop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in self?.fire() }
  }

  private func fire() {
    timer = nil
    timerDeadline = .distantFuture
    guard let deadline else { return }
    if loop.now < deadline {
      schedule(deadline)
    } else {
      self.deadline = nil
      onExpiry()
    }
  }
}
