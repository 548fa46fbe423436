import CloudEvents
import Synchronization
import Testing

@testable import InspectorCore

/// Remembers what it is given, and takes it or not.
private final class SpySink: DeliverySink {
  let takes: Bool
  private let received = Mutex<[ReceivedDelivery]>([])

  init(takes: Bool = true) {
    self.takes = takes
  }

  func reserve(_ received: ReceivedDelivery) -> Reservation? {
    guard takes else { return nil }
    return Reservation { [self] in self.received.withLock { $0.append(received) } }
  }

  var deliveries: [ReceivedDelivery] { received.withLock { $0 } }
  var records: [DeliveryRecord] { deliveries.flatMap { $0.records() } }
}

@Suite("The inspector")
struct InspectorTests {
  private let sink = SpySink()

  private func bench(rules: String = "") throws -> Bench {
    Bench(rules: try RuleSet(text: rules, file: "r.toml"), sinks: [sink])
  }

  @Test("A valid event is accepted with 202, kept and handed on")
  func accepted() throws {
    let bench = try bench()
    #expect(bench.receive(Wire.binary()) == .accepted)
    #expect(bench.entries.count == 1 && bench.entries[0].isValid && bench.entries[0].status == 202)
    #expect(sink.records.count == 1 && sink.records[0].isValid && sink.records[0].number == 1)
    #expect(sink.deliveries[0].acceptedEvents.map(\.id) == ["1"])
  }

  @Test("An invalid event is 400 with a problem document that lists everything")
  func invalid() throws {
    let bench = try bench()
    let answer = bench.receive(Wire.binary(source: nil, headers: [("ce-time", "yesterday")]))
    #expect(answer.status == 400)
    #expect(answer.headers.map(\.name) == ["Content-Type"])
    #expect(answer.headers.map(\.value) == ["application/problem+json"])
    for part in [#""violations":[{"severity":"error""#, #""attribute":"source""#, #""attribute":"time""#] {
      #expect(answer.text.contains(part), "\(answer.text)")
    }
    #expect(bench.entries.map(\.isValid) == [false] && bench.entries[0].status == 400)
    #expect(bench.entries[0].violations.filter(\.isError).count == 2)
    #expect(sink.records.map(\.status) == [400])
    #expect(sink.deliveries[0].acceptedEvents.isEmpty)
  }

  @Test(
    "What is no event is refused by what its content type selects",
    arguments: [
      ("text/plain", "x", 400, nil),
      ("application/cloudevents+avro", "x", 415, "structured"),
      ("application/cloudevents-batch+avro", "x", 415, "batched"),
      ("application/cloudevents+json", "{", 400, "structured"),
      ("application/cloudevents-batch+json", "{}", 400, "batched"),
      ("application/cloudevents-batch+json", "[1", 400, "batched"),
    ])
  func noEvent(contentType: String, body: String, status: Int, mode: String?) throws {
    let bench = try bench()
    let answer = bench.receive(Wire.request(contentType: contentType, body: body))
    #expect(answer.status == status)
    #expect(bench.entries.count == 1 && !bench.entries[0].isValid)
    #expect(bench.entries[0].mode?.rawValue == mode)
    #expect(bench.entries[0].violations.contains { $0.isError })
    #expect(sink.records.map { $0.mode?.rawValue } == [mode])
    #expect(sink.records[0].event == nil && sink.records[0].violations.contains { $0.isError })
  }

  @Test("A batch is taken whole, one entry and record for each member")
  func batch() throws {
    let bench = try bench()
    #expect(bench.receive(Wire.batch(Wire.json("a"), Wire.json("b"))) == .accepted)
    #expect(bench.entries.map(\.id) == ["a", "b"])
    #expect(sink.deliveries.count == 1)
    #expect(sink.records.map { $0.batch?.index } == [0, 1])
    #expect(sink.records.map { $0.batch?.count } == [2, 2])
    #expect(sink.records.map { $0.body == nil } == [false, true])
    #expect(sink.records.map(\.number) == [1, 2])
    #expect(sink.records.map(\.size) == bench.entries.map(\.size))
    #expect(sink.records[0].size == Wire.json("a").utf8.count)
  }

