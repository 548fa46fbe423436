import CloudEvents
import CloudEventsHTTP

/// What is known of a stored entry without looking into its bytes: fixed size, no references.
struct EntryRecord: Sendable {
  /// Nanoseconds since 1970.
  var received: Int64
  /// The number of its delivery record; 0 where it has none.
  var sequence: UInt64
  /// A hash of source and id, 0 where there is no valid event.
  var identity: UInt64
  /// Where the entry's bytes begin in its segment.
  var offset: UInt32
  /// How long the peer's name is, which stands before the delivery's bytes.
  var peerLength: UInt16
  /// The HTTP status that was answered; 0 where there is none, and for what was sent, whose answer comes later.
  var status: UInt16
  /// How many bytes the delivery has.
  var count: UInt32
  var headLength: UInt32
  /// Which bytes of the message are this event.
  var extent: ByteRange
  /// Which bytes after the delivery's are the event as JSON, where its format is not JSON; empty where it is.
  var own: ByteRange
  /// How many bytes the message without its content coding has, which then stands after the delivery's; 0 where the
  /// delivery has none.
  var decodedCount: UInt32
  var batchIndex: UInt32
  /// 0 where it is no member of a batch.
  var batchCount: UInt32
  /// Interned; 0 where it is not.
  var typeID: UInt32
  /// Interned; 0 where it is not.
  var sourceID: UInt32
  /// Which rules acted: an index into the store's list of outcomes; 0 for none.
  var outcomeID: UInt32
  var dataCount: UInt32
  /// Where the subject stands, because the list shows it for each row.
  var subject: EncodedValue
  var flags: Flags
  var transport: Delivery.Transport
  /// How events are carried; `nil` where nothing says that they are.
  var mode: ContentMode?

  /// How many bytes of its segment are the entry's, from its offset on.
  var segmentCount: Int {
    Int(peerLength) + max(Int(count) + Int(decodedCount), own.end)
  }

  struct Flags: OptionSet, Sendable {
    var rawValue: UInt16
    static let valid = Flags(rawValue: 1)
    static let warning = Flags(rawValue: 2)
    static let duplicate = Flags(rawValue: 4)
    static let sent = Flags(rawValue: 8)
    static let refused = Flags(rawValue: 16)
    /// Something stands in the bytes otherwise than it is read, so that it cannot be looked for in them.
    static let coded = Flags(rawValue: 32)
  }

  /// Whether the event was taken: it is valid, and was answered with a 2xx or not at all.
  var isTaken: Bool { flags.contains(.valid) && (status == 0 || (200..<300).contains(status)) }
}

/// A run of records that are appended to and never changed. Sharing is safe for the same reason as ``ByteSegment``'s:
/// the store writes past what it has published, holding its lock (`EventStore.state`).
final class RecordChunk: @unchecked Sendable {
  static let capacity = 1024
  /// How much memory a chunk takes.
  static let byteCount =
    capacity
    * (MemoryLayout<EntryRecord>.stride + MemoryLayout<Int>.stride + MemoryLayout<UInt32>.stride)

  /// The number of the segment that each record's bytes stand in. Nothing here keeps a segment: a chunk outlives those
  /// of its first records.
  private let segments: UnsafeMutablePointer<Int>
  private let records: UnsafeMutablePointer<EntryRecord>
  /// The records' type numbers once more, close together: a filter by type reads nothing else.
  private let types: UnsafeMutablePointer<UInt32>
  /// How many records are written. Guarded by `EventStore.state`.
  private(set) var count = 0

  init() {
    records = .allocate(capacity: Self.capacity)
    segments = .allocate(capacity: Self.capacity)
    types = .allocate(capacity: Self.capacity)
  }

  deinit {
    records.deallocate()
    segments.deallocate()
    types.deallocate()
  }

  var isFull: Bool { count == Self.capacity }

  func append(_ record: EntryRecord, segment: Int) {
    precondition(!isFull, "the chunk is full")
    (records + count).initialize(to: record)
    (segments + count).initialize(to: segment)
    (types + count).initialize(to: record.typeID)
    count += 1
  }

  func record(at index: Int) -> EntryRecord { records[index] }
  /// Where a record stands, for who does not want a copy.
  func place(of index: Int) -> UnsafePointer<EntryRecord> { UnsafePointer(records + index) }
  func typeIDs(_ range: Range<Int>) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: types + range.lowerBound, count: range.count)
  }
  func segment(at index: Int) -> Int { segments[index] }
}
