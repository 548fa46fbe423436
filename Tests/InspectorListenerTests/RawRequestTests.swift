import Glibc
import InspectorCore
import NIOCore
import Testing

@testable import InspectorListener

/// Raw bytes over each kind of connection: the status, and whether the connection goes on.
@Suite struct RawRequestTests {
  private static let probe = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
  /// On a Unix socket every host is served, and what does not begin with a method is no HTTP.
  private static let onlyOverTCP: Set<String> = [
    "a foreign Host", "an empty Host", "a Host that only looks like loopback",
    "a whole address with a foreign host",
    "a whole address and a foreign Host", "TLS", "rubbish", "a space at the start",
    "a method in small letters",
  ]

  private var limits: ListenerLimits {
    var limits = ListenerLimits()
    limits.maxBody = 100 * 1024
    return limits
  }

  @Test(arguments: RawRequest.all)
  func `is answered, recorded and survived as it should`(request: RawRequest) throws {
    let wire = try Wire(limits: limits)
    wire.send(request.bytes)
    #expect(wire.statuses().first == request.status)
    let recorded = wire.recorder.all.count
    if request.closes {
      #expect(wire.recorder.refusals.count == (request.status ?? 0 >= 400 ? 1 : 0))
      wire.send(Self.probe)
      #expect(wire.statuses() == [], "nothing is read after the end")
      #expect(wire.recorder.all.count == recorded)
    } else {
      wire.send(Self.probe)
      #expect(wire.statuses() == [200], "the connection goes on")
    }
  }

  @Test(arguments: RawRequest.all.filter { !$0.closes })
  func `is followed by the next request on the same connection`(request: RawRequest) throws {
    let wire = try Wire(limits: limits)
    wire.send(request.bytes + Array(Self.probe.utf8) + request.bytes)
    #expect(wire.statuses().compactMap { $0 } == [request.status, 200, request.status].compactMap { $0 })
  }

  @Test(arguments: RawRequest.fragments)
  func `a head that has begun is waited for`(request: RawRequest) throws {
    let wire = try Wire()
    wire.send(request.bytes)
    #expect(wire.statuses() == [])
    wire.pass(.seconds(9))
    #expect(wire.channel.isActive && wire.recorder.all.isEmpty)
    wire.pass(.seconds(1))
    #expect(wire.statuses() == [408])
    #expect(wire.recorder.refusals.map(\.status) == [408])
  }

  @Test func `over TCP the answers are the same`() async throws {
    try await check(RawRequest.all, on: .anyLoopback) { try Peer(port: $0.port) }
  }

  @Test func `over a Unix socket the answers are the same`() async throws {
    let path = "/tmp/eventscope-raw-\(getpid()).sock"
    try await check(
      RawRequest.all.filter { !Self.onlyOverTCP.contains($0.testDescription) }, on: .unix(path: path)
    ) {
      _ in try Peer(path: path)
    }
  }

  private func check(
    _ requests: [RawRequest], on address: Address, connect: (Address) throws -> Peer
  ) async throws {
    var options = ListenerOptions()
    options.limits = limits
    let listener = try await Listener.start(on: [address], options: options, receiver: Recorder())
    for request in requests {
      let peer = try connect(listener.bound[0])
      peer.send(request.bytes)
      if request.closes {
        let answer = await peer.readAll()
        #expect(answer.hasPrefix("HTTP/1.1 \(request.status ?? 0) "), "\(request.testDescription)")
      } else {
        peer.send(Self.probe)
        let answers = await peer.read(until: "\r\n\r\nok\n")
        #expect(answers.hasPrefix("HTTP/1.1 \(request.status ?? 0) "), "\(request.testDescription)")
        #expect(answers.hasSuffix("\r\n\r\nok\n"), "\(request.testDescription)")
      }
    }
    await listener.shutdown(grace: .seconds(1))
  }
}