  @Test("A batch with a wrong member is refused whole, with an entry for the wrong ones only")
  func refusedBatch() throws {
    let bench = try bench()
    let answer = bench.receive(
      Wire.batch(Wire.json("a"), Wire.json(""), Wire.json("c"), #"{"specversion":"1.0"}"#))
    #expect(answer.status == 400)
    #expect(answer.text.contains(#""index":1"#) && answer.text.contains(#""index":3"#))
    #expect(!answer.text.contains(#""index":0"#) && !answer.text.contains(#""index":2"#))
    #expect(bench.entries.map { $0.batch?.index } == [1, 3])
    #expect(bench.entries.map { $0.batch?.count } == [4, 4])
    #expect(sink.records.map { $0.batch?.index } == [1, 3])
    #expect(sink.records.map { $0.body == nil } == [false, true])
    for (record, index) in zip(sink.records, [1, 3]) {
      #expect(record.violations.allSatisfy { $0.index == index } && !record.violations.isEmpty)
    }
    #expect(
      bench.entries.allSatisfy { entry in entry.violations.allSatisfy { $0.index == entry.batch?.index } })
    #expect(bench.store.counters.valid == 0 && bench.store.counters.invalid == 2)
  }

  @Test("An empty batch is 202 and no event")
  func emptyBatch() throws {
    let bench = try bench()
    #expect(bench.receive(Wire.batch()) == .accepted)
    #expect(bench.entries.isEmpty)
    #expect(sink.records.isEmpty)
  }

  @Test("A line is accepted without a status, or answered with its violations")
  func line() throws {
    let bench = try bench()
    #expect(bench.receive(Wire.line(Wire.json("1"))).isSuccess)
    let answer = bench.receive(Wire.line(#"{"specversion":"1.0","id":"2"}"#))
    #expect(!answer.isSuccess)
    #expect(answer.text.hasPrefix(#"[{"severity":"error""#) && answer.text.hasSuffix("]"))
    #expect(bench.receive(Wire.line("nonsense")).text.hasPrefix("[{"))
    #expect(bench.entries.map(\.status) == [nil, nil, nil])
    #expect(bench.entries.map(\.isValid) == [true, false, false])
    #expect(sink.records.map(\.status) == [nil, nil, nil])
    #expect(sink.records.map { $0.mode?.rawValue } == ["structured", "structured", "structured"])
    #expect(sink.records.allSatisfy { $0.method == nil && $0.target == nil && $0.headers.isEmpty })
  }

  @Test("What the listener refused is kept with its reason")
  func refusal() throws {
    let bench = try bench()
    var delivery = Wire.binary()
    let refusal = Delivery.Refusal(
      status: 405, reason: "GET is not served.", rule: "http.method", section: "RFC 9110, 15.5.6")
    delivery.refusal = refusal
    #expect(bench.receive(delivery).status == 405)
    let entry = bench.entries[0]
    #expect(entry.refusal == refusal && entry.status == 405 && !entry.isValid)
    #expect(entry.delivery.refusal == refusal)
    #expect(sink.records[0].refusal == refusal)
    #expect(try bench.last(matches: "is:refused status:4xx"))
    var line = Wire.line(#"{"#)
    line.refusal = refusal
    bench.receive(line)
    #expect(bench.entries[1].refusal == refusal)
  }

  @Test("A sink that cannot take it makes the answer 503, to be sent again, and nothing is kept")
  func shed() {
    let first = SpySink()
    let bench = Bench(sinks: [first, SpySink(takes: false), sink])
    for delivery in [Wire.binary(), Wire.binary(id: nil)] {
      let answer = bench.receive(delivery)
      #expect(answer.status == 503)
      #expect(answer.headers.contains { $0.name == "Retry-After" && $0.value == "1" })
      #expect(answer.text.contains("receiver.overloaded"))
    }
    let line = bench.receive(Wire.line(Wire.json("1")))
    #expect(line.status == 503 && line.text.hasPrefix("[{"))
    #expect(bench.entries.isEmpty)
    #expect(bench.store.counters.shed == 3)
    #expect(sink.deliveries.isEmpty && first.deliveries.isEmpty)
  }

  @Test("A rule answers instead of 202; the event stays valid")
  func respond() throws {
    let bench = try bench(
      rules: "[[rule]]\nname = 'busy'\nrespond = { status = 429, retry-after = 5, after = '2s' }")
    let answer = bench.receive(Wire.binary())
    #expect(answer.status == 429 && answer.delay == .seconds(2))
    #expect(answer.headers.map(\.name) == ["Retry-After"])
    #expect(bench.entries[0].isValid && bench.entries[0].status == 429)
    #expect(bench.entries[0].outcome.rules == ["busy"])
    #expect(sink.records[0].isValid && sink.records[0].status == 429 && sink.records[0].rules == ["busy"])
  }

  @Test("An answer that is 202 with something in it stands before a later rule's")
  func respondWithAccepted() throws {
    let bench = try bench(
      rules: "[[rule]]\nwhen='id:a'\nrespond = { status = 202 }\n[[rule]]\nrespond.status = 500")
    #expect(bench.receive(Wire.batch(Wire.json("a"), Wire.json("b"))).status == 202)
  }

  @Test("Rules do not answer for events that are wrong")
  func rulesAndInvalid() throws {
    let bench = try bench(rules: "[[rule]]\ntag = 'x'\nrespond.status = 200")
    #expect(bench.receive(Wire.binary(id: nil)).status == 400)
    #expect(bench.entries[0].outcome.isEmpty)
  }

  @Test("A dropped event is answered, counted and recorded, and not kept")
  func drop() throws {
    let bench = try bench(rules: "[[rule]]\nwhen = 'id:b'\ntag = 'noise'\ndrop = true")
    #expect(bench.receive(Wire.batch(Wire.json("a"), Wire.json("b"), Wire.json("c"))) == .accepted)
    #expect(bench.receive(Wire.binary(id: "b")) == .accepted)
    #expect(bench.entries.map(\.id) == ["a", "c"])
    #expect(bench.entries.map { $0.batch?.index } == [0, 2])
    #expect(bench.store.counters.droppedByRule == 2)
    #expect(sink.records.map(\.isKept) == [true, false, true, false])
    #expect(sink.records[1].tags == ["noise"])
  }

  @Test("Other rules come into force for what comes next")
  func setRules() throws {
    let bench = try bench(rules: "[[rule]]\ntag = 'old'")
    bench.receive(Wire.binary())
    bench.inspector.setRules(try RuleSet(text: "[[rule]]\ntag = 'new'", file: "r.toml"))
    bench.receive(Wire.binary())
    #expect(bench.entries.map(\.outcome.tags) == [["old"], ["new"]])
    #expect(try bench.last(matches: "tag:new -tag:old"))
  }

  @Test("Rules see warnings and duplicates as the store does")
  func rulesSeeFlags() throws {
    let bench = try bench(
      rules: "[[rule]]\nwhen='is:warning'\ntag='warned'\n[[rule]]\nwhen='is:duplicate'\ntag='again'")
    let warned = Wire.request(
      body: Wire.json("1"), headers: [("ce-id", "another"), ("ce-specversion", "1.0")])
    bench.receive(warned)
    bench.receive(Wire.binary())
    #expect(bench.entries.map(\.hasWarning) == [true, false])
    #expect(bench.entries.map(\.outcome.tags) == [["warned"], ["again"]])
    #expect(bench.entries.map(\.isDuplicate) == [false, true])
    #expect(try bench.last(matches: "-is:warning"))
  }
}
