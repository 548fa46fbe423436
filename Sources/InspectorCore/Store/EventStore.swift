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
  private let pool: SegmentPool
  private let state: Mutex<State>
  private let observer: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

  public init(limits: Limits = Limits(), binding: HTTPBinding = HTTPBinding()) {
    self.limits = limits
    self.binding = binding
    pool = SegmentPool(size: min(max(limits.bytes / 64, 64 << 10), 4 << 20))
    state = Mutex(State(interner: Self.interner(limits)))
  }

  /// Types, and sources, of their own for each event take a small part of the memory.
  private static func interner(_ limits: Limits) -> Interner { Interner(maximumBytes: limits.bytes / 16) }

  struct State {
    var chunks: [RecordChunk] = []
    /// The sequence number of the first chunk's first record.
    var base: UInt64 = 1
    /// The oldest entry that is kept, and the next one's number.
    var first: UInt64 = 1
    var next: UInt64 = 1
    var segments: [ByteSegment] = []
    /// The number of the first of them, by which records name them.
    var firstSegment = 0
    var segmentBytes = 0
    /// The entries that are to stay as long as others can go.
    var pins: Set<UInt64> = []
    var aside = SetAside()
    var types: Interner
    var sources: Interner
    /// How many kept entries have a type's number.
    var typeCounts: [Int32] = [0]
    var sourceCounts: [Int32] = [0]
    var outcomes: [EntryOutcome] = [EntryOutcome()]
    var identities: [UInt64: Int32] = [:]
    let refusals = RefusalTable()
    var answers = SentAnswers()
    var counters = StoreCounters()
    var rates = RateHistory()
    /// Grows where numbers of types and sources begin to mean others.
    var epoch = 0
    /// Whether somebody who looked has not been told of a change since.
    var isArmed = true
    /// Grows with each change, so that a reader knows whether there is anything new.
    var version: UInt64 = 0

    init(interner: Interner) {
      types = interner
      sources = interner
    }

    /// Notes a change; whether who looked last is to be told.
    mutating func changed() -> Bool {
      version &+= 1
      defer { isArmed = false }
      return isArmed
    }

    /// Bytes of memory for deliveries and records.
    var memory: Int { segmentBytes + chunks.count * RecordChunk.byteCount + aside.memory }
    /// How many entries are kept.
    var count: Int { aside.count + Int(next - first) }
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
        Self.withFindings(on: appended, in: message) { findings in
          state.withLock { state in
            let first = state.next
            append(appended, findings, message, to: &state)
            return (first..<state.next, state.changed())
          }
        }
      }
    }
    if shouldTell { notify() }
    return numbers
  }

  /// Lends what there is to find out about each entry.
  private static func withFindings<Value>(
    on appended: UnsafePointer<AppendedDelivery>, in message: UnsafeRawBufferPointer,
    _ body: (UnsafePointer<EntryFindings>) -> Value
  ) -> Value {
    let count = appended.pointee.entries.count
    return withUnsafeTemporaryAllocation(of: EntryFindings.self, capacity: max(1, count)) { findings in
      let common = EntryFindings.Common(
        headLength: appended.pointee.delivery.headLength,
        areMembers: count > 0 && appended.pointee.entries[0].batchIndex != nil
          && appended.pointee.entries[0].event != nil,
        in: message)
      appended.pointee.events.withUnsafeBufferPointer { events in
        for index in 0..<count {
          let event = appended.pointee.entries[index].event.flatMap { events.baseAddress?.advanced(by: $0) }
          findings.initializeElement(
            at: index,
            to: EntryFindings(
              event, isMember: appended.pointee.entries[index].batchIndex != nil, of: common, in: message))
        }
      }
      return body(findings.baseAddress!)
    }
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
        uncount(entry, in: &state)
      }
      if end == state.next {
        forgetAll(&state)
      } else {
        while state.first < end { takeFirst(&state) { uncount($0, in: &$1) } }
      }
      return state.changed()
    }
    if shouldTell { notify() }
  }

  /// Forgets all entries; the counters stay.
  public func clear() {
    let shouldTell = state.withLock { state in
      forgetAll(&state)
      return state.changed()
    }
    if shouldTell { notify() }
  }

  private func forgetAll(_ state: inout State) {
    state.first = state.next
    state.base = state.next
    state.chunks = []
    state.firstSegment += state.segments.count
    state.segments = []
    state.segmentBytes = 0
    state.types = Self.interner(limits)
    state.sources = Self.interner(limits)
    state.typeCounts = [0]
    state.sourceCounts = [0]
    state.epoch += 1
    state.identities = [:]
    state.aside = SetAside()
    state.pins = []
    state.refusals.removeAll()
    state.answers = SentAnswers()
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

  // MARK: Appending, with the lock held

  /// - Parameter message: what the events' spans count in.
  /// - Parameter findings: one for each entry.
  private func append(
    _ appended: UnsafePointer<AppendedDelivery>, _ findings: UnsafePointer<EntryFindings>,
    _ message: UnsafeRawBufferPointer, to state: inout State
  ) {
    let count = appended.pointee.delivery.bytes.count
    let decodedCount = appended.pointee.delivery.decodedBytes?.count ?? 0
    var peer = appended.pointee.delivery.peer
    let peerLength = min(peer.utf8.count, 255)
    let segment = room(for: peerLength + count + decodedCount + Self.ownCount(of: appended), in: &state)
    let offset = peer.withUTF8 {
      segment.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0)[..<peerLength]))
    }
    if decodedCount > 0 { appended.pointee.delivery.bytes.withUnsafeBytes { _ = segment.append($0) } }
    _ = segment.append(message)
    var record = EntryRecord(
      received: appended.pointee.delivery.received.nanoseconds, sequence: 0, identity: 0,
      offset: UInt32(offset), peerLength: UInt16(peerLength),
      status: UInt16(clamping: appended.pointee.status), count: UInt32(count),
      headLength: UInt32(appended.pointee.delivery.headLength),
      extent: ByteRange(start: 0, count: message.count), own: .none, decodedCount: UInt32(decodedCount),
      batchIndex: 0, batchCount: 0, typeID: 0, sourceID: 0, outcomeID: 0, dataCount: 0, subject: .absent,
      flags: [], transport: appended.pointee.delivery.transport, mode: appended.pointee.mode)
    if appended.pointee.isSent { record.flags.insert(.sent) }
    if appended.pointee.delivery.refusal != nil { record.flags.insert(.refused) }
    appended.pointee.events.withUnsafeBufferPointer { events in
      for index in appended.pointee.entries.indices {
        append(
          index, of: appended, events.baseAddress, findings[index], record, in: message, to: segment, &state)
      }
    }
    state.counters.bytes += UInt64(count)
    if !appended.pointee.isSent {
      state.rates.add(at: appended.pointee.delivery.received, count: appended.pointee.entries.count)
    }
    evict(&state)
  }

  /// How many bytes the entries' events bring along.
  private static func ownCount(of appended: UnsafePointer<AppendedDelivery>) -> Int {
    var sum = 0
    for entry in appended.pointee.entries {
      if let event = entry.event { sum += appended.pointee.events[event].ownBytes?.count ?? 0 }
    }
    return sum
  }

  /// - Parameters:
  ///   - index: which of the delivery's entries.
  ///   - common: what all of them have.
  private func append(
    _ index: Int, of appended: UnsafePointer<AppendedDelivery>, _ events: UnsafePointer<DecodedEvent>?,
    _ findings: EntryFindings, _ common: EntryRecord, in message: UnsafeRawBufferPointer,
    to segment: ByteSegment, _ state: inout State
  ) {
    let entry = appended.pointee.entries[index]
    var record = common
    record.sequence = entry.sequence
    if let index = entry.batchIndex {
      record.batchIndex = UInt32(index)
      record.batchCount = UInt32(clamping: appended.pointee.batchCount)
    }
    if entry.isValid { record.flags.insert(.valid) }
    if entry.hasWarning { record.flags.insert(.warning) }
    if findings.isCoded { record.flags.insert(.coded) }
    record.outcomeID = number(of: entry.outcome, in: &state)
    if let event = entry.event.flatMap({ events?.advanced(by: $0) }) {
      record.extent = event.pointee.extent
      if let own = event.pointee.ownBytes {
        own.withUnsafeBytes { own in
          let start = Int(record.offset) + Int(record.peerLength)
          record.own = ByteRange(start: segment.append(own) - start, count: own.count)
          describe(event, in: own, &record, &state)
        }
      } else {
        describe(event, in: message, &record, &state)
      }
      count(findings.identity, of: &record, &state)
    }
    if let refusal = appended.pointee.delivery.refusal { state.refusals[state.next] = refusal }
    push(record, to: &state)
  }

  private func describe(
    _ event: UnsafePointer<DecodedEvent>, in bytes: UnsafeRawBufferPointer, _ record: inout EntryRecord,
    _ state: inout State
  ) {
    record.typeID = event.pointee.encoded.type.interned(in: bytes, by: &state.types)
    record.sourceID = event.pointee.encoded.source.interned(in: bytes, by: &state.sources)
    record.dataCount = event.pointee.encoded.data.range.count
    record.subject = event.pointee.encoded.subject
  }

  /// Notes whether an event with the same source and id came before.
  private func count(_ identity: UInt64, of record: inout EntryRecord, _ state: inout State) {
    // What was sent from here comes back as itself, not as a repetition.
    guard identity != 0, !record.flags.contains(.sent) else { return }
    record.identity = identity
    // What was refused is sent again, and that is no repetition.
    let seen =
      record.isTaken
      ? Self.countUp(&state.identities[identity, default: 0]) : state.identities[identity] ?? 0
    if seen > 0 { record.flags.insert(.duplicate) }
  }

  /// What a count was before it grew by one, looked up once for both.
  private static func countUp(_ count: inout Int32) -> Int32 {
    defer { count += 1 }
    return count
  }

  /// Adds a record whose bytes stand in the newest segment.
  private func push(_ record: EntryRecord, to state: inout State) {
    if state.chunks.last?.isFull ?? true { state.chunks.append(RecordChunk()) }
    state.chunks[state.chunks.count - 1].append(
      record, segment: state.firstSegment + state.segments.count - 1)
    if record.flags.contains(.sent) { state.answers.await(state.next) }
    state.next += 1
    add(1, for: record.typeID, to: &state.typeCounts)
    add(1, for: record.sourceID, to: &state.sourceCounts)
    state.counters.entries += 1
    if record.flags.contains(.valid) { state.counters.valid += 1 } else { state.counters.invalid += 1 }
    if record.flags.contains(.warning) { state.counters.warnings += 1 }
    if record.flags.contains(.duplicate) { state.counters.duplicates += 1 }
    if record.flags.contains(.sent) { state.counters.sent += 1 }
  }

  private func add(_ change: Int32, for number: UInt32, to counts: inout [Int32]) {
    while counts.count <= Int(number) { counts.append(0) }
    counts[Int(number)] += change
  }

  private func number(of outcome: EntryOutcome, in state: inout State) -> UInt32 {
    if outcome.isEmpty { return 0 }
    if let known = state.outcomes.lastIndex(of: outcome) { return UInt32(known) }
    // Outcomes are combinations of rules, so there are few; past the bound an entry shows none.
    guard state.outcomes.count < 4096 else { return 0 }
    state.outcomes.append(outcome)
    return UInt32(state.outcomes.count - 1)
  }

  private func room(for count: Int, in state: inout State) -> ByteSegment {
    if let last = state.segments.last, last.free >= count { return last }
    let segment = count <= pool.size ? ByteSegment(from: pool) : ByteSegment(capacity: count)
    state.segments.append(segment)
    state.segmentBytes += segment.capacity
    return segment
  }

  /// Drops the oldest entries until count and bytes are within bounds, pinned ones last; the newest always stays.
  private func evict(_ state: inout State) {
    while state.count > limits.entries, dropUnpinned(&state) || dropAside(&state) {}
    while state.memory > limits.bytes {
      if let loose = state.aside.removeFirstLoose() {
        drop(loose, isPinned: false, in: &state)
      } else if !releaseOldestSegment(&state), !dropAside(&state) {
        return
      }
    }
  }

  /// Drops the oldest entry that is not pinned, and sets those aside that stand before it; false where there is none.
  private func dropUnpinned(_ state: inout State) -> Bool {
    if let loose = state.aside.removeFirstLoose() {
      drop(loose, isPinned: false, in: &state)
      return true
    }
    let count = state.count
    while state.next - state.first > 1, state.count == count { takeFirst(&state, setAsideOrDrop) }
    return state.count < count
  }

  /// Drops the oldest of the pinned entries; false where there is none but the newest.
  private func dropAside(_ state: inout State) -> Bool {
    guard let oldest = state.aside.first else { return false }
    state.aside.removeFirst()
    drop(oldest, isPinned: true, in: &state)
    return true
  }

  /// Memory comes back a segment at a time, so all entries of the oldest one go; false where there is only one.
  private func releaseOldestSegment(_ state: inout State) -> Bool {
    guard state.segments.count > 1 else { return false }
    let oldest = state.segments[0]
    while state.next - state.first > 1, segment(of: state.first, in: state) === oldest {
      takeFirst(&state, setAsideOrDrop)
    }
    if segment(of: state.first, in: state) === oldest { return false }
    releaseSegments(&state)
    return true
  }

  /// Takes the oldest entry out of the ring, and gives it to somebody who knows what becomes of it.
  private func takeFirst(_ state: inout State, _ body: (SetAside.Entry, inout State) -> Void) {
    let index = Int(state.first - state.base)
    let chunk = state.chunks[index / RecordChunk.capacity]
    let entry = SetAside.Entry(
      number: state.first, record: chunk.record(at: index % RecordChunk.capacity),
      segment: segment(of: state.first, in: state))
    body(entry, &state)
    state.first += 1
    if (index + 1) % RecordChunk.capacity == 0 {
      state.chunks.removeFirst()
      state.base += UInt64(RecordChunk.capacity)
    }
    if state.first < state.next, segment(of: state.first, in: state) !== entry.segment {
      releaseSegments(&state)
    }
  }

  private func setAsideOrDrop(_ entry: SetAside.Entry, in state: inout State) {
    if !state.pins.isEmpty, state.pins.contains(entry.number) {
      state.aside.append(entry)
    } else {
      drop(entry, isPinned: false, in: &state)
    }
  }

  /// Counts an entry as dropped that is no longer kept.
  private func drop(_ entry: SetAside.Entry, isPinned: Bool, in state: inout State) {
    uncount(entry, in: &state)
    state.counters.dropped += 1
    if isPinned { state.counters.droppedPinned += 1 }
  }

  /// Takes an entry that is no longer kept out of what is counted of those that are.
  private func uncount(_ entry: SetAside.Entry, in state: inout State) {
    let record = entry.record
    add(-1, for: record.typeID, to: &state.typeCounts)
    add(-1, for: record.sourceID, to: &state.sourceCounts)
    if record.identity != 0, record.isTaken, let count = state.identities[record.identity] {
      state.identities[record.identity] = count > 1 ? count - 1 : nil
    }
    if record.flags.contains(.refused) { state.refusals[entry.number] = nil }
    if record.flags.contains(.sent) { state.answers.forget(entry.number) }
  }

  /// Lets go of the segments before the one that the oldest entry stands in.
  private func releaseSegments(_ state: inout State) {
    let needed = segment(of: state.first, in: state)
    while let oldest = state.segments.first, oldest !== needed, state.segments.count > 1 {
      state.segmentBytes -= oldest.capacity
      state.segments.removeFirst()
      state.firstSegment += 1
    }
  }

  private func segment(of number: UInt64, in state: State) -> ByteSegment {
    let index = Int(number - state.base)
    let chunk = state.chunks[index / RecordChunk.capacity]
    return state.segments[chunk.segment(at: index % RecordChunk.capacity) - state.firstSegment]
  }
}

extension EncodedValue {
  fileprivate func interned(in bytes: UnsafeRawBufferPointer, by interner: inout Interner) -> UInt32 {
    if coding == .plain { return interner.intern(bytes[range]) }
    return self.bytes(in: bytes)?.withUnsafeBytes { interner.intern($0) } ?? 0
  }
}
