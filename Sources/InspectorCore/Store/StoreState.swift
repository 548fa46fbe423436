/// What the store guards by its lock, and all that happens under it.
struct StoreState {
  let limits: EventStore.Limits
  let pool: SegmentPool
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

  init(limits: EventStore.Limits) {
    self.limits = limits
    pool = SegmentPool(size: min(max(limits.bytes / 64, 64 << 10), 4 << 20))
    types = Self.interner(limits)
    sources = Self.interner(limits)
  }

  /// Types, and sources, of their own for each event take a small part of the memory.
  private static func interner(_ limits: EventStore.Limits) -> Interner {
    Interner(maximumBytes: limits.bytes / 16)
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

  /// Counts entries of a type or a source, by its number.
  static func add(_ change: Int32, for number: UInt32, to counts: inout [Int32]) {
    while counts.count <= Int(number) { counts.append(0) }
    counts[Int(number)] += change
  }

  /// Lets go of everything but the counters.
  mutating func forgetAll() {
    first = next
    base = next
    chunks = []
    firstSegment += segments.count
    segments = []
    segmentBytes = 0
    types = Self.interner(limits)
    sources = Self.interner(limits)
    typeCounts = [0]
    sourceCounts = [0]
    epoch += 1
    identities = [:]
    aside = SetAside()
    pins = []
    refusals.removeAll()
    answers = SentAnswers()
  }
}
