import Foundation

/// What is sent: one content mode, as headers and a body.
struct Load: Sendable {
  var name: String
  var headers: [(name: String, value: String)]
  var body: String
  /// How many events a request carries.
  var events = 1

  /// Attributes in headers, 256 bytes of JSON as data.
  static let binary = Load(
    name: "binary, 256 B of data",
    headers: [
      ("ce-specversion", "1.0"), ("ce-id", "01J9Z3K4M5N6P7Q8R9S0T1U2V3"), ("ce-source", "/orders/eu-west-1"),
      ("ce-type", "com.example.order.created"), ("ce-time", "2026-11-23T08:31:40.123456Z"),
      ("ce-subject", "order/4711"), ("Content-Type", "application/json"),
    ],
    body: padded(#"{"order":{"id":4711,"total":12.50,"items":["a","b","c"]},"note":""#, #""}"#, to: 256))

  /// An event of 1 KiB in the JSON format.
  static let structured = Load(
    name: "structured, 1 KiB", headers: [("Content-Type", "application/cloudevents+json")],
    body: event(size: 1024))

  /// A hundred events of 500 bytes in the JSON batch format.
  static let batched = Load(
    name: "batched, 100 of 500 B", headers: [("Content-Type", "application/cloudevents-batch+json")],
    body: "[" + [String](repeating: event(size: 500), count: 100).joined(separator: ",") + "]", events: 100)

  static let all = [binary, structured, batched]

  /// An event in the JSON format.
  static func event(
    size: Int, id: String = "01J9Z3K4M5N6P7Q8R9S0T1U2V3", type: String = "com.example.order.created"
  )
    -> String
  {
    padded(
      #"{"specversion":"1.0","id":"\#(id)","source":"/orders/eu-west-1","type":"\#(type)","#
        + #""time":"2026-11-23T08:31:40.123456Z","subject":"order/4711","datacontenttype":"application/json","#
        + #""data":{"order":{"id":4711,"total":12.50},"note":""#, #""}}"#, to: size)
  }

  /// The script by which wrk sends it.
  var script: String {
    let lines = headers.map { "wrk.headers[\"\($0.name)\"] = \"\($0.value)\"" }
    return "wrk.method = \"POST\"\nwrk.body = [==[\(body)]==]\n" + lines.joined(separator: "\n") + "\n"
  }

  /// The request as it goes over a socket.
  var request: [UInt8] {
    let head =
      "POST / HTTP/1.1\r\nHost: localhost\r\n"
      + headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "Content-Length: \(body.utf8.count)\r\n\r\n"
    return Array((head + body).utf8)
  }

  private static func padded(_ start: String, _ end: String, to size: Int) -> String {
    start + String(repeating: "x", count: max(0, size - start.utf8.count - end.utf8.count)) + end
  }
}
