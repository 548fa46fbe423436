import CloudEvents

extension StoreState {
  /// Keeps what a delivery turned out to be.
  ///
  /// - Parameters:
  ///   - findings: one for each entry.
  ///   - message: what the events' spans count in.
  mutating func append(
    _ appended: UnsafePointer<AppendedDelivery>, _ findings: UnsafePointer<EntryFindings>,
    _ message: UnsafeRawBufferPointer
  ) {
    let count = appended.pointee.delivery.bytes.count
    let decodedCount = appended.pointee.delivery.decodedBytes?.count ?? 0
    var peer = appended.pointee.delivery.peer
    let peerLength = min(peer.utf8.count, 255)
    let segment = room(for: peerLength + count + decodedCount + Self.ownCount(of: appended))
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
          index, of: appended, events.baseAddress, findings[index], record, in: message, to: segment)
      }
    }
    counters.bytes += UInt64(count)
    if !appended.pointee.isSent {
      rates.add(at: appended.pointee.delivery.received, count: appended.pointee.entries.count)
    }
    evict()
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
  private mutating func append(
    _ index: Int, of appended: UnsafePointer<AppendedDelivery>, _ events: UnsafePointer<DecodedEvent>?,
    _ findings: EntryFindings, _ common: EntryRecord, in message: UnsafeRawBufferPointer,
    to segment: ByteSegment
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
    record.outcomeID = number(of: entry.outcome)
    if let event = entry.event.flatMap({ events?.advanced(by: $0) }) {
      record.extent = event.pointee.extent
      if let own = event.pointee.ownBytes {
        own.withUnsafeBytes { own in
          let start = Int(record.offset) + Int(record.peerLength)
          record.own = ByteRange(start: segment.append(own) - start, count: own.count)
          describe(event, in: own, &record)
        }
      } else {
        describe(event, in: message, &record)
      }
      count(findings.identity, of: &record)
    }
    if let refusal = appended.pointee.delivery.refusal { refusals[next] = refusal }
    push(record)
  }

  private mutating func describe(
    _ event: UnsafePointer<DecodedEvent>, in bytes: UnsafeRawBufferPointer, _ record: inout EntryRecord
  ) {
    record.typeID = event.pointee.encoded.type.interned(in: bytes, by: &types)
    record.sourceID = event.pointee.encoded.source.interned(in: bytes, by: &sources)
    record.dataCount = event.pointee.encoded.data.range.count
    record.subject = event.pointee.encoded.subject
  }

  /// Notes whether an event with the same source and id came before.
  private mutating func count(_ identity: UInt64, of record: inout EntryRecord) {
    // What was sent from here comes back as itself, not as a repetition.
    guard identity != 0, !record.flags.contains(.sent) else { return }
    record.identity = identity
    // What was refused is sent again, and that is no repetition.
    let seen =
      record.isTaken
      ? Self.countUp(&identities[identity, default: 0]) : identities[identity] ?? 0
    if seen > 0 { record.flags.insert(.duplicate) }
  }

  /// What a count was before it grew by one, looked up once for both.
  private static func countUp(_ count: inout Int32) -> Int32 {
    defer { count += 1 }
    return count
  }

  /// Adds a record whose bytes stand in the newest segment.
  private mutating func push(_ record: EntryRecord) {
    if chunks.last?.isFull ?? true { chunks.append(RecordChunk()) }
    chunks[chunks.count - 1].append(record, segment: firstSegment + segments.count - 1)
    if record.flags.contains(.sent) { answers.await(next) }
    next += 1
    Self.add(1, for: record.typeID, to: &typeCounts)
    Self.add(1, for: record.sourceID, to: &sourceCounts)
    counters.entries += 1
    if record.flags.contains(.valid) { counters.valid += 1 } else { counters.invalid += 1 }
    if record.flags.contains(.warning) { counters.warnings += 1 }
    if record.flags.contains(.duplicate) { counters.duplicates += 1 }
    if record.flags.contains(.sent) { counters.sent += 1 }
  }

  private mutating func number(of outcome: EntryOutcome) -> UInt32 {
    if outcome.isEmpty { return 0 }
    if let known = outcomes.lastIndex(of: outcome) { return UInt32(known) }
    // Outcomes are combinations of rules, so there are few; past the bound an entry shows none.
    guard outcomes.count < 4096 else { return 0 }
    outcomes.append(outcome)
    return UInt32(outcomes.count - 1)
  }

  private mutating func room(for count: Int) -> ByteSegment {
    if let last = segments.last, last.free >= count { return last }
    let segment = count <= pool.size ? ByteSegment(from: pool) : ByteSegment(capacity: count)
    segments.append(segment)
    segmentBytes += segment.capacity
    return segment
  }
}

extension EncodedValue {
  fileprivate func interned(in bytes: UnsafeRawBufferPointer, by interner: inout Interner) -> UInt32 {
    if coding == .plain { return interner.intern(bytes[range]) }
    return self.bytes(in: bytes)?.withUnsafeBytes { interner.intern($0) } ?? 0
  }
}
