import InspectorCore
import Synchronization

/// Keeps what it receives, and answers as it is told.
final class Recorder: DeliveryReceiver {
  private let deliveries = Mutex<[Delivery]>([])
  private let handshakes = Mutex<[WebhookHandshake]>([])
  private let answer: @Sendable (Delivery) -> Answer

  init(answer: @escaping @Sendable (Delivery) -> Answer = { _ in .accepted }) {
    self.answer = answer
  }

  var all: [Delivery] { deliveries.withLock { $0 } }
  var refusals: [Delivery.Refusal] { all.compactMap(\.refusal) }

  var asked: [WebhookHandshake] { handshakes.withLock { $0 } }

  func asked(_ handshake: WebhookHandshake) {
    handshakes.withLock { $0.append(handshake) }
  }

  func receive(_ delivery: Delivery) -> Answer {
    deliveries.withLock { $0.append(delivery) }
    if let refusal = delivery.refusal { return Answer(status: refusal.status) }
    return answer(delivery)
  }
}

extension Delivery {
  var head: [UInt8] { Array(bytes.prefix(headLength)) }
  var body: [UInt8] { Array(bytes.dropFirst(headLength)) }
  var bodyText: String { String(decoding: body, as: UTF8.self) }
  var requestLine: String {
    String(decoding: bytes.prefix { $0 != 0x0d && $0 != 0x0a }, as: UTF8.self)
  }
}
