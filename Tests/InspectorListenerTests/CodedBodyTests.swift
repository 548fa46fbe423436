import CloudEvents
import InspectorCore
import Testing

@testable import InspectorListener

/// Bodies with a content coding: decoded within the limit, kept as they came.
@Suite struct CodedBodyTests {
  private static let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"n":1.0}}"#
  private static let gzip = """
    H4sIAAAAAAACA6tWKi5ITS5LLSrOzM9TslIy1DNQ0lHKTAExgYzi/NKi5FQgR78YyCupLACxS4DMlMSSRCWraiWgHqCW2loAldAvdEgAAAA=
    """
  private static let structured = "Content-Type: application/cloudevents+json\r\n"

  private func coded() throws -> [UInt8] {
    try #require(Array(Self.gzip.utf8).withUnsafeBytes { Base64.decode($0) })
  }

  private func post(_ fields: String, _ body: [UInt8]) -> [UInt8] {
    Array("POST / HTTP/1.1\r\nHost: localhost\r\n\(fields)Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }

  @Test func `a coded event is decoded and its bytes are kept`() throws {
    let wire = try Wire()
    let request = post("Content-Encoding: gzip\r\n" + Self.structured, try coded())
    wire.send(request)
    #expect(wire.statuses() == [202])
    let delivery = try #require(wire.recorder.all.first)
    #expect(delivery.bytes == request)
    #expect(
      String(decoding: delivery.messageBytes.dropFirst(delivery.headLength), as: UTF8.self) == Self.event)
    #expect(delivery.messageBytes.starts(with: delivery.head))
  }

  @Test func `the store and the record tell body and event apart`() throws {
    let store = EventStore()
    let inspector = Inspector(store: store)
    let wire = try Wire { inspector.receive($0) }
    let body = try coded()
    wire.send(post("Content-Encoding: gzip\r\n" + Self.structured, body))
    wire.send(post("Content-Encoding: gzip\r\nContent-Type: application/json\r\n" + RawRequest.event, body))
    #expect(wire.statuses() == [202, 202])
    let snapshot = store.snapshot()
    for number in snapshot.numbers {
      let entry = snapshot[number]
      #expect(entry.isValid && entry.bodyBytes == body && entry.size == body.count)
      #expect(entry.delivery.messageBytes.count == entry.headLength + Self.event.utf8.count)
    }
    let first = try #require(snapshot[snapshot.first].event)
    #expect(first.type == "t" && first.data == .json(Array(#"{"n":1.0}"#.utf8)))
    let second = try #require(snapshot[snapshot.first + 1].event)
    #expect(second.data == .json(Array(Self.event.utf8)))
  }

  @Test func `chunks and a coding go together`() throws {
    let wire = try Wire()
    let body = try coded()
    let head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Encoding: x-gzip\r\n\r\n"
    let size = String(body.count, radix: 16)
    wire.send(Array((head + size + "\r\n").utf8) + body + Array("\r\n0\r\n\r\n".utf8))
    #expect(wire.statuses() == [202])
    #expect(wire.recorder.all[0].body == body)
    #expect(wire.recorder.all[0].messageBytes.count == head.utf8.count + Self.event.utf8.count)
  }

  @Test func `what cannot be decoded is refused with its reason, and the connection goes on`() throws {
    var limits = ListenerLimits()
    limits.maxBody = 50
    let wire = try Wire(limits: limits)
    let good = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
    wire.send(post("Content-Encoding: gzip\r\n", Array("no gzip".utf8)) + Array(good.utf8))
    #expect(wire.statuses() == [400, 202])
    #expect(wire.recorder.refusals.last?.rule == "http.content-encoding")
    wire.send(post("Content-Encoding: br\r\n", Array("x".utf8)))
    let answer = wire.received()
    #expect(
      answer.hasPrefix("HTTP/1.1 415 ") && answer.contains("Accept-Encoding: gzip, deflate, identity\r\n"))
    #expect(wire.recorder.all.map(\.refusal?.status) == [400, nil, 415])
  }

  @Test func `a body that grows beyond the limit is 413`() throws {
    let bomb = try #require(
      Array("H4sIAAAAAAACA+3BMQEAAADCoKzrX8IaHkAB\(String(repeating: "A", count: 24))8GAxh73KIE4AAA==".utf8)
        .withUnsafeBytes { Base64.decode($0) }, "20,000 times a")
    var limits = ListenerLimits()
    limits.maxBody = 1000
    let next = try Wire(limits: limits)
    next.send(post("Content-Encoding: gzip\r\n", bomb))
    #expect(next.statuses() == [413])
    #expect(next.recorder.refusals.map(\.rule) == ["http.body-size"])
  }
}
