import Foundation
import InspectorCore
import InspectorListener
import Synchronization
import Testing

@testable import InspectorSender

@Suite struct SenderTests {
  /// A listener that keeps what it gets, and a sender, for the length of a test.
  private func withListener(
    on addresses: [Address] = [.http(host: "127.0.0.1", port: 0, target: "/", isTLS: false, userinfo: nil)],
    retries: Int = 0, answer: @escaping @Sendable (Int, Delivery) -> Answer = { _, _ in .accepted },
    _ body: (Sender, [Address], Keeper) async throws -> Void
  ) async throws {
    let keeper = Keeper(answer: answer)
    let listener = try await Listener.start(on: addresses, receiver: keeper)
    var options = SenderOptions()
    options.retries = retries
    options.backoff = .milliseconds(1)
    options.timeout = .seconds(300)
    let sender = Sender(options: options)
    try await body(sender, listener.bound, keeper)
    await sender.shutdown()
    await listener.shutdown(grace: .seconds(1))
  }

  private func at(_ address: Address, target: String, userinfo: String? = nil) -> Address {
    guard case .http(let host, let port, _, let isTLS, _) = address else { return address }
    return .http(host: host, port: port, target: target, isTLS: isTLS, userinfo: userinfo)
  }

  @Test func aMessageArrivesAsItWasGiven() async throws {
    try await withListener { sender, bound, keeper in
      let message = OutgoingMessage(
        headers: [
          ("CE-Id", "1"), ("ce-TYPE", "a%20b"), ("Content-Type", "text/plain"), ("X-Twice", "a"),
          ("X-Twice", "b"),
        ],
        body: [0, 0xff, 10])
      let result = try await sender.send(message, to: at(bound[0], target: "/x?y=%20z"))
      #expect(result.status == 202 && result.isSuccess && result.attempts == 1)
      let delivery = try #require(keeper.all.first)
      #expect(Array(delivery.bytes.dropFirst(delivery.headLength)) == [0, 0xff, 10])
      let lines = String(decoding: delivery.bytes.prefix(delivery.headLength), as: UTF8.self).split(
        separator: "\r\n")
      #expect(lines.first == "POST /x?y=%20z HTTP/1.1")
      let own = lines.filter { line in
        ["CE-Id", "ce-TYPE", "Content-Type", "X-Twice"].contains { line.hasPrefix($0) }
      }
      #expect(own == ["CE-Id: 1", "ce-TYPE: a%20b", "Content-Type: text/plain", "X-Twice: a", "X-Twice: b"])
      #expect(
        !lines.contains {
          $0.lowercased().hasPrefix("accept-encoding") || $0.lowercased().hasPrefix("user-agent")
        })
    }
  }

  @Test(arguments: [
    "/a", "/?x=%C3%A9&y=a+b;c,d:e@f!$'()*", "//a//b/", "/a?", "/a??b=?/", "/./a/../b", "/caf\u{e9}",
    "/\u{c3}\u{a9}",
    "/%zz", "/a|b\\c^`{}\"<>[]", "/100%",
  ])
  func aTargetAndHeadersArriveByteForByte(target: String) async throws {
    func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
    try await withListener { sender, bound, keeper in
      for value in ["plain", "caf\u{e9} \u{ff}\u{80}", "\u{c3}\u{a9}", "a\tb"] {
        let message = OutgoingMessage(
          method: "PUT", fields: [("X-Odd", bytes(value)), ("x-odd", [0x31])], body: [0, 0xff],
          target: bytes(target))
        let result = try await sender.send(message, to: bound[0])
        let delivery = try #require(keeper.all.last)
        let lines = delivery.bytes.split(separator: 0x0a).map { Array($0.dropLast()) }
        #expect(lines.first == bytes("PUT \(target) HTTP/1.1"))
        #expect(lines.contains(bytes("X-Odd: \(value)")) && lines.contains(bytes("x-odd: 1")))
        #expect(delivery.refusal != nil || Array(delivery.bytes[delivery.headLength...]) == [0, 0xff])
        #expect(result.status == delivery.refusal?.status ?? 202)
      }
    }
  }

  @Test(arguments: 0..<20)
  func `an answer counts that comes before all of the message has been read`(round: Int) async throws {
    let server = try EarlyServer(answer: "HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
    let sender = Sender(options: SenderOptions())
    // A header that is no text goes the way that writes each byte itself.
    let message = OutgoingMessage(
      fields: [("X-Odd", [0xff])], body: [UInt8](repeating: 0x61, count: 4_000_000))
    let address = Address.http(host: "127.0.0.1", port: server.port, target: "/", isTLS: false, userinfo: nil)
    let result = try await sender.send(message, to: address)
    #expect(result.status == 405)
    await sender.shutdown()
  }

  @Test func whatCannotStandInAHeadIsNotSent() async throws {
    try await withListener { sender, bound, keeper in
      for message in [
        OutgoingMessage(fields: [("X-A", [0x61, 0x0a, 0x62])]), OutgoingMessage(fields: [("X A", [0x61])]),
        OutgoingMessage(method: "PO ST"), OutgoingMessage(fields: [], target: [0x2f, 0x20]),
      ] {
        await #expect(throws: SendError.self) { try await sender.send(message, to: bound[0]) }
      }
      #expect(keeper.all.isEmpty)
    }
  }

  @Test func whoIsBusyIsTriedAgain() async throws {
    try await withListener(retries: 3, answer: { count, _ in count < 3 ? Answer(status: 503) : .accepted }) {
      sender, bound, keeper in
      let result = try await sender.send(OutgoingMessage(body: [1]), to: bound[0])
      #expect(result.status == 202 && result.attempts == 3)
      #expect(keeper.all.count == 3)
    }
  }

  @Test func aRefusalIsBroughtBackWithItsBody() async throws {
    try await withListener(
      retries: 3,
      answer: { _, _ in Answer(status: 400, headers: [("Content-Type", "text/plain")], body: Array("no".utf8))
      }
    ) { sender, bound, keeper in
      let result = try await sender.send(OutgoingMessage(body: [1]), to: bound[0])
      #expect(result.status == 400 && result.reason == "Bad Request" && result.attempts == 1)
      #expect(result.body == Array("no".utf8))
      #expect(result.headers.contains { $0.name == "Content-Type" && $0.value == "text/plain" })
    }
  }

  @Test func redirectsAreNotFollowed() async throws {
    try await withListener(answer: { _, _ in Answer(status: 307, headers: [("Location", "/other")]) }) {
      sender, bound, keeper in
      let result = try await sender.send(OutgoingMessage(), to: bound[0])
      #expect(result.status == 307)
      #expect(keeper.all.count == 1)
    }
  }

  @Test func userinfoBecomesAnAuthorization() async throws {
    try await withListener { sender, bound, keeper in
      _ = try await sender.send(OutgoingMessage(), to: at(bound[0], target: "/", userinfo: "me:p%40ss"))
      #expect(
        String(decoding: keeper.all[0].bytes, as: UTF8.self).contains("Authorization: Basic bWU6cEBzcw=="))
    }
  }

  @Test func aUnixSocketTakesHTTPAndLines() async throws {
    let path = "/tmp/eventscope-sender-\(getpid())/s.sock"
    defer { rmdir("/tmp/eventscope-sender-\(getpid())") }
    try await withListener(
      on: [.unix(path: path)],
      answer: { _, delivery in
        delivery.bytes.starts(with: Array("{\"bad".utf8))
          ? Answer(status: 400, body: Array("[{\"rule\":\"x\"}]".utf8)) : .accepted
      }
    ) { sender, bound, keeper in
      let http = try await sender.send(OutgoingMessage(body: [1]), to: bound[0])
      #expect(http.status == 202)
      let taken = try await sender.send(
        OutgoingMessage(body: Array("{\n}\n".utf8)), to: .unixNDJSON(path: path))
      #expect(taken.isSuccess && taken.status == 0 && taken.body.isEmpty)
      let refused = try await sender.send(
        OutgoingMessage(body: Array("{\"bad\"}".utf8)), to: .unixNDJSON(path: path))
      #expect(!refused.isSuccess)
      #expect(String(decoding: refused.body, as: UTF8.self) == #"{"line":1,"violations":[{"rule":"x"}]}"#)
      #expect(keeper.all.map(\.transport) == [.unix, .ndjson, .ndjson])
      #expect(keeper.all[1].bytes == Array("{ }".utf8))
    }
  }

  @Test(arguments: [
    Address.http(host: "127.0.0.1", port: 1, target: "/", isTLS: false, userinfo: nil),
    .unix(path: "/nonexistent/eventscope.sock"), .unixNDJSON(path: "/nonexistent/eventscope.sock"),
  ])
  func whereNobodyIsTheErrorSaysSo(_ address: Address) async throws {
    var options = SenderOptions()
    options.retries = 1
    options.backoff = .milliseconds(1)
    let sender = Sender(options: options)
    let error = await #expect(throws: SendError.self) {
      try await sender.send(OutgoingMessage(), to: address)
    }
    let text = try #require(error).description
    #expect(text.hasPrefix("cannot send to \(address): "))
    #expect(text.contains("nobody listens there") || text.contains("there is no such socket"), "\(text)")
    #expect(text.hasSuffix("(tried 2 times)"))
    await sender.shutdown()
  }

  @Test func whoeverIsSlowIsNotWaitedForForever() async throws {
    try await withListener(answer: { _, _ in Answer(status: 202, delay: .seconds(60)) }) { _, bound, _ in
      var options = SenderOptions()
      options.timeout = .seconds(1)
      let sender = Sender(options: options)
      let error = await #expect(throws: SendError.self) {
        try await sender.send(OutgoingMessage(), to: bound[0])
      }
      #expect(error?.description.hasSuffix("no answer came within 1 s") == true)
      await sender.shutdown()
    }
  }

  @Test func aLongAnswerIsCut() async throws {
    try await withListener(answer: { _, _ in Answer(status: 200, body: [UInt8](repeating: 1, count: 5000)) })
    {
      _, bound, _ in
      var options = SenderOptions()
      options.maxAnswer = 100
      let sender = Sender(options: options)
      let result = try await sender.send(OutgoingMessage(), to: bound[0])
      #expect(result.body.count == 100)
      await sender.shutdown()
    }
  }

  @Test func lineBreaksInALineBecomeSpaces() {
    #expect(LineSending.oneLine(Array("{\r\n \"a\":1\n}\n\n".utf8)) == Array("{   \"a\":1 }\n".utf8))
  }
}

