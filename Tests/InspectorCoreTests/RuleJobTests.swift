import CloudEventsHTTP
import Synchronization
import Testing

@testable import InspectorCore

/// The work that rules ask for beside the answer.
@Suite struct RuleJobTests {
  /// Keeps the tasks that it is given.
  final class Catcher: RuleTaskReceiver {
    let caught = Mutex<[RuleTask]>([])

    func take(_ tasks: [RuleTask], of received: ReceivedDelivery) { caught.withLock { $0 += tasks } }

    var tasks: [RuleTask] { caught.withLock { $0 } }
  }

  /// Refuses everything.
  struct FullSink: DeliverySink {
    func reserve(_ received: ReceivedDelivery) -> Reservation? { nil }
  }

  func tasks(_ rules: String, _ delivery: Delivery, sinks: [any DeliverySink] = []) throws -> [RuleTask] {
    let catcher = Catcher()
    let inspector = Inspector(
      store: EventStore(), rules: try RuleSet(text: rules, file: "r.toml"), sinks: sinks, tasks: catcher)
    _ = inspector.receive(delivery)
    return catcher.tasks
  }

  static let address = Address.http(host: "127.0.0.1", port: 9000, target: "/", isTLS: false, userinfo: nil)

  @Test func `each action asks for its job, in order`() throws {
    let text = """
      [[rule]]
      name = "all"
      drop = true
      exec = ["notify-send", "", "order"]
      write = "orders.ndjson"
      forward = { to = "http://127.0.0.1:9000", mode = "structured", retry = 0, timeout = "2s", credentials = true, headers = { X-A = "b" } }
      notify = "desktop"
      [[rule]]
      write = { to = "all.ndjson", as = "record" }
      notify = true
      forward = "unix:/tmp/s"
      """
    let tasks = try tasks(text, Wire.binary())
    #expect(
      tasks.map(\.job) == [
        .notify(.desktop),
        .forward(
          RuleForward(
            to: Self.address, mode: .structured, retries: 0, timeout: .seconds(2), keepsCredentials: true,
            headers: [.init("X-A", "b")])),
        .write(RuleFile(path: "orders.ndjson")), .exec(["notify-send", "", "order"]), .notify(.bell),
        .forward(RuleForward(to: .unix(path: "/tmp/s"))), .write(RuleFile(path: "all.ndjson", form: .record)),
      ])
    #expect(
      tasks.map(\.activity.name) == Array(repeating: "all", count: 4) + Array(repeating: "rule 2", count: 3))
  }

  @Test func `a batch as received goes once, everything else for each event`() throws {
    let text = """
      [[rule]]
      forward = "http://127.0.0.1:9000"
      write = "w"
      [[rule]]
      forward = { to = "http://127.0.0.1:9000", mode = "binary" }
      """
    let tasks = try tasks(text, Wire.batch(Wire.json("1"), Wire.json("2")))
    let forwards = tasks.filter { if case .forward = $0.job { true } else { false } }
    #expect(forwards.map(\.entry) == [0, 0, 1] && tasks.count == 5)
  }

  @Test func `nothing is asked for what is not acknowledged, or does not match`() throws {
    #expect(try tasks("[[rule]]\nwrite = 'w'", Wire.binary(), sinks: [FullSink()]).isEmpty)
    #expect(try tasks("[[rule]]\nwhen = 'type:x'\nwrite = 'w'", Wire.binary()).isEmpty)
    #expect(try tasks("[[rule]]\nwrite = 'w'", Wire.binary(type: nil)).isEmpty)
    #expect(try tasks("[[rule]]\nnotify = false\ntag = 'x'", Wire.binary()).isEmpty)
  }

  @Test func `Via tells loops and long ways`() {
    let via = Via(pseudonym: "me")
    #expect(via.refusal([]) == nil && via.refusal(["1.0 fred, 1.1 p.example.net (Apache)"]) == nil)
    #expect(via.refusal(["1.1 a", "1.1 b,  1.1 me "])?.contains("loop") == true)
    #expect(
      via.refusal([Array(repeating: "1.1 a", count: 10).joined(separator: ",")])?.contains("10 hops") == true)
    #expect(via.adding(to: ["1.0 a, 1.1 b", "1.1 c"]) == "1.0 a, 1.1 b, 1.1 c, 1.1 me")
    #expect(Via.random().own != Via.random().own)
  }

  @Test func `work is done in order, bounded, and what is left at the end is lost`() async throws {
    let (started, begin) = AsyncStream<Int>.makeStream()
    let lost = Mutex<[Int]>([])
    let lane = WorkLane<Int>(width: 1, room: 3, maximumSize: 100) { item in
      begin.yield(item)
      // Ends when it is cancelled.
      try? await Task.sleep(for: .seconds(600))
    } lose: { item in
      lost.withLock { $0.append(item) }
    }
    #expect(lane.put(1, size: 1))
    for await item in started {
      #expect(item == 1)
      break
    }
    #expect(lane.put(2, size: 60) && !lane.put(3, size: 60) && lane.put(4, size: 40) && lane.put(5, size: 0))
    #expect(!lane.put(6, size: 0))
    await lane.finish(within: .milliseconds(1))
    #expect(lost.withLock { $0 } == [2, 4, 5])
    #expect(!lane.put(7, size: 0))
  }

  @Test func `what was taken is done before the end`() async {
    let done = Mutex<[Int]>([])
    let lane = WorkLane<Int>(width: 1, room: 2000, maximumSize: 1 << 20) { item in
      done.withLock { $0.append(item) }
    } lose: { _ in
      Issue.record("lost")
    }
    for item in 0..<1500 { #expect(lane.put(item, size: 10)) }
    await lane.finish(within: .seconds(60))
    #expect(done.withLock { $0 } == Array(0..<1500))
  }
}
