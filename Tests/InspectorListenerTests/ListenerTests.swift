import InspectorCore
import Testing

@testable import InspectorListener

@Suite struct ListenerTests {
  private static let post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi"

  private func start(
    _ recorder: Recorder, on address: Address = .anyLoopback, options: ListenerOptions = ListenerOptions()
  ) async throws -> Listener {
    try await Listener.start(on: [address], options: options, receiver: recorder)
  }

  @Test func aRequestOverTCPArrivesWithItsPeer() async throws {
    let recorder = Recorder()
    let listener = try await start(recorder)
    let peer = try Peer(port: listener.bound[0].port)
    peer.send(Self.post)
    #expect(await peer.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 202 Accepted\r\n"))
    let delivery = try #require(recorder.all.first)
    #expect(String(decoding: delivery.bytes, as: UTF8.self) == Self.post)
    #expect(delivery.peer.hasPrefix("127.0.0.1:") && delivery.transport == .http)
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func localhostIsOneAddressWithOnePort() async throws {
    let recorder = Recorder()
    let address = Address.http(host: "localhost", port: 0, target: "/", isTLS: false, userinfo: nil)
    let listener = try await start(recorder, on: address)
    #expect(listener.bound.count == 1 && listener.bound[0].port > 0)
    #expect("\(listener.bound[0])" == "http://localhost:\(listener.bound[0].port)")
    let peer = try Peer(port: listener.bound[0].port)
    peer.send(Self.post)
    #expect(await peer.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 202 "))
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func aTakenPortSaysWhoHoldsItAndWhatIsFree() async throws {
    let recorder = Recorder()
    let listener = try await start(recorder)
    let error = await #expect(throws: ListenerError.self) {
      _ = try await self.start(recorder, on: listener.bound[0])
    }
    let text = try #require(error).description
    #expect(text.hasPrefix("cannot listen on \(listener.bound[0]): the address is in use by pid "), "\(text)")
    #expect(text.contains("; try http://127.0.0.1:"), "\(text)")
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func allAddressesAreBoundOrNone() async throws {
    let recorder = Recorder()
    let listener = try await start(recorder)
    let free = try await start(recorder)
    await free.shutdown(grace: .zero)
    await #expect(throws: ListenerError.self) {
      try await Listener.start(on: [free.bound[0], listener.bound[0]], receiver: recorder)
    }
    #expect(throws: (any Error).self) { try Peer(port: free.bound[0].port) }
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func anAnswerSurvivesABodyThatIsRefused() async throws {
    var options = ListenerOptions()
    options.limits.maxBody = 1000
    let recorder = Recorder()
    let listener = try await start(recorder, options: options)
    let peer = try Peer(port: listener.bound[0].port)
    peer.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n")
    peer.send([UInt8](repeating: 0x61, count: 4_000_000))
    peer.endSending()
    #expect(await peer.readAll().hasPrefix("HTTP/1.1 413 "))
    #expect(recorder.refusals.map(\.status) == [413])
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func aboveTheLimitPeersAreToldToComeBack() async throws {
    var options = ListenerOptions()
    options.limits.connections = 1
    let recorder = Recorder()
    let listener = try await start(recorder, options: options)
    let first = try Peer(port: listener.bound[0].port)
    first.send(Self.post)
    #expect(await first.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 202 "))
    let second = try Peer(port: listener.bound[0].port)
    second.send(Self.post)
    second.endSending()
    let answer = await second.readAll()
    #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("Retry-After: 1\r\n"))
    #expect(recorder.all.map(\.refusal?.status) == [nil, 503])
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func farAboveTheLimitPeersAreToldSoUnread() async throws {
    var options = ListenerOptions()
    options.limits.connections = 1
    // None of those that wait gives way to another.
    (options.limits.headerTimeout, options.limits.keepAlive) = (.seconds(3600), .seconds(3600))
    let recorder = Recorder()
    let listener = try await start(recorder, options: options)
    let port = listener.bound[0].port
    // All that are served or read before they are told, and some that are told.
    var waiting = try (0..<70).map { _ in try Peer(port: port) }
    // Which connection is the first one too many is not said; one that comes later is told in any case.
    var answer = ""
    for _ in 0..<5 where answer.isEmpty {
      let peer = try Peer(port: port)
      waiting.append(peer)
      answer = await peer.readAll()
    }
    #expect(answer.hasPrefix("HTTP/1.1 503 "))
    #expect(answer.contains("Retry-After: 1\r\n"))
    // What it has sent unread does not keep it from reading its answer.
    let sender = try Peer(port: port)
    sender.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n")
    sender.send([UInt8](repeating: 0x61, count: 4_000_000))
    #expect(await sender.readAll().hasPrefix("HTTP/1.1 503 "))
    #expect(recorder.all.isEmpty)
    withExtendedLifetime(waiting) {}
    await listener.shutdown(grace: .seconds(1))
  }

  @Test func aShutdownWaitsForAnAnswerThatWaits() async throws {
    let recorder = Recorder { _ in Answer(status: 202, delay: .milliseconds(200)) }
    let listener = try await start(recorder)
    let peer = try Peer(port: listener.bound[0].port)
    peer.send(Self.post)
    while recorder.all.isEmpty { await Task.yield() }
    async let down: Void = listener.shutdown(grace: .seconds(5))
    #expect(await peer.readAll().hasPrefix("HTTP/1.1 202 "))
    await down
    #expect(throws: (any Error).self) { try Peer(port: listener.bound[0].port) }
  }

  @Test(.timeLimit(.minutes(1))) func aShutdownDoesNotWaitForTheRestOfARequest() async throws {
    let recorder = Recorder { _ in Answer(status: 202) }
    let listener = try await start(recorder)
    let peer = try Peer(port: listener.bound[0].port)
    peer.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    #expect(await peer.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
    await listener.shutdown(grace: .milliseconds(200), answering: .seconds(600))
    #expect(await peer.readAll() == "")
    #expect(recorder.all.map(\.refusal?.rule) == ["http.incomplete"])
  }

  @Test(.timeLimit(.minutes(1)))
  func aShutdownStillAnswersWhatIsWholeWhenTheRestIsCutOff() async throws {
    let recorder = Recorder { _ in Answer(status: 202, delay: .milliseconds(300)) }
    let listener = try await start(recorder)
    let peer = try Peer(port: listener.bound[0].port)
    peer.send(Self.post + "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab")
    while recorder.all.isEmpty { await Task.yield() }
    await listener.shutdown(grace: .milliseconds(20), answering: .seconds(600))
    #expect(await peer.readAll().hasPrefix("HTTP/1.1 202 "))
  }

  @Test func aShutdownCutsOffWhatTakesTooLong() async throws {
    let recorder = Recorder { _ in Answer(status: 202, delay: .seconds(3600)) }
    let listener = try await start(recorder)
    let peer = try Peer(port: listener.bound[0].port)
    peer.send(Self.post)
    while recorder.all.isEmpty { await Task.yield() }
    await listener.shutdown(grace: .milliseconds(50))
    #expect(await peer.readAll() == "")
  }

  @Test func listenersAreFoundInTheKernelsTable() {
    let table = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
         1: 0100007F:1F90 0100007F:A000 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0
      """
    #expect(PortHolder.listeners(in: table, port: 8080) == ["4711"])
    #expect(PortHolder.listeners(in: table, port: 8081) == [])
  }
}
