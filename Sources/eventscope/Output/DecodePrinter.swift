import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Prints what was found in messages that nobody delivered.
struct DecodePrinter {
  private let name: String
  private let output: DecodeOutput
  private let keepSecrets: Bool
  private let binding = HTTPBinding.program
  private var nextNumber: UInt64 = 1
  /// How many messages were put.
  private(set) var count = 0
  private(set) var isAllValid = true
  /// How many of them were answers that say nothing of an event.
  private(set) var responses = 0

  init(name: String, output: DecodeOutput, keepSecrets: Bool) {
    self.name = name
    self.output = output
    self.keepSecrets = keepSecrets
  }

  /// A whole message.
  mutating func put(_ message: HTTPMessageReader.Message) {
    var delivery = Delivery(captured: message.bytes, head: message.head, peer: name)
    do {
      try delivery.decodeContent(limit: Delivery.largestCaptured)
    } catch {
      StandardError.say(
        "\(name), message \(count + 1): the body is not what Content-Encoding says: \(error).")
      count += 1
      return put(broken: message.bytes, reason: "The body is not what Content-Encoding says: \(error).")
    }
    let bytes = delivery.messageBytes
    let decoded = bytes.withUnsafeBytes {
      binding.decode(message.head, body: ByteRange(message.head.length..<bytes.count), in: $0)
    }
    let status = bytes.withUnsafeBytes { message.head.status(in: $0) }
    if decoded.mode == nil, let status {
      count += 1
      responses += 1
      return StandardError.say(
        "\(name), message \(count): a response with \(status) and without an event; skipped.")
    }
    put(decoded, delivery, head: message.head, responseStatus: status)
  }

  /// A body on its own.
  mutating func put(_ body: [UInt8], type: MediaType) {
    let decoded = body.withUnsafeBytes { binding.decode(body: $0, contentType: type) }
    put(decoded, Delivery(captured: body, head: nil, peer: name), head: nil, responseStatus: nil)
  }

  /// What could not be read as a message: a record of it says why.
  mutating func put(broken bytes: [UInt8], reason: String) {
    isAllValid = false
    guard output == .record else { return }
    let head = bytes.withUnsafeBytes { try? HTTPHead($0) }
    let delivery = Delivery(
      transport: .http, peer: name, received: .now(), bytes: bytes, headLength: head?.length ?? 0,
      refusal: Delivery.Refusal(
        status: 400, reason: reason, rule: "http.framing", section: "RFC 9112, 6"))
    // What its head says of an event is told, as of a delivery that is refused.
    let message = bytes.withUnsafeBytes { DecodedDelivery(delivery, in: $0, using: binding).message }
    let received = ReceivedDelivery(
      delivery: delivery, mode: message.mode, format: message.format, head: head,
      events: message.events, entries: [.init(event: message.events.indices.first, isValid: false)],
      status: 400, firstNumber: nextNumber)
    nextNumber += 1
    for record in received.records(keepSecrets: keepSecrets) { StandardOutput.writeJSON(record.line) }
  }

  private mutating func put(
    _ message: DecodedMessage, _ delivery: Delivery, head: HTTPHead?, responseStatus: Int?
  ) {
    count += 1
    if !message.isValid { isAllValid = false }
    let place = head == nil ? name : "\(name), message \(count)"
    StandardError.say(message.allViolations, at: place)
    let received = ReceivedDelivery(
      captured: message, delivery, head: head, responseStatus: responseStatus, firstNumber: nextNumber)
    nextNumber += UInt64(received.entries.count)
    switch output {
    case .record:
      for var record in received.records(keepSecrets: keepSecrets) {
        if responseStatus != nil { (record.method, record.target) = (nil, nil) }
        StandardOutput.writeJSON(record.line)
      }
    case .event where message.isValid:
      delivery.messageBytes.withUnsafeBytes { bytes in
        for event in message.events {
          StandardOutput.writeJSON(JSONEventFormat().encodeLine(event.event(in: bytes)))
        }
      }
    case .event:
      break
    }
  }
}
