import CloudEvents
import CloudEventsHTTP

/// What a store kept at one moment. It stays as it is while the store goes on, and is read without a lock.
public final class StoreSnapshot: Sendable {
  let chunks: [RecordChunk]
  /// The memory that the entries' bytes stand in, and the number of the first of it.
  let segments: [ByteSegment]
  private let firstSegment: Int
  private let aside: SetAside
  let base: UInt64
  /// The number of the oldest entry but for those that are set aside.
  public let first: UInt64
  /// The number that the next entry will get.
  public let next: UInt64
  let types: [String]
  let sources: [String]
  let typeCounts: [Int32]
  let sourceCounts: [Int32]
  let outcomes: [EntryOutcome]
  let refusals: RefusalTable
  let answers: SentAnswers
  public let counters: StoreCounters
  public let rates: RateHistory
  /// Bytes of memory that are in use for entries.
  public let memory: Int
  public let limits: EventStore.Limits
  let binding: HTTPBinding
  /// The event formats that are known here.
  public var formats: EventFormats { binding.formats }
  /// Differs from that of an older snapshot where the numbers of types mean others.
  public let epoch: Int
  /// Differs from that of an older snapshot where anything has changed.
  public let version: UInt64

  init(_ state: StoreState, limits: EventStore.Limits, binding: HTTPBinding) {
    chunks = state.chunks
    segments = state.segments
    firstSegment = state.firstSegment
    aside = state.aside
    base = state.base
    first = state.first
    next = state.next
    types = state.types.texts
    sources = state.sources.texts
    typeCounts = state.typeCounts
    sourceCounts = state.sourceCounts
    outcomes = state.outcomes
    refusals = state.refusals
    answers = state.answers
    counters = state.counters
    rates = state.rates
    memory = state.memory
    version = state.version
    epoch = state.epoch
    self.limits = limits
    self.binding = binding
  }

  /// The numbers of the entries that are kept, but for those that are set aside.
  public var numbers: Range<UInt64> { first..<next }
  /// The numbers of pinned entries that are older than all others, in order.
  public var setAside: [UInt64] { aside.entries.map(\.number) }
  /// The numbers of entries that were sent from here and whose answers are still waited for.
  public var awaited: Set<UInt64> { answers.awaited }
  public var hasSetAside: Bool { !aside.isEmpty }
  /// How many entries are kept.
  public var count: Int { aside.count + Int(next - first) }

  /// Whether an entry is kept.
  public func contains(_ number: UInt64) -> Bool {
    numbers.contains(number) || number < first && aside.entry(number) != nil
  }

  /// An entry by its number; `nil` where it is not kept.
  public func entry(_ number: UInt64) -> Entry? { contains(number) ? self[number] : nil }

  /// An entry that is kept.
  public subscript(number: UInt64) -> Entry {
    if number < first, let entry = aside.entry(number) {
      return Entry(number: number, record: entry.record, segment: entry.segment, snapshot: self)
    }
    precondition(numbers.contains(number), "the entry is not kept")
    let index = Int(number - base)
    let chunk = chunks[index / RecordChunk.capacity]
    return Entry(
      number: number, record: chunk.record(at: index % RecordChunk.capacity),
      segment: segments[chunk.segment(at: index % RecordChunk.capacity) - firstSegment], snapshot: self)
  }

  /// Lends records of entries that are kept, with the memory that their bytes stand in, as long as more are wanted. A
  /// search through all of them has no time to make an entry of each.
  ///
  /// - Returns: the number of the one at which no more was wanted; the end of `numbers` where there was none.
  func forEachRecord(
    in numbers: Range<UInt64>, while isWanted: (UInt64, UnsafePointer<EntryRecord>, ByteSegment) -> Bool
  ) -> UInt64 {
    guard !numbers.isEmpty else { return numbers.upperBound }
    precondition(numbers.lowerBound >= first && numbers.upperBound <= next, "the entries are not kept")
    var number = numbers.lowerBound
    var segment: (number: Int, memory: ByteSegment)?
    while number < numbers.upperBound {
      let index = Int(number - base)
      let chunk = chunks[index / RecordChunk.capacity]
      let start = index % RecordChunk.capacity
      for place in start..<min(RecordChunk.capacity, start + Int(numbers.upperBound - number)) {
        let its = chunk.segment(at: place)
        if segment?.number != its { segment = (its, segments[its - firstSegment]) }
        guard let segment, isWanted(number, chunk.place(of: place), segment.memory) else { return number }
        number += 1
      }
    }
    return number
  }

  /// Lends the numbers that stand for the types of entries that are kept, from one on: those that lie together, at
  /// least one. A number is the same for the same type, 0 for one that has none of its own.
  func withTypeIDs<Value>(
    from number: UInt64, to end: UInt64, _ body: (UnsafeBufferPointer<UInt32>) -> Value
  ) -> Value {
    precondition(number < end && number >= first && end <= next, "the entries are not kept")
    let index = Int(number - base)
    let start = index % RecordChunk.capacity
    let count = min(RecordChunk.capacity - start, Int(end - number))
    return body(chunks[index / RecordChunk.capacity].typeIDs(start..<(start + count)))
  }

  /// The type that a number stands for.
  public func type(_ id: UInt32) -> String { types[Int(id)] }

  /// The source that a number stands for.
  public func source(_ id: UInt32) -> String { sources[Int(id)] }

  /// How many type numbers there are, with 0.
  public var typeIDCount: Int { types.count }

  /// How many source numbers there are, with 0.
  public var sourceIDCount: Int { sources.count }

  /// Types with how many kept entries have them, the most frequent first.
  public var typeFacets: [(value: String, count: Int)] { facets(types, typeCounts) }

  /// Sources with how many kept entries have them, the most frequent first.
  public var sourceFacets: [(value: String, count: Int)] { facets(sources, sourceCounts) }

  private func facets(_ texts: [String], _ counts: [Int32]) -> [(value: String, count: Int)] {
    zip(texts, counts).dropFirst().filter { $0.1 > 0 }.map { (value: $0.0, count: Int($0.1)) }
      .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
  }
}
