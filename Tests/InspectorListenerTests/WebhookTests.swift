import InspectorCore
import Synchronization
import Testing

@testable import InspectorListener

/// The webhook handshake as its receiver (Web Hooks 1.0.2, 4).
@Suite struct WebhookTests {
  private func options(_ fields: String) -> String {
    "OPTIONS /in HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
  }

  @Test(arguments: [
    ("", nil, nil),
    ("WebHook-Request-Origin: emitter.example\r\n", "emitter.example", "*"),
    ("webhook-request-origin: Emitter.Example \r\nWebHook-Request-Rate: 120\r\n", "Emitter.Example", "120"),
  ])
  func `who asks may send, by exactly its name`(fields: String, origin: String?, rate: String?) throws {
    let wire = try Wire()
    wire.send(options(fields))
    let answer = wire.received()
    #expect(answer.hasPrefix(origin == nil ? "HTTP/1.1 204 " : "HTTP/1.1 200 "))
    #expect(answer.contains("Allow: POST, PUT, OPTIONS\r\n"))
    #expect(answer.contains("WebHook-Allowed-Origin: \(origin ?? "")\r\n") == (origin != nil))
    #expect(answer.contains("WebHook-Allowed-Rate: \(rate ?? "")\r\n") == (rate != nil))
    #expect(!answer.lowercased().contains("access-control"))
    #expect(wire.recorder.all.isEmpty)
  }

  @Test(arguments: [
    "WebHook-Request-Origin: \r\n", "WebHook-Request-Origin: a b\r\n",
    "WebHook-Request-Origin: a\r\nWebHook-Request-Rate: 0\r\n",
    "WebHook-Request-Origin: a\r\nWebHook-Request-Rate: fast\r\n",
    "WebHook-Request-Origin: a\r\nWebHook-Request-Callback: a b\r\n",
  ])
  func `a question that cannot be answered gets no permission`(fields: String) throws {
    let wire = try Wire()
    wire.send(options(fields))
    let answer = wire.received()
    #expect(answer.hasPrefix("HTTP/1.1 400 ") && !answer.contains("WebHook-Allowed"))
  }

  @Test func `the callback is shown to the user and left alone`() throws {
    let inspector = Inspector(store: EventStore())
    let asked = Mutex<[WebhookHandshake]>([])
    inspector.observeHandshakes { handshake in asked.withLock { $0.append(handshake) } }
    inspector.asked(
      WebhookHandshake(origin: "emitter.example", rate: "7", callback: "https://emitter.example/c?k=1"))
    let sentence = asked.withLock { $0.map(\.sentence) }
    #expect(
      sentence == [
        "emitter.example asked to send webhooks, 7 a minute, and may; to confirm it by its callback as well, open "
          + "https://emitter.example/c?k=1."
      ])
    let wire = try Wire()
    wire.send(options("WebHook-Request-Origin: a\r\nWebHook-Request-Callback: https://a/c\r\n"))
    #expect(wire.recorder.asked == [WebhookHandshake(origin: "a", callback: "https://a/c")])
  }
}
