import CloudEvents
import InspectorCore
import Synchronization
import Testing

/// Notes which number each event has in its record, and says no where it is told to.
private final class Numbers: DeliverySink {
  private let numbers = Mutex<[String: UInt64]>([:])
  private let refused: String?

  init(refusing refused: String? = nil) { self.refused = refused }

  func reserve(_ received: ReceivedDelivery) -> Reservation? {
    let records = received.records()
    if records.contains(where: { $0.event?.id == refused && refused != nil }) { return nil }
    return Reservation { [self] in
      numbers.withLock { numbers in
        for record in records { numbers[record.event?.id ?? ""] = record.number }
      }
    }
  }

  subscript(id: String) -> UInt64? { numbers.withLock { $0[id] } }
}

@Suite struct EntrySequenceTests {
  @Test func `an entry has its record's number where events are dropped, refused and sent`() throws {
    let numbers = Numbers(refusing: "no")
    let rules = try RuleSet(text: "[[rule]]\nwhen = 'type:noise'\ndrop = true", file: "r")
    let bench = Bench(rules: rules, sinks: [numbers])
    bench.receive(Wire.batch(Wire.json("1", type: "noise"), Wire.json("2"), Wire.json("3")))
    bench.receive(Wire.binary(id: "no"))
    bench.inspector.keepSent(Wire.binary(id: "sent"), status: 202)
    bench.receive(Wire.binary(id: "4"))
    #expect(bench.entries.map(\.id) == ["2", "3", "sent", "4"])
    #expect(bench.entries.map(\.number) == [1, 2, 3, 4])
    #expect(bench.entries.map(\.sequence) == [2, 3, 5, 6])
    #expect(numbers["2"] == 2 && numbers["3"] == 3 && numbers["4"] == 6)
    #expect(try bench.last(matches: "seq:6"))
  }

  @Test func `an entry has its record's number where deliveries come from many threads`() async {
    let numbers = Numbers()
    let bench = Bench(limits: .init(entries: 5000), sinks: [numbers])
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for number in 0..<200 {
            bench.receive(Wire.batch(Wire.json("\(task).\(number)"), Wire.json("\(task).\(number)b")))
          }
        }
      }
    }
    #expect(bench.entries.count == 1600)
    for entry in bench.entries { #expect(numbers[entry.id] == entry.sequence) }
    #expect(Set(bench.entries.map(\.sequence)) == Set(1...1600))
  }

  @Test func `types that are no UTF-8 take no room among those that are`() {
    let bench = Bench()
    for number in 0..<20 {
      var delivery = Wire.binary(id: "\(number)", type: "a#b")
      delivery.bytes = delivery.bytes.map { $0 == UInt8(ascii: "#") ? 0xff : $0 }
      bench.receive(delivery)
    }
    bench.receive(Wire.binary(type: "good"))
    #expect(bench.entries.dropLast().allSatisfy { $0.typeID == 0 && $0.type == "a\u{FFFD}b" })
    #expect(bench.store.snapshot().typeIDCount == 2)
    #expect(bench.store.snapshot().typeFacets.map(\.value) == ["good"])
  }
}
