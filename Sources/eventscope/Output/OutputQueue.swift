import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes on their way to a descriptor, bounded: who puts them in never waits, and is told when there is no room.
final class OutputQueue: Sendable {
  /// What ended the writing.
  enum End: Sendable, Equatable {
    /// Nobody reads any more.
    case closed
    /// Writing failed, with the system's number.
    case failed(Int32)
  }

  private struct State {
    /// What is to be written next.
    var waiting: [UInt8] = []
    /// How many bytes are being written now.
    var inFlight = 0
    /// How many bytes have a place kept for them.
    var reserved = 0
    var isWriting = false
    var end: End?
    var whenIdle: [CheckedContinuation<Void, Never>] = []
  }

  private let descriptor: Int32
  private let limit: Int
  private let onEnd: @Sendable (End) -> Void
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "eventscope.output")

  /// - Parameters:
  ///   - limit: how many bytes may wait. One run of bytes that is longer is taken where nothing else waits.
  ///   - onEnd: called once, when nothing can be written any more.
  init(descriptor: Int32, limit: Int = 16 << 20, onEnd: @escaping @Sendable (End) -> Void) {
    self.descriptor = descriptor
    self.limit = limit
    self.onEnd = onEnd
  }

  /// Keeps a place for so many bytes; `false` where there is no room for them, or nobody to read them.
  ///
  /// Bytes that have a place are put with ``put(reserved:)``, or the place is given back with ``release(_:)``.
  func reserve(_ count: Int) -> Bool {
    state.withLock { state in
      let pending = state.waiting.count + state.inFlight + state.reserved
      guard state.end == nil, count == 0 || pending == 0 || pending + count <= limit else { return false }
      state.reserved += count
      return true
    }
  }

  /// Whether there is a place for anything now.
  var hasRoom: Bool {
    state.withLock { $0.end == nil && $0.waiting.count + $0.inFlight + $0.reserved < limit }
  }

  /// Takes bytes to write that have a place.
  func put(reserved bytes: [UInt8]) {
    if bytes.isEmpty { return }
    let mustStart = state.withLock { state in
      state.reserved -= bytes.count
      guard state.end == nil else { return false }
      state.waiting.append(contentsOf: bytes)
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustStart { queue.async { self.write() } }
  }

  /// Gives a place for so many bytes back.
  func release(_ count: Int) {
    state.withLock { $0.reserved -= count }
  }

  /// Waits until everything that was taken is written, or nothing can be any more.
  func flush() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.isWriting { state.whenIdle.append(continuation) }
        return !state.isWriting
      }
      if isIdle { continuation.resume() }
    }
  }

  /// What ended the writing; `nil` where nothing has.
  var end: End? { state.withLock { $0.end } }

  /// Notices when the reader goes away, even while there is nothing to write.
  func watchReader() {
    DispatchQueue(label: "eventscope.output.reader").async { [self] in
      var wait = pollfd(fd: descriptor, events: 0, revents: 0)
      while poll(&wait, 1, -1) < 0, errno == EINTR {}
      guard Int32(wait.revents) & (POLLERR | POLLHUP) != 0 else { return }
      finish(.closed)
    }
  }

  private func write() {
    while let batch = nextBatch() {
      let number = Descriptor.write(batch, to: descriptor)
      if number != 0 { finish(number == EPIPE ? .closed : .failed(number)) }
    }
  }

  /// What is to be written next; `nil` where there is nothing, and the next one to put something in starts anew.
  private func nextBatch() -> [UInt8]? {
    var waiters: [CheckedContinuation<Void, Never>] = []
    let batch = state.withLock { state -> [UInt8]? in
      let batch = state.end == nil ? state.waiting : []
      state.waiting = []
      state.inFlight = batch.count
      if !batch.isEmpty { return batch }
      state.isWriting = false
      waiters = state.whenIdle
      state.whenIdle = []
      return nil
    }
    for waiter in waiters { waiter.resume() }
    return batch
  }

  private func finish(_ end: End) {
    let isFirst = state.withLock { state in
      defer { state.end = state.end ?? end }
      return state.end == nil
    }
    if isFirst { onEnd(end) }
  }
}
