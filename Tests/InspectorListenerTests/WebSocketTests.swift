import InspectorCore
import NIOCore
import Testing

@testable import InspectorListener

@Suite struct WebSocketTests {
  private static let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
  // The key and its answer are those of RFC 6455, 1.3.
  private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  private func handshake(
    key: String = key, version: String = "13", offer: String = "cloudevents.avro, cloudevents.json",
    extra: String = ""
  ) -> String {
    "GET /events HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: \(version)\r\nSec-WebSocket-Protocol: \(offer)\r\n"
      + extra + "\r\n"
  }

  /// A client's frame: masked, with fewer than 65,536 bytes.
  private func frame(_ opcode: UInt8, _ payload: String, fin: Bool = true, masked: Bool = true) -> [UInt8] {
    let bytes = Array(payload.utf8)
    let mask: [UInt8] = [1, 2, 3, 4]
    let flag: UInt8 = masked ? 0x80 : 0
    let length: [UInt8] =
      bytes.count < 126
      ? [flag | UInt8(bytes.count)] : [flag | 126, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)]
    let body = masked ? zip(bytes, 0...).map { $0 ^ mask[$1 % 4] } : bytes
    return [(fin ? 0x80 : 0) | opcode] + length + (masked ? mask : []) + body
  }

  private func open(_ wire: Wire) {
    wire.send(handshake())
    #expect(wire.received().hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
  }

  /// The code of a frame that closes.
  private func closeCode(_ wire: Wire) -> Int? {
    guard var buffer = try? wire.channel.readOutbound(as: ByteBuffer.self) else { return nil }
    while let more = try? wire.channel.readOutbound(as: ByteBuffer.self) { buffer.writeImmutableBuffer(more) }
    guard buffer.readInteger(as: UInt8.self) == 0x88, buffer.readInteger(as: UInt8.self) != nil else {
      return nil
    }
    return buffer.readInteger(as: UInt16.self).map { Int($0) }
  }

  @Test func `the handshake is answered with the subprotocol that can be read`() throws {
    let wire = try Wire()
    wire.send(handshake())
    let answer = wire.received()
    #expect(answer.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n") && answer.hasSuffix("\r\n\r\n"))
    #expect(answer.contains("Sec-WebSocket-Accept: \(Self.accept)\r\n"))
    #expect(answer.contains("Sec-WebSocket-Protocol: cloudevents.json\r\n"))
    #expect(!answer.lowercased().contains("access-control"))
    #expect(wire.recorder.all.isEmpty)
  }

  @Test func `each message is an event, in one frame or several`() throws {
    let store = EventStore()
    let inspector = Inspector(store: store)
    let wire = try Wire { inspector.receive($0) }
    open(wire)
    let text = Self.event
    wire.send(frame(1, text) + frame(9, "still there?") + frame(1, String(text.prefix(20)), fin: false))
    wire.send(frame(0, String(text.dropFirst(20))) + frame(1, #"{"specversion":"1.0"}"#) + frame(1, text))
    let snapshot = store.snapshot()
    #expect(snapshot.numbers.map { snapshot[$0].isValid } == [true, true, false, true])
    for number in snapshot.numbers {
      let entry = snapshot[number]
      #expect(entry.transport == .http && entry.mode == .structured && entry.status == nil)
      #expect(entry.format == "application/cloudevents+json")
      #expect(entry.requestLine == ("GET", "/events"))
    }
    #expect(snapshot[snapshot.first].id == "1" && snapshot[snapshot.first].bodyBytes == Array(text.utf8))
    #expect(wire.received().hasSuffix("still there?"))
  }

  @Test(arguments: [
    ("another version", ["version": "8"], 426), ("no key", ["key": ""], 400),
    ("an unknown subprotocol", ["offer": "chat"], 400),
    ("another site's page", ["extra": "Origin: http://evil.example\r\n"], 403),
  ])
  func `a wrong handshake is refused and shown`(_: String, change: [String: String], status: Int) throws {
    let wire = try Wire()
    wire.send(
      handshake(
        key: change["key"] ?? Self.key, version: change["version"] ?? "13",
        offer: change["offer"] ?? "cloudevents.json",
        extra: change["extra"] ?? ""))
    let answer = wire.received()
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
    #expect(!answer.contains("\r\nSec-WebSocket-Protocol:"))
    #expect(wire.recorder.refusals.map(\.status) == [status])
  }

  @Test func `what breaks the protocol ends the connection with its code`() throws {
    let wrong: [([UInt8], Int, refusals: Int)] = [
      (frame(2, Self.event), 1003, 1),
      (frame(1, Self.event, masked: false), 1002, 0),
      (frame(0, "x"), 1002, 0),
      (frame(1, "x", fin: false) + frame(1, "y"), 1002, 0),
      (frame(1, String(repeating: "a", count: 2000)), 1009, 1),
      (
        frame(1, String(repeating: "a", count: 800), fin: false)
          + frame(0, String(repeating: "a", count: 800)), 1009, 1
      ),
    ]
    for (bytes, code, refusals) in wrong {
      var limits = ListenerLimits()
      limits.maxBody = 1000
      let wire = try Wire(limits: limits)
      open(wire)
      wire.send(bytes + frame(1, Self.event))
      #expect(closeCode(wire) == code)
      #expect(wire.recorder.all.count == refusals && wire.recorder.refusals.count == refusals)
      wire.pass(.seconds(2))
      #expect(!wire.channel.isActive)
    }
  }

  @Test func `a peer that is silent is asked, and then let go`() throws {
    let wire = try Wire()
    open(wire)
    wire.pass(.seconds(60))
    #expect(wire.receivedBytes() == [0x89, 0], "a ping")
    wire.send(frame(10, ""))
    wire.pass(.seconds(60))
    #expect(wire.channel.isActive && wire.receivedBytes() == [0x89, 0])
    wire.pass(.seconds(10))
    #expect(!wire.channel.isActive)
  }

  @Test func `a message may take a minute, however often a part of it comes`() throws {
    let wire = try Wire()
    open(wire)
    wire.send(frame(1, "{", fin: false))
    for _ in 0..<6 {
      wire.pass(.seconds(9))
      wire.send(frame(0, " ", fin: false))
    }
    #expect(wire.channel.isActive && wire.recorder.all.isEmpty)
    wire.pass(.seconds(6))
    #expect(closeCode(wire) == 1008)
    #expect(wire.recorder.refusals.map(\.status) == [408])
  }

  @Test func `a minute counts from each message's own beginning`() throws {
    let wire = try Wire()
    open(wire)
    let bytes = frame(1, Self.event)
    for _ in 0..<20 {
      // The end of one and the beginning of the next come together.
      wire.send(Array(bytes.prefix(9)))
      wire.pass(.seconds(8))
      wire.send(Array(bytes.dropFirst(9)) + Array(bytes.prefix(9)))
      wire.pass(.seconds(8))
      wire.send(Array(bytes.dropFirst(9)))
    }
    #expect(wire.channel.isActive)
    #expect(wire.recorder.all.count == 40 && wire.recorder.refusals.isEmpty)
  }

  @Test func `an event that cannot be kept is not taken quietly`() throws {
    let wire = try Wire { _ in Answer(status: 503) }
    open(wire)
    wire.send(frame(1, Self.event))
    #expect(closeCode(wire) == 1013)
  }
}
