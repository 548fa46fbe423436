import Synchronization

/// Work that is done in the order in which it came, so many pieces at a time, with bounded room for what waits.
///
/// Who puts work in never waits, and is told where there is no room.
public final class WorkLane<Item: Sendable>: Sendable {
  private struct State {
    /// What waits, the oldest first, from `first` on.
    var waiting: [(item: Item, size: Int)] = []
    var first = 0
    var size = 0
    var workers: [Int: Task<Void, Never>] = [:]
    var nextWorker = 0
    var isClosed = false
    var whenIdle: [CheckedContinuation<Void, Never>] = []
  }

  private let width: Int
  private let room: Int
  private let maximumSize: Int
  private let perform: @Sendable (Item) async -> Void
  private let lose: @Sendable (Item) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - width: how many pieces are worked on at a time.
  ///   - room: how many pieces may wait.
  ///   - maximumSize: how many bytes may wait in all.
  ///   - perform: does a piece; where its task is cancelled it ends soon.
  ///   - lose: told of each piece that was taken and will not be done.
  public init(
    width: Int, room: Int, maximumSize: Int, perform: @escaping @Sendable (Item) async -> Void,
    lose: @escaping @Sendable (Item) -> Void
  ) {
    self.width = width
    self.room = room
    self.maximumSize = maximumSize
    self.perform = perform
    self.lose = lose
  }

  /// Takes a piece of work; `false` where there is no room for it, or no time any more.
  ///
  /// - Parameter size: how many bytes it keeps in memory.
  public func put(_ item: Item, size: Int) -> Bool {
    state.withLock { state in
      let count = state.waiting.count - state.first
      guard !state.isClosed, count < room, count == 0 || state.size + size <= maximumSize else {
        return false
      }
      state.waiting.append((item, size))
      state.size += size
      if state.workers.count < width {
        let worker = state.nextWorker
        state.nextWorker += 1
        state.workers[worker] = Task { [self] in
          while let item = next(for: worker) { await perform(item) }
        }
      }
      return true
    }
  }

  /// Takes no more, and waits until everything that was taken is done, but not longer than the given time: what waits
  /// then is lost, and what is being done is cancelled.
  public func finish(within time: Duration) async {
    state.withLock { $0.isClosed = true }
    let clock = Task {
      try await Task.sleep(for: time)
      giveUp()
    }
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if !state.workers.isEmpty { state.whenIdle.append(continuation) }
        return state.workers.isEmpty
      }
      if isIdle { continuation.resume() }
    }
    clock.cancel()
  }

  private func giveUp() {
    let (left, workers) = state.withLock { state in
      defer {
        state.waiting = []
        state.first = 0
        state.size = 0
      }
      return (Array(state.waiting[state.first...]), Array(state.workers.values))
    }
    for (item, _) in left { lose(item) }
    for worker in workers { worker.cancel() }
  }

  /// The oldest piece; `nil` where there is none, and the worker ends.
  private func next(for worker: Int) -> Item? {
    var waiters: [CheckedContinuation<Void, Never>] = []
    let item = state.withLock { state -> Item? in
      guard state.first < state.waiting.count else {
        state.waiting.removeAll(keepingCapacity: state.waiting.count <= 1024)
        state.first = 0
        state.workers[worker] = nil
        if state.workers.isEmpty { swap(&waiters, &state.whenIdle) }
        return nil
      }
      let (item, size) = state.waiting[state.first]
      state.first += 1
      state.size -= size
      // What is done lets go of its memory now and then.
      if state.first >= 256, state.first * 2 > state.waiting.count {
        state.waiting.removeFirst(state.first)
        state.first = 0
      }
      return item
    }
    for waiter in waiters { waiter.resume() }
    return item
  }
}
