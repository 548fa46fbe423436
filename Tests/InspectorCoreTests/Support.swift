import CloudEvents
import InspectorCore

/// Requests and lines as they come over the wire.
enum Wire {
  /// A request in binary mode; a `nil` attribute is left out.
  static func binary(
    id: String? = "1", source: String? = "/test", type: String? = "com.example.test",
    headers: [(String, String)] = [], contentType: String? = "application/json", body: [UInt8]
  ) -> Delivery {
    var head = "POST /hooks/a HTTP/1.1\r\nHost: localhost:8080\r\nce-specversion: 1.0\r\n"
    if let id { head += "ce-id: \(id)\r\n" }
    if let source { head += "ce-source: \(source)\r\n" }
    if let type { head += "ce-type: \(type)\r\n" }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let contentType { head += "Content-Type: \(contentType)\r\n" }
    return delivery(head, body)
  }

  static func binary(
    id: String? = "1", source: String? = "/test", type: String? = "com.example.test",
    headers: [(String, String)] = [], contentType: String? = "application/json", body: String = #"{"n":1}"#
  ) -> Delivery {
    binary(
      id: id, source: source, type: type, headers: headers, contentType: contentType, body: Array(body.utf8))
  }

  /// A request in structured or batched mode, or one that is no event at all.
  static func request(
    contentType: String = "application/cloudevents+json", body: String, headers: [(String, String)] = []
  ) -> Delivery {
    var head = "POST / HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: \(contentType)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    return delivery(head, Array(body.utf8))
  }

  /// A batch of JSON events, as they are written.
  static func batch(_ members: String...) -> Delivery {
    request(
      contentType: "application/cloudevents-batch+json", body: "[" + members.joined(separator: ",") + "]")
  }

  /// A JSON event; `more` is put behind its attributes.
  static func json(_ id: String, type: String = "com.example.test", more: String = "") -> String {
    #"{"specversion":"1.0","id":"\#(id)","source":"/test","type":"\#(type)"\#(more)}"#
  }

  /// A line of NDJSON.
  static func line(_ text: String) -> Delivery {
    Delivery(
      transport: .ndjson, peer: "unix:uid=0,pid=1", received: .start, bytes: Array(text.utf8), headLength: 0)
  }

  /// A request whose bytes are the scalars of a text, up to U+FF.
  static func raw(_ head: String) -> Delivery {
    let bytes = head.unicodeScalars.map { UInt8($0.value) }
    return Delivery(
      transport: .http, peer: "127.0.0.1:51234", received: .start, bytes: bytes, headLength: bytes.count)
  }

  private static func delivery(_ head: String, _ body: [UInt8]) -> Delivery {
    let head = Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8)
    return Delivery(
      transport: .http, peer: "127.0.0.1:51234", received: .start, bytes: head + body, headLength: head.count)
  }
}

extension WallTime {
  /// 2026-11-23T08:31:40.123456Z.
  static let start = WallTime(nanoseconds: 1_795_422_700_123_456_000)

}

/// An inspector with its store, to which deliveries are given.
struct Bench {
  let store: EventStore
  let inspector: Inspector

  init(
    limits: EventStore.Limits = .init(), rules: RuleSet = RuleSet(), sinks: [any DeliverySink] = []
  ) {
    store = EventStore(limits: limits)
    inspector = Inspector(store: store, rules: rules, sinks: sinks)
  }

  @discardableResult func receive(_ delivery: Delivery) -> Answer { inspector.receive(delivery) }

  var entries: [Entry] {
    let snapshot = store.snapshot()
    return (snapshot.setAside + Array(snapshot.numbers)).map { snapshot[$0] }
  }

  /// Whether a query holds for the newest entry.
  func last(matches query: String, after seconds: Int64 = 0) throws(QueryError) -> Bool {
    let query = try Query(query)
    return entries.last!.withSubject(now: .start.plus(seconds: seconds)) { query.matches($0) }
  }
}

extension Answer {
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension Delivery {
  /// Lends the delivery's first event as a query and a rule see it on its way in.
  func withSubject<Value>(_ body: (QuerySubject) throws -> Value) rethrows -> Value {
    let binding = EventStore().binding
    return try bytes.withUnsafeBytes { bytes in
      let message = DecodedDelivery(self, in: bytes, using: binding).message
      return try body(
        QuerySubject(
          bytes: bytes, headLength: headLength, event: message.events[0], eventBytes: bytes,
          mode: message.mode,
          transport: transport, peer: peer, received: received, status: nil, isValid: message.isValid,
          isDuplicate: false, isSent: false, tags: [], size: bytes.count - headLength, now: received))
    }
  }
}

extension Inspector {
  /// Keeps what was sent from here, with what came back for it.
  func keepSent(_ delivery: Delivery, status: Int, isDelivered: Bool = true) {
    store.note(answer: status, isDelivered: isDelivered, to: keepSending(delivery))
  }
}
