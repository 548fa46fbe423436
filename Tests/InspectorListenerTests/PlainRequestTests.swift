import CloudEventsHTTP
import CloudEventsTesting
import NIOCore
import Testing

@testable import InspectorCore
@testable import InspectorListener

/// The short road of plain requests, and that it leads where the long one does.
@Suite struct PlainRequestTests {
  private static let host = "Host: localhost\r\n"
  private static let length = "Content-Length: 4\r\n"

  private static func request(_ fields: String, line: String = "POST / HTTP/1.1", body: String = "data")
    -> String
  {
    line + "\r\n" + fields + "\r\n" + body
  }

  private static func read(_ text: String, limits: ListenerLimits = ListenerLimits()) -> PlainRequest? {
    Array(text.utf8).withUnsafeBytes { PlainRequest($0, host: Array("localhost".utf8), limits: limits) }
  }

  @Test(arguments: [
    request(host + length),
    request(length + "HOST:localhost\r\n" + RawRequest.event),
    request(host + length + "Connection: Keep-Alive\r\n"),
    request(host + length + "Content-Type: application/json; charset=utf-8\r\nAccept: */*\r\n"),
    request(host + length, line: "POST /a?b=%20&c=\"~ HTTP/1.1"),
    request(host + length, body: "dataPOST / HTTP/1.1\r\n"),
    request(host + "Content-Length: 0\r\n", body: ""),
    request(host + "Content-Length:   000000004\r\n"),
  ])
  func `a POST to a path that has its length and the Host served before is plain`(text: String) throws {
    let request = try #require(Self.read(text))
    let head = try Array(text.utf8).withUnsafeBytes { bytes throws in try HTTPHead(bytes) }
    #expect(request.head.fields == head.fields)
    let body = text.contains("Content-Length: 0") ? 0 : 4
    #expect(request.length == head.length + body)
  }

  @Test(arguments: [
    "", "P", "POST / HTTP/1.1\r\n", request(host + length, body: "dat"),
    request(host), request(length), request(host + host + length), request(host + length + length),
    request("Host: localhost:1\r\n" + length), request("Host: Localhost\r\n" + length),
    request(host + "Content-Length: +4\r\n"), request(host + "Content-Length: 4, 4\r\n"),
    request(host + "Content-Length:\r\n"), request(host + "Content-Length: 0000000004\r\n"),
    request(host + length + "Connection: close\r\n"), request(host + length + "Connection: upgrade\r\n"),
    request(host + length + "Proxy-Connection: close\r\n"), request(host + length + "Upgrade: h2c\r\n"),
    request(host + length + "Transfer-Encoding: chunked\r\n"),
    request(host + length + "Expect: 100-continue\r\n"),
    request(host + length + "Origin: http://localhost\r\n"),
    request(host + length + "Sec-Fetch-Site: none\r\n"),
    request(host + length + "Content-Encoding: gzip\r\n"), request(host + length + "X: a\tb\r\n"),
    request(host + length + "X: ü\r\n"), request(host + length + "X: a \r\n"),
    request(host + length + "X : a\r\n"),
    request(host + length + " folded\r\n"), request(host + length + "X: a\n"),
    request(host + length + "X: a\rb\r\n"),
    request(host + length + ": a\r\n"), request(host + length, line: "PUT / HTTP/1.1"),
    request(host + length, line: "POST / HTTP/1.0"), request(host + length, line: "POST  / HTTP/1.1"),
    request(host + length, line: "POST / HTTP/1.1 "), request(host + length, line: "POST /a b HTTP/1.1"),
    request(host + length, line: "POST /# HTTP/1.1"), request(host + length, line: "POST /ü HTTP/1.1"),
    request(host + length, line: "POST * HTTP/1.1"),
    request(host + length, line: "POST http://localhost/ HTTP/1.1"),
    request(host + length, line: "\r\nPOST / HTTP/1.1"), request(host + length, line: "POST /\tHTTP/1.1"),
    request(host + length).replacing("\r\n", with: "\n"),
    request(host + length).replacing("\r\n\r\n", with: "\r\n\n"),
  ])
  func `whatever else there is, or is missing, is left to the decoder`(text: String) {
    #expect(Self.read(text)?.length == nil)
  }

