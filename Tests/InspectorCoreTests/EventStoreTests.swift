import CloudEvents
import Synchronization
import Testing

@testable import InspectorCore

@Suite("The store")
struct EventStoreTests {
  @Test("Past its count the oldest entries go, and each one is counted")
  func boundedByCount() {
    let bench = Bench(limits: .init(entries: 3))
    for id in 1...10 { bench.receive(Wire.binary(id: "\(id)")) }
    #expect(bench.entries.map(\.id) == ["8", "9", "10"])
    #expect(bench.entries.map(\.number) == [8, 9, 10])
    let counters = bench.store.counters
    #expect(counters.entries == 10 && counters.valid == 10 && counters.dropped == 7)
    #expect(bench.store.snapshot().entry(7) == nil)
    #expect(bench.store.snapshot().entry(11) == nil)
  }

  @Test("Past its bytes whole segments go, oldest first, and memory comes back")
  func boundedByBytes() {
    let bench = Bench(limits: .init(entries: 100_000, bytes: 1 << 20))
    let body = #"{"x":""# + String(repeating: "x", count: 3000) + #""}"#
    for id in 1...2000 {
      bench.receive(Wire.binary(id: "\(id)", body: body))
      let snapshot = bench.store.snapshot()
      #expect(snapshot.memory <= 1 << 20)
      #expect(snapshot.counters.entries == snapshot.counters.dropped + UInt64(snapshot.count))
    }
    let entries = bench.entries
    #expect(entries.count > 100 && entries.last?.id == "2000")
    #expect(entries.map(\.id) == entries.indices.map { "\(2001 - entries.count + $0)" })
  }

  @Test("One delivery larger than all the memory is kept alone, and goes with the next")
  func largerThanMemory() {
    let bench = Bench(limits: .init(bytes: 1 << 20))
    let large = String(repeating: "x", count: 3 << 20)
    bench.receive(Wire.binary(id: "small"))
    bench.receive(Wire.binary(id: "large", contentType: "text/plain", body: large))
    #expect(bench.entries.map(\.id) == ["large"])
    #expect(bench.entries[0].bodyBytes.count == 3 << 20)
    bench.receive(Wire.binary(id: "next"))
    #expect(bench.entries.map(\.id) == ["next"])
    #expect(bench.store.snapshot().memory < 1 << 20)
    #expect(bench.store.counters.dropped == 2)
  }

  @Test("Many more entries than a chunk of records holds are all found, before and after eviction")
  func severalChunks() {
    let bench = Bench(limits: .init(entries: 2500))
    for id in 1...4000 { bench.receive(Wire.line(Wire.json("\(id)"))) }
    #expect(bench.entries.map(\.id) == (1501...4000).map { "\($0)" })
    #expect(bench.store.counters.dropped == 1500)
  }

  @Test("A later event with the same source and id is a duplicate, for as long as one is kept")
  func duplicates() {
    let bench = Bench(limits: .init(entries: 3))
    bench.receive(Wire.binary(id: "a"))
    bench.receive(Wire.binary(id: "a", source: "/other"))
    bench.receive(Wire.line(Wire.json("a")))
    #expect(bench.entries.map(\.isDuplicate) == [false, false, true])
    bench.receive(Wire.binary(id: "b"))
    bench.receive(Wire.binary(id: "c"))
    bench.receive(Wire.binary(id: "d"))
    bench.receive(Wire.binary(id: "a"))
    #expect(bench.entries.last?.isDuplicate == false)
    #expect(bench.store.counters.duplicates == 1)
  }

  @Test("Members of a batch that are the same are duplicates too")
  func duplicatesInBatch() {
    let bench = Bench()
    bench.receive(Wire.batch(Wire.json("1"), Wire.json("1"), Wire.json("2")))
    #expect(bench.entries.map(\.isDuplicate) == [false, true, false])
  }