/// Keeps what it receives; the answer depends on how many came.
final class Keeper: DeliveryReceiver {
  private let deliveries = Mutex<[Delivery]>([])
  private let answer: @Sendable (Int, Delivery) -> Answer

  init(answer: @escaping @Sendable (Int, Delivery) -> Answer) {
    self.answer = answer
  }

  var all: [Delivery] { deliveries.withLock { $0 } }

  func receive(_ delivery: Delivery) -> Answer {
    let count = deliveries.withLock { deliveries in
      deliveries.append(delivery)
      return deliveries.count
    }
    return answer(count, delivery)
  }
}

/// A server that answers as soon as anything has come, ends its side, and reads what still comes.
final class EarlyServer: Sendable {
  let port: Int
  private let descriptor: Int32

  init(answer: String) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) | listen(descriptor, 1) | getsockname(descriptor, pointer, &length)
      }
    }
    try #require(code == 0)
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      let peer = accept(descriptor, nil, nil)
      var buffer = [UInt8](repeating: 0, count: 4096)
      _ = read(peer, &buffer, buffer.count)
      _ = write(peer, Array(answer.utf8), answer.utf8.count)
      shutdown(peer, Int32(SHUT_WR))
      while read(peer, &buffer, buffer.count) > 0 {}
      close(peer)
    }
  }

  deinit { close(descriptor) }
}
