import InspectorCore

/// What one file says of one delivery: an entry, or the members of a batch that came together.
struct RecordedDelivery {
  /// One entry for each record, in their order; at least one.
  var entries: [RecordedEntry]
  /// Where the first one stands.
  var place: String

  var first: RecordedEntry { entries[0] }

  /// The delivery with all its entries, as if it had just come.
  var received: ReceivedDelivery {
    var received = first.received
    received.entries += entries.dropFirst().map { $0.received.entries[0] }
    received.dropped = Set(entries.indices.filter { !entries[$0].received.dropped.isEmpty })
    return received
  }

  /// Whether a record belongs to the same delivery: a later member of its batch, whose body stands on the first.
  func isContinued(by entry: RecordedEntry) -> Bool {
    guard let batch = first.batch, let other = entry.batch, let last = entries.last?.batch else {
      return false
    }
    return entry.body == nil && other.count == batch.count && other.index > last.index
      && entry.moment == first.moment && entry.received.delivery.peer == first.received.delivery.peer
  }
}

extension RecordingInput {
  /// Calls `body` with each delivery until it returns `false`. What is no entry goes to `other`.
  func forEachDelivery(
    other: (RecordingItem) -> Void, _ body: (RecordedDelivery) throws(Failure) -> Bool
  ) throws(Failure) {
    var current: RecordedDelivery?
    var isOver = false
    try forEach { (item: RecordingItem) throws(Failure) in
      guard case .entry(let entry) = item.content else {
        other(item)
        return true
      }
      if current?.isContinued(by: entry) == true {
        current?.entries.append(entry)
        return true
      }
      if let whole = current, try !body(whole) {
        isOver = true
        return false
      }
      current = RecordedDelivery(entries: [entry], place: item.place)
      return true
    }
    if let whole = current, !isOver { _ = try body(whole) }
  }
}
