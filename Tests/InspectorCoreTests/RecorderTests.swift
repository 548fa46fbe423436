import Dispatch
import Synchronization
import Testing

@testable import InspectorCore

/// What came from other threads.
private final class Collected<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  func add(_ element: Element) { elements.withLock { $0.append(element) } }
  var all: [Element] { elements.withLock { $0 } }
}

@Suite("A recorder")
struct RecorderTests {
  private let directory = Directory()
  private let faulty = FaultyCalls()

  private func recorder(sync: SyncPolicy = .never) throws -> Recorder {
    var options = Recorder.Options(path: directory.file)
    options.sync = sync
    return try Recorder(options, calls: faulty.calls) { _ in }
  }

  private func lines() -> [Substring] { directory.read().split(separator: "\n") }

  @Test("What is acknowledged is in the file, and only that is kept in the store")
  func acknowledged() async throws {
    let recorder = try recorder()
    let store = EventStore()
    let inspector = Inspector(store: store, recorder: recorder, firstNumber: recorder.firstNumber)
    func status(_ delivery: Delivery) async -> Int {
      await withCheckedContinuation { continuation in
        let answer = inspector.receive(delivery)
        guard let pending = answer.pending else { return continuation.resume(returning: answer.status) }
        pending.whenDecided { continuation.resume(returning: $0.status) }
      }
    }
    #expect(await status(Wire.binary(id: "1")) == 202)
    #expect(await status(Wire.binary(id: nil)) == 400)
    faulty.set { $0.room = 10 }
    #expect(await status(Wire.binary(id: "2")) == 503)
    #expect(await status(Wire.binary(id: nil)) == 503)
    faulty.set { $0.room = nil }
    #expect(await status(Wire.binary(id: "3")) == 202)
    await recorder.finish()
    #expect(
      lines().count == 3 && lines()[0].contains(#""ce-id","1""#) && lines()[2].contains(#""ce-id","3""#))
    #expect(store.counters.entries == 3 && store.counters.shed == 2)
  }

  @Test("What a rule drops is recorded as not kept, and not kept")
  func dropped() async throws {
    let recorder = try recorder()
    let store = EventStore()
    let rules = try RuleSet(text: "[[rule]]\nwhen = 'type:com.*'\ndrop = true", file: "r")
    _ = Inspector(store: store, rules: rules, recorder: recorder).receive(Wire.binary())
    await recorder.finish()
    #expect(lines().count == 1 && lines()[0].contains(#""kept":false"#))
    #expect(store.counters.entries == 0 && store.counters.droppedByRule == 1)
  }

  @Test("Deliveries that come while the disk is busy share a sync")
  func groups() async throws {
    let recorder = try recorder(sync: .always)
    let outcomes = Collected<String?>()

    for number in 0..<500 {
      let received = ReceivedDelivery(
        delivery: Wire.binary(id: "\(number)"), mode: .binary, format: nil, head: nil,
        entries: [.init(event: nil, isValid: true)], status: 202, firstNumber: UInt64(number + 1))
      #expect(recorder.append(received) { outcomes.add($0) })
    }
    await recorder.finish()
    #expect(outcomes.all.count == 500 && outcomes.all.allSatisfy { $0 == nil })
    #expect(lines().count == 500)
    #expect(faulty.faults.withLock { $0.syncs } < 500)
  }

  @Test("What waits is bounded, and a delivery that is longer than that waits alone")
  func bounded() async throws {
    let gate = DispatchSemaphore(value: 0)
    var calls = faulty.calls
    calls.write = { _, bytes in
      gate.wait()
      gate.signal()
      return .success(bytes.count)
    }
    var options = Recorder.Options(path: directory.file)
    options.maximumWaiting = 10_000
    let recorder = try Recorder(options, calls: calls) { _ in }
    let settled = Collected<String?>()
    func append(_ count: Int) -> Bool {
      let body = String(repeating: "x", count: count)
      let received = ReceivedDelivery(
        delivery: Wire.binary(contentType: "text/plain", body: body), mode: .binary, format: nil, head: nil,
        entries: [.init(event: nil, isValid: true)], status: 202, firstNumber: 1)
      return recorder.append(received) { settled.add($0) }
    }
    // Nothing is written as long as the gate is shut.
    #expect([6000, 6000, 2000, 6000, 20_000].map { append($0) } == [true, false, true, false, false])
    gate.signal()
    await recorder.finish()
    #expect(settled.all == [nil, nil])
    #expect(append(20_000))
    await recorder.finish()
    #expect(settled.all.count == 3)
  }

  @Test("Users are told when recording fails, and when it goes on")
  func told() async throws {
    let notices = Collected<Recorder.Notice>()
    let recorder = try Recorder(.init(path: directory.file), calls: faulty.calls) { notices.add($0) }
    let inspector = Inspector(store: EventStore(), recorder: recorder)
    faulty.set { $0.room = 0 }
    for id in ["1", "2"] {
      _ = inspector.receive(Wire.binary(id: id))
      await recorder.finish()
    }
    faulty.set { $0.room = nil }
    _ = inspector.receive(Wire.binary(id: "3"))
    await recorder.finish()
    let all = notices.all
    guard all.count == 2, case .failing(let first) = all[0], case .recovered(let second) = all[1] else {
      Issue.record("\(all)")
      return
    }
    #expect(first.contains("No space left on device") && first.contains("503"))
    #expect(second.contains("2 deliveries were refused"))
  }

  @Test("Secrets are masked in a recording, unless they are to be kept", arguments: [false, true])
  func secrets(keeps: Bool) async throws {
    var options = Recorder.Options(path: directory.file)
    options.keepSecrets = keeps
    let recorder = try Recorder(options) { _ in }
    let inspector = Inspector(store: EventStore(), recorder: recorder)
    _ = inspector.receive(Wire.binary(headers: [("Authorization", "Bearer abc123")]))
    await recorder.finish()
    #expect(directory.read().contains("abc123") == keeps)
  }

  @Test(
    "A policy of syncing is a word or a time",
    arguments: [
      ("always", SyncPolicy.always), ("never", .never), ("1s", .every(.seconds(1))),
      ("250ms", .every(.milliseconds(250))), ("", nil), ("1", nil), ("0s", nil), ("often", nil),
    ])
  func policy(text: String, policy: SyncPolicy?) {
    #expect(SyncPolicy(text) == policy)
  }
}
