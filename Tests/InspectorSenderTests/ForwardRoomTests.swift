import InspectorCore
import Testing

@testable import InspectorSender

@Suite struct ForwardRoomTests {
  private let slow = RuleForward(to: .unix(path: "/slow"))
  private let other = RuleForward(to: .unix(path: "/other"))
  private let third = RuleForward(to: .unix(path: "/third"))

  private func filled(_ room: ForwardRoom, _ target: RuleForward) -> Int {
    var count = 0
    while room.take(10, for: target) { count += 10 }
    return count
  }

  @Test func `a slow target takes half, and leaves room for others`() {
    let room = ForwardRoom(size: 1000)
    #expect(filled(room, slow) == 500)
    #expect(filled(room, other) == 250)
    #expect(filled(room, third) == 130)
  }

  @Test func `what is sent or lost makes room again`() {
    let room = ForwardRoom(size: 1000)
    #expect(filled(room, slow) == 500)
    for _ in 0..<50 { room.give(10, for: slow) }
    #expect(filled(room, other) == 500)
  }

  @Test func `a message larger than all of it goes alone`() {
    let room = ForwardRoom(size: 1000)
    #expect(room.take(5000, for: slow))
    #expect(!room.take(1, for: slow) && !room.take(1, for: other))
    room.give(5000, for: slow)
    #expect(room.take(1, for: other))
    #expect(!room.take(5000, for: slow))
  }
}
