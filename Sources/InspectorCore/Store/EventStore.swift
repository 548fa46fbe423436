import CloudEvents
import CloudEventsHTTP
import Synchronization

/// Keeps the newest entries, bounded by count and by bytes: what is dropped is counted. Entries that somebody has
/// pinned are set aside when their turn to go comes, and go only where nothing else is left to go.
///
/// Appending is O(1) under one short lock. Readers take a ``StoreSnapshot`` and then need no lock: bytes and records
/// are written once. Bytes are kept once and contiguously, in segments; beside them stands a small record.
public final class EventStore: Sendable {
  /// How much is kept.
  public struct Limits: Sendable, Equatable {
    /// Entries, at least 1.
    public var entries: Int
    /// Bytes of memory for deliveries and records.
    public var bytes: Int

    public init(entries: Int = 100_000, bytes: Int = 256 << 20) {
      self.entries = max(1, entries)
      self.bytes = max(1 << 20, bytes)
    }
  }

  public let limits: Limits
  /// The event formats by which stored bytes are decoded again when somebody looks.
  public let binding: HTTPBinding
  private let state: Mutex<StoreState>
  private let observer: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

  public init(limits: Limits = Limits(), binding: HTTPBinding = HTTPBinding()) {
    self.limits = limits
    self.binding = binding
    state = Mutex(StoreState(limits: limits))
  }

  /// Has `body` called after each change, at most once until a snapshot is taken. It is called on any thread, and must
  /// be quick.
  public func observe(_ body: @escaping @Sendable () -> Void) {
    observer.withLock { $0 = body }
  }

  /// Keeps what a delivery turned out to be: one entry for each event, or one for a delivery that is none.
  ///
  /// - Returns: the numbers of its entries.
  @discardableResult
  public func append(_ appended: AppendedDelivery) -> Range<UInt64> {
    // Lent by its address: each closure would keep a copy, of which all parts are counted.
    let (numbers, shouldTell) = withUnsafePointer(to: appended) { appended in
      appended.pointee.delivery.messageBytes.withUnsafeBytes { message in
        EntryFindings.with(appended, in: message) { findings in
          state.withLock { state in
            let first = state.next
            state.append(appended, findings, message)
            return (first..<state.next, state.changed())
          }
        }
      }
    }
    if shouldTell { notify() }
    return numbers
  }

  /// Notes what came back for entries that were sent from here.
  ///
  /// - Parameters:
  ///   - status: the HTTP status; 0 where there was none.
  ///   - isDelivered: whether what was sent has reached its target.
  ///   - numbers: the numbers that they were kept with; those that are no longer kept are passed over.
  public func note(answer status: Int, isDelivered: Bool, to numbers: Range<UInt64>) {
    let answer = SentAnswers.Answer(status: UInt16(clamping: status), isDelivered: isDelivered)
    let shouldTell = state.withLock { state in
      var hasChanged = false
      for number in numbers where state.answers.note(answer, for: number) { hasChanged = true }
      return hasChanged && state.changed()
    }
    if shouldTell { notify() }
  }

  /// Whether an event with the same source and id is kept.
  public func hasSeen(_ event: EncodedEvent, in bytes: UnsafeRawBufferPointer) -> Bool {
    let identity = event.identity(in: bytes)
    return identity != 0 && state.withLock { $0.identities[identity] != nil }
  }

  /// Counts an event that a rule dropped: it was answered and is not kept.
  public func countDropped(by count: Int, at time: WallTime) {
    let shouldTell = state.withLock { state in
      state.counters.droppedByRule += UInt64(count)
      state.rates.add(at: time, count: count)
      return state.changed()
    }
    if shouldTell { notify() }
  }

  /// Counts a delivery that was refused because something could not keep up.
  public func countShed() {
    let shouldTell = state.withLock { state in
      state.counters.shed += 1
      return state.changed()
    }
    if shouldTell { notify() }
  }

  /// Says which entries are to stay as long as others can go, instead of those of the last time.
  public func pin(_ numbers: Set<UInt64>) {
    let shouldTell = state.withLock { state in
      guard numbers != state.pins else { return false }
      state.pins = numbers
      state.aside.pin(numbers)
      return state.changed()
    }
    if shouldTell { notify() }
  }

  /// Forgets the entries before one, pinned or not, and gives their memory back. They do not count as dropped.
  public func forget(before number: UInt64) {
    let shouldTell = state.withLock { state in
      let end = min(number, state.next)
      while let entry = state.aside.first, entry.number < end {
        state.aside.removeFirst()
        state.uncount(entry)
      }
      if end == state.next {
        state.forgetAll()
      } else {
        while state.first < end { state.takeFirst { $1.uncount($0) } }
      }
      return state.changed()
    }
    if shouldTell { notify() }
  }

  /// Forgets all entries; the counters stay.
  public func clear() {
    let shouldTell = state.withLock { state in
      state.forgetAll()
      return state.changed()
    }
    if shouldTell { notify() }
  }

  /// What is kept now. Taking it is cheap, and it stays as it is.
  public func snapshot() -> StoreSnapshot {
    state.withLock { state in
      state.isArmed = true
      return StoreSnapshot(state, limits: limits, binding: binding)
    }
  }

  /// The number of the last change, for those who want to know whether a snapshot would bring anything new.
  public var version: UInt64 { state.withLock { $0.version } }

  /// What was counted so far.
  public var counters: StoreCounters { state.withLock { $0.counters } }

  private func notify() {
    observer.withLock { $0 }?()
  }
}
