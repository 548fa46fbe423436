import CloudEvents
import CloudEventsHTTP

/// One entry of a file: an event on its own, or what a delivery record says.
public struct RecordedEntry: Sendable {
  /// The delivery with its one entry, as if it had just come: what a store or a query takes.
  public var received: ReceivedDelivery
  /// Whether it stood there as a delivery record.
  public var isRecord: Bool
  /// `seq`; `nil` for an event on its own.
  public var number: UInt64?
  /// When it was received; for an event on its own, its `time`.
  public var moment: Timestamp?
  /// Bytes of the body, of this member of a batch, or of the line.
  public var size: Int
  /// Position and number of members, in a batch.
  public var batch: (index: Int, count: Int)?
  /// All that is wrong: what the record says, and what can be seen in its event.
  public var violations: [RecordedViolation]
  /// The request's method and target; `nil` where there are none.
  public var method: String?
  public var target: [UInt8]?
  /// Names and values in order, as the record has them.
  public var headers: [(name: String, value: [UInt8])]
  /// The body; `nil` for an event on its own, and where it stands on the batch's first member.
  public var body: [UInt8]?

  public var isValid: Bool { received.entries[0].isValid }
  public var mode: ContentMode? { received.mode }
  /// The HTTP status that was answered; `nil` where there is none.
  public var status: Int? {
    !received.delivery.isAnswered || received.status == 0 ? nil : received.status
  }

  /// The event as a value; `nil` where there is none to be had.
  public var event: CloudEvent? {
    guard let decoded = received.decodedEvent(ofEntry: 0) else { return nil }
    let event = received.delivery.messageBytes.withUnsafeBytes { decoded.event(in: $0) }
    return event.attributes.isEmpty && event.data == nil ? nil : event
  }

  /// Lends the entry as a query sees it, and notes it among those that were seen.
  public func withSubject<Value>(
    now: WallTime, seen: inout SeenEvents, _ body: (QuerySubject) -> Value
  ) -> Value {
    let isTaken = isValid && (received.status == 0 || (200..<300).contains(received.status))
    return received.withSubject(ofEntry: 0, now: now) { event, bytes in
      seen.insert(event, in: bytes, isTaken: isTaken)
    } _: { subject in
      var subject = subject
      subject.size = size
      return body(subject)
    }
  }

  /// Reads an event on its own, as if it had come as a line of NDJSON.
  ///
  /// - Parameters:
  ///   - line: one JSON value, or what should be one.
  ///   - name: what the file is called, which stands for the peer.
  public init(eventLine line: [UInt8], name: String, now: WallTime) {
    var delivery = Delivery(transport: .ndjson, peer: name, received: now, bytes: line, headLength: 0)
    let message = line.withUnsafeBytes { DecodedDelivery(delivery, in: $0, using: HTTPBinding()).message }
    let event = message.events.first
    let text = line.withUnsafeBytes { bytes in event?.encoded.time.text(in: bytes) }
    moment = text.flatMap { Timestamp($0) }
    if let time = moment?.nanosecondsSince1970 { delivery.received = WallTime(nanoseconds: time) }
    received = ReceivedDelivery(
      delivery: delivery, mode: message.mode, format: message.format, head: nil,
      events: message.events,
      entries: [
        .init(
          event: message.events.indices.first, isValid: message.isValid, hasWarning: !message.allViolations.isEmpty)
      ], messageViolations: message.violations, status: 0, firstNumber: 0)
    isRecord = false
    size = line.count
    violations = message.allViolations.map { RecordedViolation($0) }
    headers = []
  }

  /// Reads a body in an event format, as if structured or batched mode had brought it: an entry for each event, or one
  /// for a body that has none.
  ///
  /// - Parameters:
  ///   - name: what the file is called, which stands for the peer.
  public static func entries(
    inBody bytes: [UInt8], type: MediaType, using binding: HTTPBinding, name: String, now: WallTime
  ) -> [RecordedEntry] {
    let message = bytes.withUnsafeBytes { binding.decode(body: $0, contentType: type) }
    let isBatch = message.mode == .batched
    let delivery = Delivery(transport: .http, peer: name, received: now, bytes: bytes, headLength: 0)
    func entry(_ event: DecodedEvent?, _ index: Int) -> RecordedEntry {
      let violations = message.violations + (event?.violations ?? [])
      return RecordedEntry(
        received: ReceivedDelivery(
          delivery: delivery, mode: message.mode, format: message.format, head: nil,
          events: event.map { [$0] } ?? [],
          entries: [
            .init(
              event: event == nil ? nil : 0, isValid: !violations.containsError,
              hasWarning: !violations.isEmpty,
              batchIndex: isBatch && event != nil ? index : nil)
          ], batchCount: message.events.count, messageViolations: message.violations, status: 0,
          firstNumber: 0),
        size: isBatch ? Int(event?.extent.count ?? 0) : bytes.count, violations: violations)
    }
    if message.events.isEmpty, !message.isValid { return [entry(nil, 0)] }
    return message.events.enumerated().map { entry($1, $0) }
  }

  private init(received: ReceivedDelivery, size: Int, violations: [Violation]) {
    self.received = received
    self.size = size
    self.violations = violations.map { RecordedViolation($0) }
    isRecord = false
    headers = []
    if let index = received.entries[0].batchIndex { batch = (index, received.batchCount) }
    moment = event?.time
  }

  /// Adds what only those around it show to be wrong.
  public mutating func add(_ found: [Violation]) {
    violations += found.map { RecordedViolation($0) }
    if found.containsError { received.entries[0].isValid = false }
  }

  init(
    record: JSONMembers, received: ReceivedDelivery, moment: Timestamp?, size: Int,
    violations: [RecordedViolation], target: [UInt8]?, headers: [(name: String, value: [UInt8])],
    body: [UInt8]?
  ) {
    self.received = received
    self.moment = moment
    self.size = size
    self.violations = violations
    self.target = target
    self.headers = headers
    self.body = body
    isRecord = true
    number = record.integer("seq").flatMap { UInt64(exactly: $0) }
    method = record.string("method")
    if let index = received.entries[0].batchIndex { batch = (index, received.batchCount) }
  }
}
