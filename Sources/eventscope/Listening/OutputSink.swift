import CloudEvents
import InspectorCore
import Synchronization

/// What `listen` prints for a delivery.
enum ListenOutput: String, CaseIterable, Sendable {
  /// Each accepted event as a line of JSON.
  case event
  /// Each delivery, the refused ones too, as a delivery record.
  case record
  /// Text for people.
  case pretty
  /// A line of text for each event, for screen readers and logs.
  case line
  case none
}

/// Prints what arrives, as far as the filter lets it, and counts the events.
final class OutputSink: DeliverySink {
  private let form: ListenOutput
  private let condition: EventCondition
  private let keepSecrets: Bool
  private let isTerminal: Bool
  private let decoders: DataDecoders
  private let store: EventStore
  private let output: OutputQueue
  /// How many events are still wanted; `nil` without a bound.
  private let wanted: Mutex<Int?>
  private let onLast: @Sendable () -> Void

  init(
    form: ListenOutput, setup: ListeningSetup, store: EventStore, output: OutputQueue, count: Int?,
    onLast: @escaping @Sendable () -> Void
  ) {
    self.form = form
    condition = setup.condition
    keepSecrets = setup.keepSecrets
    isTerminal = StandardOutput.isTerminal
    decoders = setup.decoders
    self.store = store
    self.output = output
    wanted = Mutex(count)
    self.onLast = onLast
  }

  func reserve(_ received: ReceivedDelivery) -> Reservation? {
    let chosen = received.entries.indices.filter { matches(received, entry: $0) }
    let isAccepted = (200..<300).contains(received.status)
    let events = chosen.filter {
      isAccepted && received.entries[$0].isValid && !received.dropped.contains($0)
    }
    // What is not taken is not worth being made.
    let isOver = isAccepted && wanted.withLock { $0.map { $0 <= 0 } ?? false }
    guard !isOver, form == .none || output.hasRoom else { return nil }
    let bytes = rendered(received, chosen: chosen, events: events)
    let isLast: Bool? = wanted.withLock { wanted in
      // After the last one nothing more is acknowledged.
      if let left = wanted, left <= 0, isAccepted { return nil }
      guard output.reserve(bytes.count) else { return nil }
      guard let left = wanted, !events.isEmpty else { return false }
      wanted = left - events.count
      return left - events.count <= 0
    }
    guard let isLast else { return nil }
    return Reservation { [output, onLast] in
      output.put(reserved: bytes)
      if isLast { onLast() }
    } cancel: { [self] in
      output.release(bytes.count)
      wanted.withLock { if let left = $0 { $0 = left + events.count } }
    }
  }

  private func rendered(_ received: ReceivedDelivery, chosen: [Int], events: [Int]) -> [UInt8] {
    var out: [UInt8] = []
    func appendLine(_ line: [UInt8]) {
      out += isTerminal ? TerminalJSON.escaped(line) : line
      out.append(0x0a)
    }
    switch form {
    case .none:
      break
    case .event:
      received.delivery.messageBytes.withUnsafeBytes { bytes in
        for index in events {
          guard let event = received.decodedEvent(ofEntry: index)?.event(in: bytes) else { continue }
          appendLine(JSONEventFormat().encodeLine(event))
        }
      }
    case .record, .pretty, .line:
      guard !chosen.isEmpty else { break }
      let records = received.records(keepSecrets: keepSecrets)
      for index in chosen {
        switch form {
        case .record: appendLine(records[index].line)
        case .line: out += Array((PrettyRecord(records[index], decoders: decoders).headline + "\n").utf8)
        default: out += Array(PrettyRecord(records[index], decoders: decoders).text.utf8)
        }
      }
    }
    return out
  }

  private func matches(_ received: ReceivedDelivery, entry index: Int) -> Bool {
    guard !condition.isEmpty else { return true }
    return received.withSubject(ofEntry: index, now: received.delivery.received) { event, bytes in
      store.hasSeen(event, in: bytes)
    } _: { subject in
      condition.matches(subject)
    }
  }
}