  @Test func `what is beyond a limit is left to the decoder`() {
    let text = Self.request(Self.host + Self.length, line: "POST /12345 HTTP/1.1")
    func with(_ change: (inout ListenerLimits) -> Void) -> Bool {
      var limits = ListenerLimits()
      change(&limits)
      return Self.read(text, limits: limits) != nil
    }
    #expect(with { $0.target = 6 } && !with { $0.target = 5 })
    #expect(with { $0.maxBody = 4 } && !with { $0.maxBody = 3 })
    #expect(with { $0.fields = 2 } && !with { $0.fields = 1 })
    let head = text.utf8.count - 4
    #expect(with { $0.headerList = head } && !with { $0.headerList = head - 1 })
    #expect(with { $0.headerField = head } && !with { $0.headerField = head - 1 })
  }

  /// What somebody sees of a connection: what was delivered, how it was answered, and whether it goes on.
  private struct Seen: Equatable {
    var bodies: [[UInt8]]
    var heads: [[UInt8]]
    var refusals: [Delivery.Refusal?]
    var statuses: [Int]
    var plain: Int
  }

  /// - Parameter isLong: whether everything goes through the decoder.
  private static func seen(_ bytes: [UInt8], isLong: Bool) throws -> Seen {
    var limits = ListenerLimits()
    limits.maxBody = 100 * 1024
    let wire = try Wire(limits: limits)
    if isLong { try wire.channel.pipeline.syncOperations.handler(type: RawTap.self).takePlain = nil }
    // The Host that plain requests name is the one that was served before.
    wire.send(RawRequest.post("Content-Length: 0\r\n"))
    wire.send(bytes)
    wire.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let all = wire.recorder.all
    return Seen(
      bodies: all.map(\.body), heads: all.map(\.head), refusals: all.map(\.refusal),
      statuses: wire.statuses(),
      plain: all.count { $0.parsedHead != nil })
  }

  private static func check(_ bytes: [UInt8]) throws {
    let long = try seen(bytes, isLong: true)
    var short = try seen(bytes, isLong: false)
    short.plain = long.plain
    #expect(short == long, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
  }

  @Test func `plain requests come by the short road, others between them by the long one`() throws {
    let plain = RawRequest.post("Content-Length: 4\r\n", "data")
    let chunked = RawRequest.chunked("1\r\nx\r\n0\r\n\r\n")
    let seen = try Self.seen(Array((plain + plain + chunked + plain).utf8), isLong: false)
    #expect(seen.statuses == [202, 202, 202, 202, 202, 200])
    #expect(seen.plain == 2, "behind a message that is not plain the decoder reads on")
    #expect(try Self.seen(Array(plain.utf8), isLong: true).plain == 0)
  }

  @Test(arguments: RawRequest.all)
  func `each request ends as it does on the long road`(request: RawRequest) throws {
    try Self.check(request.bytes)
    try Self.check(Array(RawRequest.post("Content-Length: 4\r\n", "data").utf8) + request.bytes)
  }

  @Test(arguments: 0..<20)
  func `a request with something wrong anywhere ends as it does on the long road`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "\r", "\n", "\r\n", " ", "\t", ":", "\0", "#", "é", "\u{7f}", "0", "4", "Host: localhost\r\n",
      "Connection: close\r\n",
      "Content-Length: 2\r\n", "Transfer-Encoding: chunked\r\n", "POST / HTTP/1.1\r\n", "\r\n\r\n",
      "HTTP/1.0",
    ].map { Array($0.utf8) }
    for _ in 0..<100 {
      var bytes = Array(RawRequest.post("Content-Length: 4\r\n", "data").utf8)
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let start = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 0...2, using: &generator))
        bytes.replaceSubrange(start..<end, with: pieces.randomElement(using: &generator) ?? [])
      }
      try Self.check(bytes)
    }
  }
}
