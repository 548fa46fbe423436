import CloudEvents
import CloudEventsHTTP

/// Where each delivery goes before it is acknowledged, such as an output.
public protocol DeliverySink: Sendable {
  /// Makes room for a delivery, quickly, on a connection's event loop.
  ///
  /// - Returns: `nil` where it cannot be taken, which is then not acknowledged: the sender gets 503.
  func reserve(_ received: ReceivedDelivery) -> Reservation?
}

/// A delivery's place in a sink, until it is known whether it is acknowledged. One of the two is called, once, on any
/// thread.
public struct Reservation: Sendable {
  /// The delivery is acknowledged: it is taken now.
  public var fulfil: @Sendable () -> Void
  /// It is not: its place is free again.
  public var cancel: @Sendable () -> Void

  public init(
    fulfil: @escaping @Sendable () -> Void = {}, cancel: @escaping @Sendable () -> Void = {}
  ) {
    self.fulfil = fulfil
    self.cancel = cancel
  }
}

/// A delivery with all that was decided about it.
public struct ReceivedDelivery: Sendable {
  public var delivery: Delivery
  public var mode: ContentMode?
  /// The event format's media type, in structured and batched mode.
  public var format: String?
  /// `nil` where there is none that can be read.
  public var head: HTTPHead?
  /// What was decoded, which entries point to.
  public var events: [DecodedEvent]
  /// One for each event, or for each wrong member of a refused batch, or one for a delivery that is no event.
  public var entries: [AppendedDelivery.Entry]
  /// How many members the batch has.
  public var batchCount: Int
  /// What is wrong with the message as a whole.
  public var messageViolations: [Violation]
  /// The status that is answered.
  public var status: Int
  /// Which entries a rule has dropped, by their place.
  public var dropped: Set<Int>
  /// The number of the first entry: `seq` in a delivery record.
  public var firstNumber: UInt64

  public init(
    delivery: Delivery, mode: ContentMode?, format: String?, head: HTTPHead?,
    events: [DecodedEvent] = [], entries: [AppendedDelivery.Entry],
    batchCount: Int = 0, messageViolations: [Violation] = [], status: Int, dropped: Set<Int> = [],
    firstNumber: UInt64
  ) {
    self.delivery = delivery
    self.mode = mode
    self.format = format
    self.head = head
    self.events = events
    self.entries = entries
    self.batchCount = batchCount
    self.messageViolations = messageViolations
    self.status = status
    self.dropped = dropped
    self.firstNumber = firstNumber
  }

  /// What the store keeps of it.
  public var appended: AppendedDelivery {
    var kept = entries
    if !dropped.isEmpty || kept.first?.sequence != firstNumber {
      for index in kept.indices { kept[index].sequence = firstNumber + UInt64(index) }
      kept = kept.indices.filter { !dropped.contains($0) }.map { kept[$0] }
    }
    return AppendedDelivery(
      delivery: delivery, mode: mode, events: events, entries: kept, batchCount: batchCount,
      status: delivery.isAnswered ? status : 0)
  }

  /// The content type that tells what an event is that came without one: as a line, or over a WebSocket.
  public var contentType: String {
    guard let format, format != JSONEventFormat().mediaType else {
      return JSONEventFormat().mediaType + "; charset=utf-8"
    }
    return format
  }

  /// The delivery records, one for each entry.
  public func records(keepSecrets: Bool = false) -> [DeliveryRecord] {
    entries.indices.map { DeliveryRecord(self, entry: $0, keepSecrets: keepSecrets) }
  }

  /// The event of an entry as it was decoded; `nil` where none could be found.
  public func decodedEvent(ofEntry index: Int) -> DecodedEvent? { entries[index].event.map { events[$0] } }

  /// The event of an entry as a value; `nil` where none could be found.
  public func event(_ index: Int) -> CloudEvent? {
    delivery.messageBytes.withUnsafeBytes { decodedEvent(ofEntry: index)?.event(in: $0) }
  }

  /// The events that were taken, as values.
  public var acceptedEvents: [CloudEvent] {
    guard (200..<300).contains(status) || status == 0 else { return [] }
    return delivery.messageBytes.withUnsafeBytes { bytes in
      entries.filter(\.isValid).compactMap { entry in entry.event.map { events[$0].event(in: bytes) } }
    }
  }
}
