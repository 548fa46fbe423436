import CloudEvents
import Dispatch
import Synchronization

/// Appends deliveries to a recording, several at a time: whoever hands one over is told when it is in the file.
///
/// Nobody waits here: writing has a queue of its own, which is bounded. Where the disk is full or broken, deliveries are
/// turned away one by one until it takes them again.
public final class Recorder: Sendable {
  /// What is recorded, and how.
  public struct Options: Sendable {
    public var path: String
    public var sync = SyncPolicy.every(.seconds(1))
    /// Bytes at which the file gives way to a new one; it is then called `PATH.1`, `PATH.2` and so on.
    public var maxSize: Int?
    public var keepSecrets = false
    /// How many bytes of deliveries may wait. One that is longer is taken where no other waits.
    public var maximumWaiting = 32 << 20

    public init(path: String) {
      self.path = path
    }
  }

  /// What users are told.
  public enum Notice: Sendable, Equatable {
    /// Deliveries cannot be recorded, and so are not taken.
    case failing(String)
    /// They can be again.
    case recovered(String)
    case warning(String)
  }

  private struct Waiting {
    var received: ReceivedDelivery
    var settle: @Sendable (_ problem: String?) -> Void
  }

  private struct State {
    var waiting: [Waiting] = []
    /// Bytes of the deliveries that wait or are being written.
    var pending = 0
    var isWriting = false
    var whenIdle: [CheckedContinuation<Void, Never>] = []
  }

  private struct Writing {
    var file: RecordingFile
    /// Deliveries that were turned away since writing began to fail; `nil` where it does not.
    var refused: Int?
    var isSyncPlanned = false
  }

  /// How many bytes of records are written at a time.
  private static let groupSize = 4 << 20

  private let options: Options
  private let calls: FileCalls
  private let notify: @Sendable (Notice) -> Void
  private let state = Mutex(State())
  /// Used on `queue` only, but for closing.
  private let writing: Mutex<Writing>
  private let queue = DispatchQueue(label: "eventscope.recorder")
  /// Syncing may take long, and must keep nobody waiting who did not ask for it.
  private let syncQueue = DispatchQueue(label: "eventscope.recorder.sync")
  /// The `seq` that a record that comes now should have, so that numbers grow through the whole file.
  public let firstNumber: UInt64

  /// Opens the file, or makes it, and locks it.
  ///
  /// - Parameter notify: told what users should know, on any thread.
  public convenience init(
    _ options: Options, notify: @escaping @Sendable (Notice) -> Void
  ) throws(RecordingFileError) {
    try self.init(options, calls: .system, notify: notify)
  }

  init(
    _ options: Options, calls: FileCalls, notify: @escaping @Sendable (Notice) -> Void
  ) throws(RecordingFileError) {
    var file = try RecordingFile(
      path: options.path, syncsEachGroup: options.sync == .always, maxSize: options.maxSize, calls: calls)
    for warning in file.takeWarnings() { notify(.warning(warning)) }
    self.options = options
    self.calls = calls
    self.notify = notify
    firstNumber = (file.lastNumber ?? 0) &+ 1
    writing = Mutex(Writing(file: file))
  }

  /// Takes a delivery to be appended.
  ///
  /// - Parameter settle: called once, on another thread, with `nil` when its records are in the file, or with a clause
  ///   that says why they cannot be.
  /// - Returns: `false` where too much waits already: then `settle` is not called.
  public func append(
    _ received: ReceivedDelivery, settle: @escaping @Sendable (_ problem: String?) -> Void
  ) -> Bool {
    let (isTaken, mustStart) = state.withLock { state in
      let count = received.delivery.heldCount
      guard state.pending == 0 || state.pending + count <= options.maximumWaiting else {
        return (false, false)
      }
      state.pending += count
      state.waiting.append(Waiting(received: received, settle: settle))
      defer { state.isWriting = true }
      return (true, !state.isWriting)
    }
    if mustStart { queue.async { self.work() } }
    return isTaken
  }

  /// Waits until everything that was taken is settled, and on the disk where that is wanted.
  public func finish() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.isWriting { state.whenIdle.append(continuation) }
        return !state.isWriting
      }
      if isIdle { continuation.resume() }
    }
    guard options.sync != .never else { return }
    if let error = writing.withLock({ $0.file.sync() }) {
      notify(.warning("\(options.path) could not be forced onto the disk: \(error)."))
    }
  }

  // MARK: On the queue

  private func work() {
    while let group = nextGroup() {
      var lines = RecordingFile.Group()
      for waiting in group {
        for record in waiting.received.records(keepSecrets: options.keepSecrets) {
          lines.bytes += record.line
          lines.bytes.append(0x0a)
        }
        lines.ends.append(lines.bytes.count)
      }
      let (appended, notices) = writing.withLock { writing in append(lines, to: &writing) }
      for (index, waiting) in group.enumerated() {
        waiting.settle(index < appended.count ? nil : appended.problem ?? "it could not be written")
      }
      for notice in notices { notify(notice) }
    }
  }

  /// What is written next; `nil` where nothing waits, and the next one to hand something over starts anew.
  private func nextGroup() -> [Waiting]? {
    var idle: [CheckedContinuation<Void, Never>] = []
    let group = state.withLock { state -> [Waiting]? in
      if state.waiting.isEmpty {
        (state.isWriting, state.pending) = (false, 0)
        (idle, state.whenIdle) = (state.whenIdle, [])
        return nil
      }
      var (count, size) = (0, 0)
      while count < state.waiting.count, count == 0 || size < Self.groupSize {
        size += state.waiting[count].received.delivery.heldCount
        count += 1
      }
      let group = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(count)
      // Those that were written before are no longer held.
      state.pending = size + state.waiting.reduce(0) { $0 + $1.received.delivery.heldCount }
      return group
    }
    for waiter in idle { waiter.resume() }
    return group
  }

  private func append(
    _ group: RecordingFile.Group, to writing: inout Writing
  ) -> (RecordingFile.Appended, [Notice]) {
    let appended = writing.file.append(group)
    var notices = writing.file.takeWarnings().map { Notice.warning($0) }
    if let problem = appended.problem {
      if writing.refused == nil { notices.append(.failing(failure(problem))) }
      writing.refused = (writing.refused ?? 0) + group.ends.count - appended.count
    } else if let refused = writing.refused {
      writing.refused = nil
      let what = refused == 1 ? "1 delivery was" : "\(refused) deliveries were"
      notices.append(.recovered("\(options.path) is recorded to again; \(what) refused meanwhile."))
    }
    if case .every(let interval) = options.sync, appended.count > 0, !writing.isSyncPlanned {
      writing.isSyncPlanned = true
      plan(after: interval)
    }
    return (appended, notices)
  }

  private func failure(_ problem: String) -> String {
    "cannot record to \(options.path): \(problem); deliveries are answered with 503 until it can be written."
  }

  private func plan(after interval: Duration) {
    let (seconds, attoseconds) = interval.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    syncQueue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [weak self] in self?.syncNow() }
  }

  private func syncNow() {
    let file = writing.withLock { writing in
      writing.isSyncPlanned = false
      return writing.file.file
    }
    // Without the lock: it may take long.
    guard case .failure(let error) = calls.sync(file.descriptor) else { return }
    let isNew = writing.withLock { writing in
      writing.file.noteUnsynced()
      defer { writing.refused = writing.refused ?? 0 }
      return writing.refused == nil
    }
    if isNew { notify(.failing(failure("\(error)"))) }
  }
}
