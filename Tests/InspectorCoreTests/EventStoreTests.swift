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

  @Test("The memory of large entries comes back while their records stand beside those that are kept")
  func largeEntriesGo() {
    let bench = Bench(limits: .init(bytes: 1 << 20))
    let large = String(repeating: "x", count: 200_000)
    func receive(_ ids: ClosedRange<Int>) {
      for id in ids { bench.receive(Wire.binary(id: "\(id)", contentType: "text/plain", body: large)) }
    }
    receive(1...1)
    weak var oldest: ByteSegment?
    do {
      let snapshot = bench.store.snapshot()
      oldest = snapshot.segments.first
      receive(2...20)
      // Who looked before goes on seeing what there was.
      #expect(snapshot[1].id == "1" && snapshot[1].bodyBytes.count == 200_000)
      #expect(oldest != nil)
    }
    #expect(oldest == nil)
    #expect(bench.entries.map(\.id) == (20 - bench.entries.count + 1...20).map { "\($0)" })
    #expect(bench.entries.allSatisfy { $0.bodyBytes.count == 200_000 })
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

  @Test("What was refused is no first of its kind: the event that is mended and sent again is no duplicate")
  func mended() {
    let bench = Bench()
    bench.receive(Wire.binary(headers: [("ce-time", "noon")]))
    bench.receive(Wire.binary())
    bench.receive(Wire.binary())
    bench.receive(Wire.binary(headers: [("ce-time", "noon")]))
    #expect(bench.entries.map(\.isDuplicate) == [false, false, true, true])
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

  @Test("Pinned entries are set aside and go last, and all else is as it was")
  func pinned() {
    let bench = Bench(limits: .init(entries: 3))
    for id in 1...3 { bench.receive(Wire.binary(id: "\(id)", type: id == 1 ? "pinned" : "other")) }
    bench.store.pin([1])
    for id in 4...10 { bench.receive(Wire.binary(id: "\(id)", type: "other")) }
    #expect(bench.entries.map(\.id) == ["1", "9", "10"] && bench.entries.map(\.number) == [1, 9, 10])
    let snapshot = bench.store.snapshot()
    #expect(snapshot.count == 3 && snapshot.contains(1) && snapshot.entry(2) == nil)
    #expect(snapshot.counters.dropped == 7 && snapshot.counters.droppedPinned == 0)
    #expect(snapshot.typeFacets.map(\.value) == ["other", "pinned"])
    bench.receive(Wire.binary(id: "1"))
    #expect(bench.entries.last?.isDuplicate == true, "what is set aside is kept")
  }

  @Test("Where everything that is kept is pinned, the oldest goes and is counted")
  func allPinned() {
    let bench = Bench(limits: .init(entries: 3))
    for id in 1...3 { bench.receive(Wire.binary(id: "\(id)")) }
    bench.store.pin([1, 2, 3])
    bench.receive(Wire.binary(id: "4"))
    #expect(bench.entries.map(\.id) == ["2", "3", "4"])
    bench.receive(Wire.binary(id: "5"))
    #expect(bench.entries.map(\.id) == ["2", "3", "5"], "what is not pinned goes before")
    #expect(bench.store.counters.dropped == 2 && bench.store.counters.droppedPinned == 1)
    bench.store.pin([3])
    bench.receive(Wire.binary(id: "6"))
    #expect(bench.entries.map(\.id) == ["3", "5", "6"], "what is pinned no more goes first")
    #expect(bench.store.counters.droppedPinned == 1)
  }

  @Test("Pinned entries keep their bytes when the memory they stood in goes, and stay within bounds")
  func pinnedBytes() {
    let bench = Bench(limits: .init(bytes: 1 << 20))
    let body = #"{"x":""# + String(repeating: "x", count: 3000) + #""}"#
    for id in 1...3000 {
      bench.receive(Wire.binary(id: "\(id)", body: body))
      if id % 50 == 0 { bench.store.pin(Set((1...UInt64(id)).filter { $0 % 50 == 0 })) }
      #expect(bench.store.snapshot().memory <= 1 << 20)
    }
    let pinned = bench.entries.filter { $0.number % 50 == 0 }
    #expect(pinned.map(\.number) == (1...60).map { $0 * 50 })
    for entry in pinned { #expect(entry.id == "\(entry.number)" && entry.bodyBytes == Array(body.utf8)) }
    bench.store.pin(Set(1...10_000))
    for id in 3001...6000 {
      bench.receive(Wire.binary(id: "\(id)", body: body))
      #expect(bench.store.snapshot().memory <= 1 << 20)
    }
    let counters = bench.store.counters
    #expect(counters.droppedPinned > 2000 && bench.entries.last?.id == "6000")
    #expect(counters.entries == counters.dropped + UInt64(bench.store.snapshot().count))
  }

  @Test("What is forgotten is no longer there, pinned or not, and is not counted as dropped")
  func forgotten() {
    let bench = Bench(limits: .init(entries: 4))
    for id in 1...4 { bench.receive(Wire.binary(id: "\(id)")) }
    bench.store.pin([1, 3])
    bench.receive(Wire.binary(id: "5"))
    bench.receive(Wire.binary(id: "6"))
    #expect(bench.entries.map(\.number) == [1, 3, 5, 6])
    bench.store.forget(before: 6)
    #expect(bench.entries.map(\.number) == [6] && bench.store.counters.dropped == 2)
    bench.store.forget(before: 100)
    #expect(bench.entries.isEmpty && bench.store.snapshot().memory == 0)
    bench.receive(Wire.binary(id: "7"))
    #expect(bench.entries.map(\.number) == [7] && bench.entries[0].isDuplicate == false)
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

  @Test("What is sent is kept before what it brings about, and gets its answer later")
  func answeredLater() throws {
    let bench = Bench()
    let numbers = bench.inspector.keepSending(Wire.binary(id: "sent"))
    bench.receive(Wire.binary(id: "echo"))
    let before = bench.store.snapshot()
    #expect(bench.entries.map(\.id) == ["sent", "echo"])
    #expect(bench.entries[0].awaitsAnswer && bench.entries[0].status == nil && !bench.entries[0].isFailedSend)
    bench.store.note(answer: 429, isDelivered: true, to: numbers)
    #expect(bench.entries[0].status == 429 && bench.entries[0].isFailedSend && !bench.entries[0].awaitsAnswer)
    // A snapshot stays as it was.
    #expect(before[numbers.lowerBound].status == nil && before.version != bench.store.version)
  }

  @Test("An answer for what is no longer kept changes nothing")
  func answerTooLate() {
    let bench = Bench()
    let numbers = bench.inspector.keepSending(Wire.binary(id: "sent"))
    bench.store.clear()
    let version = bench.store.version
    bench.store.note(answer: 202, isDelivered: true, to: numbers)
    #expect(bench.store.version == version && bench.store.snapshot().awaited.isEmpty)
  }
}

@Suite("Memory of segments that are gone")
struct SegmentPoolTests {
  @Test("is used again, and no more is kept than a few, each by one segment only")
  func usedAgain() {
    let pool = SegmentPool(size: 1024)
    var segments: [ByteSegment] = (0..<4).map { _ in ByteSegment(from: pool) }
    func addresses(_ segments: [ByteSegment]) -> Set<UInt> {
      Set(segments.map { $0.withBytes(at: 0, count: 1) { UInt(bitPattern: $0.baseAddress) } })
    }
    let before = addresses(segments)
    #expect(before.count == 4)
    segments = []
    let first = ByteSegment(from: pool)
    let second = ByteSegment(from: pool)
    #expect(addresses([first, second]).count == 2 && addresses([first, second]).isSubset(of: before))
    #expect(first.used == 0 && first.capacity == 1024)
    let text = Array("kept".utf8)
    #expect(text.withUnsafeBytes { first.append($0) } == 0)
    #expect(first.withBytes(at: 0, count: 4) { Array($0) } == text)
  }
}
