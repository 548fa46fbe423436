extension StoreState {
  /// Drops the oldest entries until count and bytes are within bounds, pinned ones last; the newest always stays.
  mutating func evict() {
    while count > limits.entries, dropUnpinned() || dropAside() {}
    while memory > limits.bytes {
      if let loose = aside.removeFirstLoose() {
        drop(loose, isPinned: false)
      } else if !releaseOldestSegment(), !dropAside() {
        return
      }
    }
  }

  /// Drops the oldest entry that is not pinned, and sets those aside that stand before it; false where there is none.
  private mutating func dropUnpinned() -> Bool {
    if let loose = aside.removeFirstLoose() {
      drop(loose, isPinned: false)
      return true
    }
    let count = count
    while next - first > 1, self.count == count { takeFirst { $1.setAsideOrDrop($0) } }
    return self.count < count
  }

  /// Drops the oldest of the pinned entries; false where there is none but the newest.
  private mutating func dropAside() -> Bool {
    guard let oldest = aside.first else { return false }
    aside.removeFirst()
    drop(oldest, isPinned: true)
    return true
  }

  /// Memory comes back a segment at a time, so all entries of the oldest one go; false where there is only one.
  private mutating func releaseOldestSegment() -> Bool {
    guard segments.count > 1 else { return false }
    let oldest = segments[0]
    while next - first > 1, segment(of: first) === oldest {
      takeFirst { $1.setAsideOrDrop($0) }
    }
    if segment(of: first) === oldest { return false }
    releaseSegments()
    return true
  }

  /// Takes the oldest entry out of the ring, and gives it to somebody who knows what becomes of it.
  mutating func takeFirst(_ body: (SetAside.Entry, inout StoreState) -> Void) {
    let index = Int(first - base)
    let chunk = chunks[index / RecordChunk.capacity]
    let entry = SetAside.Entry(
      number: first, record: chunk.record(at: index % RecordChunk.capacity),
      segment: segment(of: first))
    body(entry, &self)
    first += 1
    if (index + 1) % RecordChunk.capacity == 0 {
      chunks.removeFirst()
      base += UInt64(RecordChunk.capacity)
    }
    if first < next, segment(of: first) !== entry.segment {
      releaseSegments()
    }
  }

  private mutating func setAsideOrDrop(_ entry: SetAside.Entry) {
    if !pins.isEmpty, pins.contains(entry.number) {
      aside.append(entry)
    } else {
      drop(entry, isPinned: false)
    }
  }

  /// Counts an entry as dropped that is no longer kept.
  private mutating func drop(_ entry: SetAside.Entry, isPinned: Bool) {
    uncount(entry)
    counters.dropped += 1
    if isPinned { counters.droppedPinned += 1 }
  }

  /// Takes an entry that is no longer kept out of what is counted of those that are.
  mutating func uncount(_ entry: SetAside.Entry) {
    let record = entry.record
    Self.add(-1, for: record.typeID, to: &typeCounts)
    Self.add(-1, for: record.sourceID, to: &sourceCounts)
    if record.identity != 0, record.isTaken, let count = identities[record.identity] {
      identities[record.identity] = count > 1 ? count - 1 : nil
    }
    if record.flags.contains(.refused) { refusals[entry.number] = nil }
    if record.flags.contains(.sent) { answers.forget(entry.number) }
  }

  /// Lets go of the segments before the one that the oldest entry stands in.
  private mutating func releaseSegments() {
    let needed = segment(of: first)
    while let oldest = segments.first, oldest !== needed, segments.count > 1 {
      segmentBytes -= oldest.capacity
      segments.removeFirst()
      firstSegment += 1
    }
  }

  private func segment(of number: UInt64) -> ByteSegment {
    let index = Int(number - base)
    let chunk = chunks[index / RecordChunk.capacity]
    return segments[chunk.segment(at: index % RecordChunk.capacity) - firstSegment]
  }
}
