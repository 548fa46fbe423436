import CloudEvents
import Synchronization
import Testing

@testable import InspectorCore

private final class RecordLines: DeliverySink {
  private let lines = Mutex<[[UInt8]]>([])

  func reserve(_ received: ReceivedDelivery) -> Reservation? {
    let new = received.records().map(\.line)
    return Reservation { [self] in lines.withLock { $0 += new } }
  }

  var all: [[UInt8]] { lines.withLock { $0 } }
}

@Suite("Reading delivery records")
struct RecordReaderTests {
  private static let deliveries: [Delivery] = [
    Wire.binary(headers: [("X-Team", "blue")], body: #"{"n":1.0,"user":{"id":42}}"#),
    Wire.binary(id: "%C3%A9", contentType: "image/png", body: [0, 255, 254]),
    Wire.binary(source: nil, body: "no source"),
    Wire.binary(contentType: "application/json", body: "not JSON"),
    Wire.request(body: Wire.json("2", more: #","time":"2026-01-01T00:00:00Z","data":[1,2]"#)),
    Wire.request(contentType: "text/plain", body: "no event at all"),
    Wire.batch(Wire.json("3"), Wire.json("4", type: "other")),
    Wire.batch(Wire.json("5"), Wire.json("", type: "wrong")),
    Wire.raw("POST /\u{e9} HTTP/1.1\r\nHost: a\r\nce-id: \u{ff}\r\nX-A: \u{1}\u{80}é\r\nX-B: \r\n\r\n"),
    Wire.line(Wire.json("1", more: #","data":{"a":"two words"}"#)),
    Wire.line("{\"specversion\":"), Wire.line(Wire.json("6", more: ",\"data\":" + deepest)),
  ]

  /// Data that nests as deep as it may, so that its record nests deeper.
  private static let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)

  private static let queries = [
    "is:valid", "is:invalid", "is:warning", "is:duplicate", "is:refused", "is:batch", "is:ndjson",
    "mode:binary", "mode:structured", "mode:batched", "transport:http", "status:202", "status:4xx",
    "type:other", "source:/test", "id:1", "blue", "header.x-team:blue", "method:POST", "target:/hooks/*",
    "peer:127.*", "data.user.id:42", "data.n:<2", "\"two words\"", "\"no event\"", "size:<4", "size:>80",
    "seq:>5", "format:json", "time:2026-01-01T00:00:00Z", "age:<5m", "datacontenttype:image/*",
  ]

  @Test("A query says the same of an entry of the store and of its record")
  func sameAnswers() throws {
    let lines = RecordLines()
    let bench = Bench(sinks: [lines])
    for delivery in Self.deliveries { bench.receive(delivery) }
    let entries = bench.entries
    try #require(entries.count == lines.all.count && entries.count >= Self.deliveries.count)
    for text in Self.queries {
      let query = try Query(text)
      var seen = SeenEvents()
      for (entry, line) in zip(entries, lines.all) {
        let record = try RecordReader.record(line, name: "r", now: .start)
        let now = WallTime.start.plus(seconds: 10)
        let isMatch = record.withSubject(now: now, seen: &seen) { query.matches($0) }
        let expected = entry.withSubject(now: now) { query.matches($0) }
        #expect(isMatch == expected, "\(text) on \(String(decoding: line, as: UTF8.self))")
      }
    }
  }

  @Test("A record gives its delivery back, byte for byte")
  func sameBytes() throws {
    let lines = RecordLines()
    let bench = Bench(sinks: [lines])
    for delivery in Self.deliveries { bench.receive(delivery) }
    for (entry, line) in zip(bench.entries, lines.all) where entry.batch.map({ $0.index == 0 }) ?? true {
      let delivery = try RecordReader.record(line, name: "r", now: .start).received.delivery
      #expect(delivery.bytes == entry.bytes && delivery.headLength == entry.headLength)
      #expect(delivery.peer == entry.peer && delivery.received == entry.received)
    }
  }

  @Test("What somebody has changed in a text counts, and not the bytes that it had")
  func changedText() throws {
    func read(_ line: String) throws -> RecordedEntry {
      try RecordReader.record(Array(line.utf8), name: "r", now: .start)
    }
    let start = #"{"transport":"http","method":"POST","target":"/�","target_base64":"L+k=","#
    let coded = #""headers_base64":[["X-A","Y2Fm6Q=="],["X-B","Yg=="]]}"#
    let same = try read(start + #""headers":[["X-A","caf�"],["X-B","b"]],"# + coded)
    #expect(same.headers.map(\.value) == [Array("caf".utf8) + [0xe9], Array("b".utf8)])
    #expect(same.target == [0x2f, 0xe9])
    let changed = try read(start + #""headers":[["X-A","tea"],["X-B","c"]],"# + coded)
    #expect(changed.headers.map(\.value) == [Array("tea".utf8), Array("c".utf8)])
    let renamed = try read(start + #""headers":[["X-C","caf�"],["X-B","b"]],"# + coded)
    #expect(renamed.headers[0].value == Array("caf�".utf8))
    let fewer = try read(start + #""headers":[["X-A","caf�"]],"# + coded)
    #expect(fewer.headers.map(\.value) == [Array("caf�".utf8)])
  }

  @Test("Unknown members are passed over, and missing ones are no fault")
  func tolerance() throws {
    let line = #"{"new":{"x":[1]},"transport":"pigeon","event":{"specversion":"1.0","id":"1"},"seq":-1}"#
    let record = try RecordReader.record(Array(line.utf8), name: "r", now: .start)
    #expect(record.event?.id == "1" && record.number == nil && !record.isValid)
    #expect(record.violations.contains { $0.rule == "spec.required" })
    #expect(record.received.delivery.peer == "r")
  }

  @Test(
    "Events and records are told apart by their members",
    arguments: [
      (#"{"specversion":"1.0","transport":"bus"}"#, RecordReader.Kind.event),
      (#"{"\u0073pecversion":"1.0"}"#, .event), (#"{"event":null}"#, .record),
      (#"{"transport":"http"}"#, .record), (#"{"id":"1"}"#, .other), ("[]", .other),
      ("{", .broken(JSONError(.unexpectedEnd(expected: "a member's name in quotes"), at: 1))),
    ])
  func kinds(line: String, kind: RecordReader.Kind) {
    #expect(RecordReader.kind(of: Array(line.utf8)) == kind)
  }

  @Test(
    "What no recording of ours says is taken as far as it can be",
    arguments: [
      #""batch":{"index":-1,"count":2}"#, #""batch":{"index":9223372036854775807,"count":-5}"#,
      #""batch":{"index":3}"#, #""received":"1969-12-31T23:55:00Z""#, #""received":"1700-01-01T00:00:00Z""#,
      #""received":"2250-01-01T00:00:00Z""#, #""status":99999999999"#, #""seq":-3"#, #""size":-1"#,
      "\"a" + String(repeating: "\u{301}\u{323}", count: 100_000) + "\":1",
    ])
  func strangeNumbers(member: String) throws {
    let bench = Bench()
    for other in [member, #""received":"2250-01-01T00:00:00Z""#] {
      let line =
        #"{"transport":"http","method":"POST","target":"/","headers":[],"body":"","#
        + #""event":{"specversion":"1.0","id":"1","source":"/s","type":"t"},\#(other)}"#
      let record = try RecordReader.record(Array(line.utf8), name: "r", now: .start)
      var seen = SeenEvents()
      _ = record.withSubject(now: .start, seen: &seen) { subject in
        ["age:<1h", "size:>0", "seq:1"].map { try? Query($0).matches(subject) }
      }
      bench.store.append(record.received.appended)
    }
    let snapshot = bench.store.snapshot()
    #expect(snapshot.count == 2)
    let entries = snapshot.numbers.map { snapshot[$0] }
    #expect(entries.allSatisfy { $0.isValid && $0.type == "t" })
    #expect(entries.allSatisfy { entry in entry.batch.map { (0..<$0.count).contains($0.index) } ?? true })
    #expect(entries[1].received.since(entries[0].received) >= .zero)
    _ = snapshot.rates.counts(last: 600, before: .start)
  }
}
