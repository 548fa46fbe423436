import CloudEvents
import CloudEventsHTTP
import InspectorCore

extension ReceivedDelivery {
  /// An HTTP message that nobody delivered, as if it had been: a batch is taken whole, or its wrong members are named.
  ///
  /// - Parameters:
  ///   - delivery: its bytes, as they stood there.
  ///   - head: `nil` where there was only a body.
  ///   - responseStatus: the status where it is a response.
  init(
    captured message: DecodedMessage, _ delivery: Delivery, head: HTTPHead?, responseStatus: Int?,
    firstNumber: UInt64
  ) {
    let isBatch = message.mode == .batched
    let isValid = message.isValid
    var entries: [AppendedDelivery.Entry] = []
    for (index, event) in message.events.enumerated() where isValid || isBatch && !event.isValid {
      entries.append(
        .init(
          event: index, isValid: event.isValid, hasWarning: !event.violations.isEmpty,
          batchIndex: isBatch ? index : nil))
    }
    if entries.isEmpty && !isValid { entries = [.init(event: message.events.indices.first, isValid: false)] }
    let answer = isValid ? 202 : message.isUnsupported ? 415 : 400
    self.init(
      delivery: delivery, mode: message.mode, format: message.format, head: head, events: message.events,
      entries: entries,
      batchCount: message.events.count, messageViolations: message.violations,
      status: responseStatus ?? answer, firstNumber: firstNumber)
  }

  /// A whole message of a capture.
  ///
  /// - Parameter peer: what the file is called.
  init(captured message: HTTPMessageReader.Message, peer: String, firstNumber: UInt64) {
    var delivery = Delivery(captured: message.bytes, head: message.head, peer: peer)
    // A body that is not what its coding says is shown as it stands, and no event is found in it.
    try? delivery.decodeContent(limit: Delivery.largestCaptured)
    let bytes = delivery.messageBytes
    let (decoded, status) = bytes.withUnsafeBytes { bytes in
      (
        DecodedDelivery(delivery, in: bytes, using: .program).message, message.head.status(in: bytes)
      )
    }
    self.init(
      captured: decoded, delivery, head: message.head, responseStatus: status, firstNumber: firstNumber)
  }
}

extension Delivery {
  /// The most bytes that a coded body of a capture may have when it is decoded.
  static let largestCaptured = 1 << 28

  /// A message that nobody delivered.
  init(captured bytes: [UInt8], head: HTTPHead?, peer: String) {
    self.init(transport: .http, peer: peer, received: .now(), bytes: bytes, headLength: head?.length ?? 0)
  }
}
