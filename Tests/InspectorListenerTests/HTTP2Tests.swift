import InspectorCore
import NIOCore
import Testing

@testable import InspectorListener

@Suite struct HTTP2Tests {
  private static let fields = [
    (":method", "POST"), (":scheme", "http"), (":path", "/in?a=1"), (":authority", "localhost:8080"),
    ("ce-id", "1"), ("ce-specversion", "1.0"), ("ce-source", "/s"), ("ce-type", "t"),
  ]

  private func post(_ others: (String, String)...) -> [(String, String)] { Self.fields + others }

  @Test func `a request is kept as HTTP 1 would write it`() throws {
    let wire = try HTTP2Wire()
    wire.head(1, post(("x-dup", "1"), ("x-dup", "2")))
    wire.body(1, "hel")
    wire.body(1, "lo", isLast: true)
    #expect(wire.replies[1] == .init(status: 202))
    let delivery = try #require(wire.recorder.all.first)
    #expect(
      String(decoding: delivery.bytes, as: UTF8.self)
        == "POST /in?a=1 HTTP/2\r\nhost: localhost:8080\r\nce-id: 1\r\nce-specversion: 1.0\r\nce-source: /s\r\n"
        + "ce-type: t\r\nx-dup: 1\r\nx-dup: 2\r\n\r\nhello")
    #expect(delivery.bodyText == "hello" && delivery.refusal == nil)
  }

  @Test func `trailers are no attributes`() throws {
    let wire = try HTTP2Wire()
    wire.head(1, post())
    wire.body(1, "hi")
    wire.head(1, [("ce-subject", "evil")], isLast: true)
    #expect(wire.replies[1]?.status == 202)
    #expect(!String(decoding: wire.recorder.all[0].bytes, as: UTF8.self).contains("evil"))
  }

  @Test func `streams are answered each by itself`() throws {
    let wire = try HTTP2Wire { $0.bodyText == "slow" ? Answer(status: 429, delay: .seconds(2)) : .accepted }
    for stream in [1, 3, 5] as [UInt32] { wire.head(stream, post()) }
    wire.body(1, "slow", isLast: true)
    wire.body(5, "b", isLast: true)
    wire.body(3, "c", isLast: true)
    #expect(wire.replies == [3: .init(status: 202), 5: .init(status: 202)])
    wire.pass(.seconds(2))
    #expect(wire.replies[1]?.status == 429)
    #expect(wire.recorder.all.map(\.bodyText) == ["slow", "b", "c"])
  }

  @Test(arguments: [
    (
      "another method",
      [(":method", "DELETE"), (":scheme", "http"), (":path", "/"), (":authority", "localhost")], 405
    ),
    (
      "a foreign host",
      [(":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "evil.example")], 403
    ),
    ("no host", [(":method", "POST"), (":scheme", "http"), (":path", "/")], 400),
    (
      "a long target",
      [
        (":method", "POST"), (":scheme", "http"), (":path", "/" + String(repeating: "a", count: 8192)),
        (":authority", "localhost"),
      ], 414
    ),
    ("two hosts", fields + [("host", "evil.example")], 400),
    ("a large field", fields + [("x", String(repeating: "a", count: 82_000))], 431),
    ("many fields", fields + (0..<253).map { ("x-\($0)", "1") }, 431),
    ("white space around a value", fields + [("x", "\ta\t")], 400),
    ("bytes that were no text", fields + [("x", "a\u{fffd}")], 400),
    ("a foreign page", fields + [("origin", "http://evil.example")], 403),
    ("an unknown coding", fields + [("content-encoding", "br")], 415),
    ("another expectation", fields + [("expect", "200-maybe")], 417),
  ])
  func `what HTTP 1 refuses is refused`(_: String, head: [(String, String)], status: Int) throws {
    let wire = try HTTP2Wire()
    wire.head(1, head, isLast: true)
    #expect(wire.replies[1]?.status == status)
    #expect(wire.replies[1]?.body.contains("\"status\":\(status)") == true)
    #expect(wire.recorder.refusals.map(\.status) == [status])
  }

  @Test(arguments: [false, true])
  func `a large head may come before the settings have been seen`(isSlow: Bool) throws {
    let wire = try HTTP2Wire(acknowledgesSettings: false)
    wire.isSlow = isSlow
    let large = post(
      ("x", String(repeating: "a", count: 40_000)), ("y", String(repeating: "b", count: 40_000)))
    wire.head(1, large, isLast: true)
    #expect(wire.replies[1]?.status == 202)
    wire.acknowledgeSettings()
    wire.head(3, large, isLast: true)
    wire.head(5, post(("x", String(repeating: "a", count: 82_000))), isLast: true)
    #expect(wire.replies[3]?.status == 202 && wire.replies[5]?.status == 431)
    #expect(wire.channel.isActive && !wire.saidGoodbye)
  }

  @Test func `a chunk too many is 413, and the rest is not wanted`() throws {
    var limits = ListenerLimits()
    limits.maxBody = 4
    let wire = try HTTP2Wire(limits: limits)
    wire.head(1, post())
    wire.body(1, "hello")
    #expect(wire.replies[1]?.status == 413 && wire.replies[1]?.isReset == true)
    #expect(wire.recorder.refusals.map(\.status) == [413])
    wire.head(3, post(), isLast: true)
    #expect(wire.replies[3]?.status == 202, "the connection goes on")
  }

  @Test func `the streams of a connection share what may be unfinished, small ones too`() throws {
    var limits = ListenerLimits()
    limits.unfinished = 50_000
    let wire = try HTTP2Wire(limits: limits)
    wire.head(1, post())
    wire.body(1, String(repeating: "a", count: 15_000))
    wire.head(3, post())
    wire.body(3, String(repeating: "a", count: 15_000))
    wire.head(5, post(("x-large", String(repeating: "a", count: 30_000))))
    #expect(wire.replies[1] == nil && wire.replies[3] == nil)
    #expect(wire.replies[5]?.status == 503)
    wire.body(1, "a", isLast: true)
    #expect(wire.replies[1]?.status == 202)
    wire.head(7, post(("x-large", String(repeating: "a", count: 30_000))))
    #expect(wire.replies[7] == nil)
  }

  @Test func `a body that stands still is 408`() throws {
    let wire = try HTTP2Wire()
    wire.head(1, post())
    wire.body(1, "hel")
    wire.pass(.seconds(9))
    #expect(wire.replies[1] == nil)
    wire.pass(.seconds(1))
    #expect(wire.replies[1]?.status == 408)
    #expect(wire.recorder.all.map(\.bodyText) == ["hel"])
  }

  @Test func `a body that trickles is 408 in the end`() throws {
    let wire = try HTTP2Wire()
    wire.head(1, post())
    for _ in 0..<7 {
      wire.pass(.seconds(9))
      if wire.replies[1] == nil { wire.body(1, "x") }
    }
    #expect(wire.replies[1]?.status == 408)
  }

  @Test func `a request that is given up is shown`() throws {
    let wire = try HTTP2Wire()
    wire.head(1, post())
    wire.body(1, "hel")
    wire.reset(1)
    #expect(wire.recorder.refusals.map(\.rule) == ["http.incomplete"])
    #expect(wire.recorder.all.map(\.bodyText) == ["hel"])
  }

  @Test func `a connection without requests is let go`() throws {
    let wire = try HTTP2Wire()
    wire.pass(.seconds(59))
    #expect(!wire.saidGoodbye)
    wire.pass(.seconds(1))
    #expect(wire.saidGoodbye)
  }

  @Test func `a shutdown waits for what is in flight, and for nobody else`() throws {
    let wire = try HTTP2Wire()
    wire.head(1, post())
    wire.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    wire.pass(.seconds(1))
    #expect(wire.channel.isActive && wire.saidGoodbye)
    wire.body(1, "hi", isLast: true)
    #expect(wire.replies[1]?.status == 202)
    wire.pass(.seconds(1))
    #expect(!wire.channel.isActive)
  }

  @Test func `the webhook handshake is answered`() throws {
    let wire = try HTTP2Wire()
    wire.head(
      1,
      [
        (":method", "OPTIONS"), (":scheme", "http"), (":path", "/"), (":authority", "localhost"),
        ("webhook-request-origin", "emitter.example"),
      ], isLast: true)
    #expect(wire.replies[1]?.status == 200)
    #expect(wire.recorder.asked.map(\.origin) == ["emitter.example"])
  }
}
