import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Requests as they come over the wire, for tests.
public enum Wire {
  /// A binary-mode request.
  public static func binary(
    id: String = "1", source: String = "/test", type: String = "com.example.test",
    attributes: [(String, String)] = [], contentType: String? = "application/json", body: String = #"{"n":1}"#
  ) -> [UInt8] {
    var head = "POST / HTTP/1.1\r\nHost: localhost:8080\r\nce-specversion: 1.0\r\nce-id: \(id)\r\n"
    head += "ce-source: \(source)\r\nce-type: \(type)\r\n"
    for (name, value) in attributes { head += "\(name): \(value)\r\n" }
    if let contentType { head += "Content-Type: \(contentType)\r\n" }
    return Array((head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
  }

  /// A request with a body of a content type: structured or batched mode, or no event at all.
  public static func request(
    contentType: String = "application/cloudevents+json", body: String, method: String = "POST",
    target: String = "/"
  ) -> [UInt8] {
    Array(
      ("\(method) \(target) HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: \(contentType)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
  }
}

extension Delivery {
  /// A delivery of raw request bytes.
  public init(request bytes: [UInt8], at time: WallTime = .testStart, peer: String = "127.0.0.1:51234") {
    let head = bytes.withUnsafeBytes { try? HTTPHead($0) }
    self.init(transport: .http, peer: peer, received: time, bytes: bytes, headLength: head?.length ?? 0)
  }

  /// A line of NDJSON.
  public init(line: String, at time: WallTime = .testStart) {
    self.init(
      transport: .ndjson, peer: "unix:uid=0,pid=1", received: time, bytes: Array(line.utf8), headLength: 0)
  }
}

extension Inspector {
  /// Keeps what was sent from here, with what came back for it.
  public func keepSent(_ delivery: Delivery, status: Int, isDelivered: Bool = true) {
    store.note(answer: status, isDelivered: isDelivered, to: keepSending(delivery))
  }
}

extension WallTime {
  /// 2026-11-23T08:20:35.012Z: when tests begin.
  public static let testStart = WallTime(nanoseconds: 1_795_422_035_012_000_000)

  /// The moment some milliseconds later.
  public func plus(milliseconds: Int64) -> WallTime {
    WallTime(nanoseconds: nanoseconds + milliseconds * 1_000_000)
  }
}