  @Test("An id with an escape is the same id")
  func escapedDuplicates() {
    let bench = Bench()
    bench.receive(Wire.line(Wire.json("a")))
    bench.receive(Wire.line(Wire.json(#"\u0061"#)))
    bench.receive(Wire.binary(id: "%61"))
    #expect(bench.entries.map(\.isDuplicate) == [false, true, true])
  }

  @Test("Facets count what is kept, the most frequent first")
  func facets() {
    let bench = Bench(limits: .init(entries: 4))
    for type in ["x", "x", "x", "a", "b", "b", "c"] { bench.receive(Wire.binary(id: type, type: type)) }
    let snapshot = bench.store.snapshot()
    #expect(snapshot.typeFacets.map(\.value) == ["b", "a", "c"])
    #expect(snapshot.typeFacets.map(\.count) == [2, 1, 1])
    #expect(snapshot.sourceFacets.map(\.count) == [4])
    #expect(snapshot.type(snapshot[4].typeID) == "a")
  }

  @Test("Members of a batch share its bytes")
  func batchSharesBytes() {
    let bench = Bench()
    let members = (0..<100).map {
      Wire.json("\($0)", more: #","data":"\#(String(repeating: "x", count: 500))""#)
    }
    let delivery = Wire.request(
      contentType: "application/cloudevents-batch+json", body: "[" + members.joined(separator: ",") + "]")
    bench.receive(delivery)
    let entries = bench.entries
    #expect(entries.count == 100)
    #expect(entries[99].batch?.index == 99 && entries[99].batch?.count == 100)
    #expect(entries[99].bytes == delivery.bytes)
    #expect(entries[42].id == "42")
    #expect(bench.store.counters.bytes == UInt64(delivery.bytes.count))
    let addresses = entries.map { $0.withBytes { UInt(bitPattern: $0.baseAddress) } }
    #expect(Set(addresses).count == 1)
  }

  @Test("What is kept is decoded again as it came", arguments: 0..<4)
  func decodedAgain(kind: Int) throws {
    let bench = Bench()
    let more = #","subject":"s\u00fc","ext":7,"data":{"a":1.0,"a":1e400}"#
    let text = Wire.json("1", more: more)
    bench.receive(
      [
        Wire.binary(headers: [("ce-subject", "s%C3%BC"), ("ce-ext", "7")], body: #"{"a":1.0,"a":1e400}"#),
        Wire.request(body: text), Wire.batch(Wire.json("0"), text), Wire.line(text),
      ][kind])
    let entry = bench.entries.last!
    #expect(entry.id == "1" && entry.type == "com.example.test" && entry.source == "/test")
    #expect(entry.subject == "sü")
    #expect(entry.event?.data?.bytes == Array(#"{"a":1.0,"a":1e400}"#.utf8))
    for query in ["data.a:1.0", "ext.ext:7", "id:1", "source:/test", "is:valid"] {
      #expect(try bench.last(matches: query), "\(query)")
    }
  }

  @Test("A snapshot stays as it is while the store goes on")
  func snapshotStays() async {
    let bench = Bench(limits: .init(entries: 50, bytes: 1 << 20))
    for id in 0..<50 { bench.receive(Wire.binary(id: "old-\(id)")) }
    let snapshot = bench.store.snapshot()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<2 {
        group.addTask { for id in 0..<3000 { bench.receive(Wire.binary(id: "new-\(writer)-\(id)")) } }
      }
      group.addTask {
        for _ in 0..<50 {
          for (index, number) in snapshot.numbers.enumerated() {
            #expect(snapshot[number].id == "old-\(index)")
          }
          let newest = bench.store.snapshot()
          #expect(newest.count <= 50)
          for number in newest.numbers { #expect(newest[number].type == "com.example.test") }
        }
      }
    }
    #expect(snapshot.count == 50 && snapshot[1].id == "old-0")
    #expect(bench.store.counters.entries == 6050)
    #expect(bench.store.counters.dropped == 6000)
  }

  @Test("Clearing forgets entries and keeps the counters and numbers")
  func clear() {
    let bench = Bench()
    for id in 1...5 { bench.receive(Wire.binary(id: "\(id)")) }
    let before = bench.store.snapshot()
    bench.store.clear()
    let snapshot = bench.store.snapshot()
    #expect(snapshot.count == 0 && snapshot.memory == 0 && snapshot.typeFacets.isEmpty)
    #expect(snapshot.counters.entries == 5)
    #expect(before[5].id == "5")
    bench.receive(Wire.binary(id: "1"))
    #expect(bench.entries.map(\.number) == [6])
    #expect(bench.entries[0].isDuplicate == false)
    #expect(bench.store.snapshot().typeFacets.map(\.count) == [1])
  }

  @Test("A change is told once until somebody looks, and changes the version")
  func observed() {
    let bench = Bench()
    let calls = Mutex(0)
    bench.store.observe { calls.withLock { $0 += 1 } }
    let version = bench.store.version
    bench.receive(Wire.binary())
    bench.store.countDropped(by: 1, at: .start)
    #expect(calls.withLock { $0 } == 1)
    _ = bench.store.snapshot()
    bench.store.clear()
    #expect(calls.withLock { $0 } == 2)
    #expect(bench.store.version == version + 3)
    #expect(bench.store.counters.droppedByRule == 1)
  }

  @Test("Sent events are kept with the status that came back, and are no duplicates")
  func sent() {
    let bench = Bench()
    bench.receive(Wire.binary())
    bench.inspector.keepSent(Wire.binary(), status: 503)
    let entry = bench.entries[1]
    #expect(entry.isSent && entry.status == 503 && entry.isValid && !entry.isDuplicate)
    #expect(bench.store.counters.sent == 1)
  }
}
