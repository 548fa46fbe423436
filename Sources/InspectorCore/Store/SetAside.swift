import CloudEvents

/// Entries whose turn to go has come and that somebody wants to keep, in their order. Each has a segment of its own
/// size, so that the large one that it stood in can go.
struct SetAside: Sendable {
  struct Entry: Sendable {
    let number: UInt64
    var record: EntryRecord
    var segment: ByteSegment
  }

  private(set) var entries: [Entry] = []
  /// The numbers of those that nobody wants to keep any more.
  private var loose: Set<UInt64> = []
  private var segmentBytes = 0

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }
  var first: Entry? { entries.first }

  /// Bytes of memory for deliveries and records.
  var memory: Int { segmentBytes + entries.count * MemoryLayout<Entry>.stride }

  /// Takes an entry that is newer than all that are here, and copies its bytes.
  mutating func append(_ entry: Entry) {
    let segment = ByteSegment(capacity: entry.record.segmentCount)
    entry.segment.withBytes(at: Int(entry.record.offset), count: entry.record.segmentCount) {
      _ = segment.append($0)
    }
    var copy = entry
    copy.record.offset = 0
    copy.segment = segment
    entries.append(copy)
    segmentBytes += segment.capacity
  }

  mutating func removeFirst() { remove(at: 0) }

  /// Takes out the oldest one that nobody wants to keep any more.
  mutating func removeFirstLoose() -> Entry? {
    guard !loose.isEmpty, let index = entries.firstIndex(where: { loose.contains($0.number) }) else {
      return nil
    }
    let entry = entries[index]
    remove(at: index)
    return entry
  }

  private mutating func remove(at index: Int) {
    let entry = entries.remove(at: index)
    loose.remove(entry.number)
    segmentBytes -= entry.segment.capacity
  }

  /// Says which entries somebody wants to keep.
  mutating func pin(_ numbers: Set<UInt64>) {
    loose = Set(entries.map(\.number)).subtracting(numbers)
  }

  /// An entry by its number.
  func entry(_ number: UInt64) -> Entry? {
    let place = entries.partitioningIndex { $0.number >= number }
    return place < entries.count && entries[place].number == number ? entries[place] : nil
  }
}
