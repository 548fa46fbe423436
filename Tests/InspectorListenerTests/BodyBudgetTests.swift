import InspectorCore
import NIOCore
import NIOEmbedded
import Testing

@testable import InspectorListener

@Suite struct BodyBudgetTests {
  @Test func `what is small is free, and what is let go can be had again`() {
    let budget = BodyBudget(limit: 200_000)
    var first = BodyBudget.Share(budget)
    var held = [first.hold(150_000), first.hold(200_000)]
    do {
      var second = BodyBudget.Share(budget)
      held += [second.hold(BodyBudget.free), second.hold(BodyBudget.free + 1)]
      held += [first.hold(100_000), second.hold(100_000), first.hold(150_000)]
    }
    // The second share went with its connection.
    held.append(first.hold(200_000))
    #expect(held == [true, true, true, false, true, true, false, true])
  }

  @Test func `unfinished bodies over the budget are told to come back later`() throws {
    var limits = ListenerLimits()
    limits.unfinished = 100_000
    let wire = try Wire(limits: limits)
    wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
    wire.send(String(repeating: "a", count: 90_000))
    #expect(wire.statuses() == [])
    wire.send(String(repeating: "a", count: 90_000))
    let answer = wire.received()
    #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("Retry-After: 1\r\n"))
    #expect(wire.recorder.refusals.map(\.rule) == ["http.load"])
  }

  @Test(arguments: [
    (512, 1_000_000, 512, 1088, 128), (512, 1024, 192, 224, 32), (512, 64, 12, 14, 2),
    (2, 1_000_000, 2, 68, 128), (512, 8, 6, 7, 1),
  ])
  func `connections take a quarter of the descriptors at most`(
    limit: Int, descriptors: Int, served: Int, all: Int, leaving: Int
  ) {
    let registry = ConnectionRegistry(limit: limit, descriptors: descriptors)
    let channels = (0..<(all + leaving + 2)).map { _ in EmbeddedChannel() }
    let admissions = channels.map { registry.admit($0) }
    #expect(admissions.count { $0 == .served } == served)
    #expect(admissions.count { $0 == .shed } == all - served)
    #expect(admissions.count { $0 == .turnedAway } == leaving)
    #expect(admissions.suffix(2) == [.refused, .refused])
    #expect(all + leaving <= max(8, descriptors / 4))
  }

  @Test func `whoever has left makes room for the next one`() throws {
    let registry = ConnectionRegistry(limit: 1, descriptors: 8)
    let channels = (0..<8).map { _ in EmbeddedChannel() }
    #expect(channels.map { registry.admit($0) }.last == .turnedAway)
    #expect(registry.admit(EmbeddedChannel()) == .refused)
    try leave(channels[7])
    #expect(registry.admit(EmbeddedChannel()) == .turnedAway)
    try leave(channels[0])
    #expect(registry.admit(EmbeddedChannel()) == .shed)
  }

  private func leave(_ channel: EmbeddedChannel) throws {
    try channel.close().wait()
    channel.embeddedEventLoop.run()
  }
}
