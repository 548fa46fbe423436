import CloudEventsHTTP
import InspectorCore

/// A file of events, records or raw requests that is loaded while the screen is on.
struct EventFile {
  /// What was in it.
  struct Loaded {
    var name: String
    var count = 0
    /// Lines that are neither event nor record.
    var wrong = 0
    var isWhole: Bool { wrong == 0 && count > 0 }

    var sentence: String {
      let events = "Loaded \(count) \(count == 1 ? "entry" : "entries") from \(name)"
      return wrong == 0 ? events + "." : events + "; \(wrong) are neither events nor records."
    }
  }

  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Adds what stands in it to a store.
  func load(into store: EventStore) throws(Failure) -> Loaded {
    let bytes = try InputFile(path).read()
    var loaded = Loaded(name: path)
    if let first = bytes.first, (0x41...0x5a).contains(first) {
      try loadRequests(bytes, into: store, &loaded)
    } else {
      try RecordingInput(path).forEach { (item: RecordingItem) throws(Failure) in
        if case .entry(let entry) = item.content {
          var received = entry.received
          received.dropped = []
          store.append(received.appended)
          loaded.count += 1
        } else {
          loaded.wrong += 1
        }
        return true
      }
    }
    return loaded
  }

  /// Raw HTTP requests, one behind the other.
  private func loadRequests(
    _ bytes: [UInt8], into store: EventStore, _ loaded: inout Loaded
  ) throws(Failure) {
    let inspector = Inspector(store: store)
    var reader = HTTPMessageReader(bytes)
    do {
      while let message = try reader.next() {
        _ = inspector.receive(
          Delivery(
            transport: .http, peer: path, received: .now(), bytes: message.bytes,
            headLength: message.head.length))
        loaded.count += 1
      }
    } catch {
      throw Failure(.data, "\(path) is no HTTP message: \(error).")
    }
  }
}
