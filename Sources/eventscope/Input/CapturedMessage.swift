import CloudEvents
import CloudEventsHTTP
import InspectorCore

extension ReceivedDelivery {
  /// An HTTP message that nobody delivered, as if it had been: a batch is taken whole, or its wrong members are named.
  ///
  /// - Parameters:
  ///   - head: `nil` where there was only a body.
  ///   - responseStatus: the status where it is a response.
  ///   - peer: what the file is called.
  init(
    captured message: DecodedMessage, bytes: [UInt8], head: HTTPHead?, responseStatus: Int?, peer: String,
    firstNumber: UInt64
  ) {
    let isBatch = message.mode == .batched
    let isValid = message.isValid
    var entries: [AppendedDelivery.Entry] = []
    for (index, event) in message.events.enumerated() where isValid || isBatch && !event.isValid {
      entries.append(
        .init(
          event: event, isValid: event.isValid, hasWarning: !event.violations.isEmpty,
          batchIndex: isBatch ? index : nil))
    }
    if entries.isEmpty && !isValid { entries = [.init(event: message.events.first, isValid: false)] }
    let answer = isValid ? 202 : message.isUnsupported ? 415 : 400
    self.init(
      delivery: Delivery(
        transport: .http, peer: peer, received: .now(), bytes: bytes, headLength: head?.length ?? 0),
      mode: message.mode, format: message.format, head: head, entries: entries,
      batchCount: message.events.count, messageViolations: message.violations,
      status: responseStatus ?? answer, firstNumber: firstNumber)
  }

  /// A whole message of a capture.
  init(captured message: HTTPMessageReader.Message, peer: String, firstNumber: UInt64) {
    let (decoded, status) = message.bytes.withUnsafeBytes { bytes in
      (
        HTTPBinding.program.decode(message.head, body: message.body, in: bytes),
        message.head.status(in: bytes)
      )
    }
    self.init(
      captured: decoded, bytes: message.bytes, head: message.head, responseStatus: status, peer: peer,
      firstNumber: firstNumber)
  }
}
