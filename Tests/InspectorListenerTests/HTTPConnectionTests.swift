import InspectorCore
import NIOCore
import Testing

@testable import InspectorListener

@Suite struct HTTPConnectionTests {
  private static let post = "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"
  private static let chunked =
    "POST /b HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n"

  @Test func severalRequestsInOneReadAreAnsweredInOrder() throws {
    let wire = try Wire { delivery in
      delivery.requestLine.contains("/b") ? Answer(status: 400) : .accepted
    }
    wire.send(Self.post + Self.chunked + "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + Self.post)
    #expect(wire.statuses() == [202, 400, 405, 202])
    #expect(wire.recorder.all.map(\.bodyText) == ["hello", "abcde", "", "hello"])
    #expect(wire.recorder.all.map(\.refusal?.status) == [nil, nil, 405, nil])
  }

  @Test func theBytesAreTheSameHoweverTheyAreCut() throws {
    let stream = Array(("\r\n" + Self.post + Self.chunked + Self.post).utf8)
    for cut in 0...stream.count {
      let wire = try Wire()
      wire.send(stream[..<cut])
      wire.send(stream[cut...])
      #expect(wire.recorder.all.map(\.bodyText) == ["hello", "abcde", "hello"], "cut at \(cut)")
      #expect(String(decoding: wire.recorder.all[0].bytes, as: UTF8.self) == Self.post)
      #expect(wire.statuses() == [202, 202, 202])
    }
  }

  @Test func theBytesAreTheSameOneByOne() throws {
    let wire = try Wire()
    for byte in (Self.chunked + Self.post + Self.chunked).utf8 { wire.send([byte]) }
    #expect(wire.recorder.all.map(\.bodyText) == ["abcde", "hello", "abcde"])
    #expect(wire.recorder.all.map(\.headLength) == [65, 56, 65])
  }

  @Test func askingForAnotherProtocolLosesNothingBehindIt() throws {
    let upgrade =
      "POST /u HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nhi"
    let stream = Array((upgrade + Self.post + upgrade + upgrade + "\r\n" + Self.chunked).utf8)
    for cut in 0...stream.count {
      let wire = try Wire()
      wire.send(stream[..<cut])
      wire.send(stream[cut...])
      #expect(wire.recorder.all.map(\.bodyText) == ["hi", "hello", "hi", "hi", "abcde"], "cut at \(cut)")
      #expect(wire.statuses() == [202, 202, 202, 202, 202])
    }
    let wire = try Wire()
    for byte in stream { wire.send([byte]) }
    #expect(wire.recorder.all.map(\.bodyText) == ["hi", "hello", "hi", "hi", "abcde"])
  }

  @Test func anEndBehindARequestForAnotherProtocolIsNotOvertaken() throws {
    let wire = try Wire()
    wire.channel.pipeline.fireChannelRead(
      ByteBuffer(
        string: "POST /u HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
          + Self.post))
    wire.channel.pipeline.fireChannelReadComplete()
    wire.endInput()
    wire.pass(.zero)
    #expect(wire.statuses() == [202, 202])
    #expect(wire.recorder.all.map(\.bodyText) == ["", "hello"])
  }

  @Test func bytesThatAreNoTextAreKept() throws {
    let wire = try Wire()
    let head: [UInt8] =
      Array("POST / HTTP/1.1\r\nHost: localhost\r\nX-Odd:  \u{7f}".utf8.dropLast()) + [0xff, 0xc3]
    wire.send(head + Array("  \r\nContent-Length: 0\r\n\r\n".utf8))
    let delivery = try #require(wire.recorder.all.first)
    #expect(delivery.head == head + Array("  \r\nContent-Length: 0\r\n\r\n".utf8))
    #expect(wire.statuses() == [202])
  }

  @Test func aWaitingAnswerHoldsBackThoseBehindIt() throws {
    let wire = try Wire { delivery in
      delivery.requestLine.contains("/a") ? Answer(status: 429, delay: .seconds(2)) : .accepted
    }
    wire.send(Self.post + Self.chunked)
    #expect(wire.recorder.all.count == 2)
    #expect(wire.statuses() == [])
    wire.pass(.seconds(1))
    #expect(wire.statuses() == [])
    wire.pass(.seconds(1))
    #expect(wire.statuses() == [429, 202])
  }

  @Test func aWaitingAnswerIsGivenThoughThePeerSendsNoMore() throws {
    let wire = try Wire { _ in Answer(status: 202, delay: .seconds(2)) }
    wire.send(Self.post)
    wire.endInput()
    #expect(wire.channel.isActive)
    wire.pass(.seconds(2))
    #expect(wire.statuses() == [202])
    #expect(!wire.channel.isActive)
  }

  @Test(arguments: [
    ("rubbish\r\n\r\n", 400, "http.syntax"),
    ("FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "http.method"),
    ("post / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "http.method"),
    ("POST / HTTP/3.0\r\nHost: localhost\r\n\r\n", 505, "http.version"),
    ("POST / HTTP/1.1\nHost: localhost\n\n", 400, "http.syntax"),
    ("GET /\r\n\r\n", 400, "http.syntax"),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http.version"),
    (
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400,
      "http.syntax"
    ),
    ("POST / HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n\r\n", 400, "http.syntax"),
    ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400, "http.syntax"),
    ("\u{16}\u{3}\u{1}\u{0}", 400, "http.syntax"),
  ])
  func whatIsNoRequestIsShownAndAnswered(_ bytes: String, _ status: Int, _ rule: String) throws {
    let wire = try Wire()
    wire.send(bytes)
    let text = wire.received()
    #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
    #expect(text.contains("Connection: close\r\n") && text.contains("application/problem+json"))
    #expect(wire.recorder.refusals.map(\.rule) == [rule])
    #expect(wire.recorder.all[0].bytes == Array(bytes.utf8.prefix(wire.recorder.all[0].bytes.count)))
    #expect(!wire.recorder.all[0].bytes.isEmpty)
  }

  @Test(arguments: [
    (RawRequest.post("X: 1\nY: 2\r\n"), "A line ends with LF alone"),
    (RawRequest.post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), "A body's end is told twice"),
    (
      RawRequest.post("Transfer-Encoding: chunked, identity\r\n"),
      "Transfer-Encoding is chunked and something else"
    ),
    (RawRequest.chunked("1\r\n\n\r\n2\nab\r\n0\r\n\r\n"), "The body's chunks are broken"),
    (RawRequest.chunked("x\r\n"), "A chunk's size is no hexadecimal number"),
  ])
  func aFaultSaysWhatIsWrong(_ request: String, _ sentence: String) throws {
    let wire = try Wire()
    wire.send(request)
    #expect(wire.recorder.refusals.first?.reason.hasPrefix(sentence) == true, "\(wire.recorder.refusals)")
  }

  @Test func whatIsNoRequestIsRecordedWithItsBytes() throws {
    let head: [UInt8] = [0x7a, 0xff, 0x0d, 0x0a]
    let record = ReceivedDelivery(
      delivery: Delivery(
        transport: .http, peer: "p", received: .now(), bytes: head, headLength: head.count,
        refusal: TurnedAway.syntax("It is none.").refusal),
      mode: nil, format: nil, head: nil, entries: [.init(event: nil, isValid: false)], status: 400,
      firstNumber: 1
    ).records()[0]
    #expect(record.body == head && record.size == 4)
  }

  @Test func afterAFaultNothingMoreIsRead() throws {
    let wire = try Wire()
    wire.send("rubbish\r\n\r\n" + Self.post)
    wire.send(Self.post)
    #expect(wire.recorder.all.count == 1)
  }

  @Test func aLateHeadIs408() throws {
    let wire = try Wire()
    wire.send("POST / HTTP/1.1\r\nHost: loc")
    wire.pass(.seconds(9))
    wire.send("alhost\r\n")
    #expect(wire.statuses() == [])
    wire.pass(.seconds(1))
    #expect(wire.statuses() == [408])
    #expect(wire.recorder.all.map(\.bytes) == [Array("POST / HTTP/1.1\r\nHost: localhost\r\n".utf8)])
  }

  @Test func aBodyThatStandsStillIs408() throws {
    let wire = try Wire()
    wire.send(Self.post.dropLast().utf8)
    wire.pass(.seconds(10))
    #expect(wire.statuses() == [408])
    #expect(wire.recorder.all.map(\.bodyText) == ["hell"])
  }

  @Test func aBodyThatTricklesIs408InTheEnd() throws {
    let wire = try Wire()
    wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
    for _ in 0..<7 {
      wire.pass(.seconds(9))
      wire.send("x")
    }
    #expect(wire.statuses() == [408])
  }

  @Test func anIdleConnectionIsClosedWithoutAWord() throws {
    let wire = try Wire()
    wire.send(Self.post)
    #expect(wire.statuses() == [202])
    wire.pass(.seconds(59))
    #expect(wire.channel.isActive)
    wire.pass(.seconds(1))
    #expect(wire.received() == "")
    #expect(!wire.channel.isActive)
    #expect(wire.recorder.all.count == 1)
  }

  @Test func lineBreaksBetweenRequestsKeepNoConnection() throws {
    let wire = try Wire()
    for _ in 0..<2 {
      wire.send("\r\n")
      wire.pass(.seconds(30))
      #expect(wire.channel.isActive)
      wire.send(Self.post)
      #expect(wire.statuses() == [202])
    }
    wire.pass(.seconds(59))
    wire.send("\r\n")
    #expect(wire.channel.isActive)
    wire.pass(.seconds(1))
    #expect(!wire.channel.isActive)
  }

  @Test func anUnfinishedRequestIsShownWhenItsConnectionEnds() throws {
    let wire = try Wire()
    wire.send(Self.post.dropLast(2).utf8)
    wire.endInput()
    #expect(wire.statuses() == [400])
    #expect(wire.recorder.refusals.map(\.rule) == ["http.incomplete"])
    #expect(wire.recorder.all.map(\.bodyText) == ["hel"])
  }

  @Test func anEndBetweenRequestsIsNoFault() throws {
    let wire = try Wire()
    wire.send(Self.post)
    wire.endInput()
    #expect(wire.statuses() == [202])
    #expect(wire.recorder.all.count == 1)
    #expect(!wire.channel.isActive)
  }

  @Test func tooLargeABodyIsRefusedAtItsHead() throws {
    var limits = ListenerLimits()
    limits.maxBody = 4
    let wire = try Wire(limits: limits)
    wire.send(Self.post)
    #expect(wire.statuses() == [413])
    #expect(wire.recorder.refusals.map(\.status) == [413])
    wire.send(Self.chunked)
    #expect(wire.recorder.all.count == 1)
  }

  @Test func tooLargeAChunkedBodyIsRefusedWhileItStreams() throws {
    var limits = ListenerLimits()
    limits.maxBody = 4
    let wire = try Wire(limits: limits)
    wire.send(Self.chunked)
    #expect(wire.statuses() == [413])
    #expect(wire.recorder.all.map(\.refusal?.status) == [413])
  }

  @Test func largeHeadsAre431AndLongTargets414() throws {
    var limits = ListenerLimits()
    (limits.headerList, limits.fields, limits.target) = (200, 5, 50)
    let long = String(repeating: "a", count: 300)
    let many = String(repeating: "A: b\r\n", count: 6)
    for (request, status) in [
      ("POST / HTTP/1.1\r\nHost: localhost\r\nX: \(long)\r\n\r\n", 431),
      ("POST / HTTP/1.1\r\nHost: localhost\r\nX:\(String(repeating: " ", count: 300))", 431),
      ("POST / HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n", 431),
      ("POST /\(long) HTTP/1.1\r\n", 414),
      ("POST /\(long)", 414),
      ("POST /\(long.prefix(60)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    ] {
      let wire = try Wire(limits: limits)
      wire.send(request)
      #expect(wire.statuses() == [status], "\(request)")
      #expect(wire.recorder.refusals.map(\.status) == [status])
    }
  }

  @Test func continueComesBeforeTheBody() throws {
    let wire = try Wire()
    wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(wire.received() == "HTTP/1.1 100 Continue\r\n\r\n")
    wire.send("ok")
    #expect(wire.statuses() == [202])
  }

  @Test func http10IsClosedUnlessItAsks() throws {
    let wire = try Wire()
    wire.send("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
    #expect(wire.received().contains("Connection: keep-alive\r\n"))
    wire.send("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
    #expect(wire.received().contains("Connection: close\r\n"))
    #expect(!wire.channel.isActive)
  }

  @Test func aShutdownLetsTheRequestInFlightFinish() throws {
    let wire = try Wire()
    wire.send(Self.post.dropLast(2).utf8)
    wire.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    #expect(wire.channel.isActive)
    wire.send("lo")
    let text = wire.received()
    #expect(text.hasPrefix("HTTP/1.1 202 ") && text.contains("Connection: close\r\n"))
    #expect(!wire.channel.isActive)
  }

  @Test func healthIsNoDelivery() throws {
    let wire = try Wire()
    wire.send("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let text = wire.received()
    #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("\r\n\r\n"))
    #expect(wire.recorder.all.isEmpty)
  }
}
