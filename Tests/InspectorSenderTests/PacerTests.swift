import InspectorSender
import Testing

/// Sends by a clock that is moved by hand: each message takes `cost`, and the machine stands still where it is told to.
@Suite struct PacerTests {
  private static let millisecond = Duration.milliseconds(1)

  private func moments(
    count: Int, every gap: Duration = millisecond, cost: (Int) -> Duration = { _ in .zero },
    oversleep: Duration = .zero
  ) -> [Duration] {
    var pacer = Pacer()
    var now = Duration.zero
    return (0..<count).map { index in
      let moment = pacer.moment(due: gap * index, now: now)
      if moment > now { now = moment + oversleep }
      defer { now += cost(index) }
      return now
    }
  }

  @Test func `a thousand a second are ten thousand in ten seconds`() {
    #expect(moments(count: 10_000).last == .milliseconds(9999))
  }

  @Test func `what it costs to send, and to wake up late, does not add up`() {
    let last = moments(count: 10_000, cost: { _ in .microseconds(300) }, oversleep: .microseconds(900)).last
    #expect(last ?? .zero < .milliseconds(10_001))
  }

  @Test func `a pause of half a second is caught up with`() {
    let moments = moments(count: 10_000) { $0 == 5000 ? .milliseconds(500) : .microseconds(10) }
    #expect(moments[5001] >= .milliseconds(5500))
    #expect(moments[9999] == .milliseconds(9999))
  }

  @Test func `after a long pause no more than a second's messages go at once`() {
    let moments = moments(count: 10_000) { $0 == 5000 ? .seconds(60) : .zero }
    let burst = moments.filter { $0 == .milliseconds(65_000) }
    #expect((1000...1001).contains(burst.count))
    #expect(moments[9999] == .milliseconds(9999 + 60_000 - 1000 - 1))
  }

  @Test func `gaps stay as they are`() {
    var pacer = Pacer()
    let due: [Duration] = [.zero, .seconds(5), .seconds(5), .seconds(3600)]
    #expect(due.map { pacer.moment(due: $0, now: .zero) } == due)
    #expect(pacer.shift == .zero)
  }
}
