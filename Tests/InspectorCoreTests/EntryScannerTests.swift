import CESQL
import CloudEvents
import CloudEventsHTTP
import CloudEventsProtobuf
import Testing

@testable import InspectorCore

/// The quick way through the store finds what judging each entry finds.
@Suite("Looking through the store")
struct EntryScannerTests {
  /// Entries in which `needle` stands in each place and coding there is, and some in which it does not.
  private static let snapshot: StoreSnapshot = {
    let store = EventStore(
      binding: HTTPBinding(formats: EventFormats([JSONEventFormat(), ProtobufEventFormat()])))
    let inspector = Inspector(store: store)
    let json = #""datacontenttype":"application/json""#
    let deliveries = [
      Wire.binary(), Wire.binary(type: "needle"), Wire.binary(type: "nee%64le"),
      Wire.binary(source: "/a/needle"),
      Wire.binary(id: "needle"), Wire.binary(headers: [("ce-ext", "a needle")]),
      Wire.binary(headers: [("ce-ext", #""a \needle""#)]), Wire.binary(headers: [("X-Other", "NEEDLE")]),
      Wire.binary(body: #"{"note":"needle","n":42}"#), Wire.binary(body: #"{"note":"need\u006ce","n":42.0}"#),
      Wire.binary(contentType: "text/plain", body: "hay and Needle"),
      Wire.binary(contentType: "text/plain; charset=iso-8859-1", body: Array("needle ".utf8) + [0xfc]),
      Wire.binary(contentType: nil, body: "needle"), Wire.binary(id: nil, body: "needle"),
      Wire.request(body: Wire.json("1", more: #","data":{"note":"needle"}"#)),
      Wire.request(body: Wire.json("1", more: #",\#(json),"data_base64":"eyJub3RlIjoibmVlZGxlIn0=""#)),
      Wire.request(body: Wire.json("1", type: #"nee\u0064le"#)),
      Wire.request(body: Wire.json("1", more: #","ext":"needle","data":"text""#)),
      Wire.request(body: Wire.json("1", more: #","subject":"needle","n":42"#)),
      Wire.request(body: "no JSON with a needle"), Wire.request(contentType: "text/html", body: "<needle>"),
      Wire.batch(
        Wire.json("1"), Wire.json("2", type: "needle"), Wire.json("3", more: #","data":"a needle""#)),
      protobuf(type: "needle"), protobuf(type: "other"), gzipped(),
      protobuf(type: "binary", more: #","data_base64":"bmVlZGxl""#),
      Wire.line(Wire.json("1", type: "needle")), Wire.line(Wire.json("1")), Wire.line("needle"),
    ]
    for delivery in deliveries { _ = inspector.receive(delivery) }
    return store.snapshot()
  }()

  private static func protobuf(type: String, more: String = "") -> Delivery {
    let event = Array(Wire.json("1", type: type, more: more).utf8).withUnsafeBytes {
      JSONEventFormat().decode($0).event(in: $0)
    }
    return request("Content-Type: application/cloudevents+protobuf", ProtobufEventFormat().encode(event))
  }

  /// `{"note":"needle"}` in gzip, as data in binary mode.
  private static func gzipped() -> Delivery {
    var delivery = request(
      "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: coded\r\nContent-Encoding: gzip\r\n"
        + "Content-Type: application/json",
      Base64.decode("H4sIAAAAAAACA6tWyssvSVWyUspLTU3JSVWqBQA1BF6kEQAAAA==") ?? [])
    try? delivery.decodeContent(limit: 1000)
    return delivery
  }

  private static func request(_ fields: String, _ body: [UInt8]) -> Delivery {
    let head = Array("POST / HTTP/1.1\r\n\(fields)\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
    return Delivery(
      transport: .http, peer: "127.0.0.1:51234", received: .start, bytes: head + body, headLength: head.count)
  }

  @Test(
    "an event in another format, and one in a content coding, are found by what they mean",
    arguments: [
      ("type:needle mode:structured", 3), ("type:coded data.note:needle", 1), ("type:coded needle", 1),
      ("type:coded nowhere", 0),
    ])
  func codings(text: String, count: Int) throws {
    var scanner = EntryScanner(try EventCondition(text))
    var found: [UInt64] = []
    _ = scanner.scan(Self.snapshot.numbers, of: Self.snapshot, now: .start, into: &found)
    #expect(found.count == count)
  }

  @Test(
    "what is found is what each entry says",
    arguments: [
      "needle", "Needle", "\"a needle\"", "need*le", "-needle", "needle OR type:com.*", "type:needle",
      "type:need*", "type:nee?le", "-type:needle", "type:needle is:valid", "source:*needle", "id:needle",
      "subject:needle", "ext.ext:*needle", "ext.n:42", "data.note:needle", "data.note:need*", "data.n:42",
      "data.n:>41", "header.x-other:NEEDLE", "is:invalid needle", "mode:batched needle", "size:>10 needle",
      "cesql:type = 'needle'", "cesql:'needle' = type", "cesql:type LIKE 'need%' AND ext = 'needle'",
      "cesql:ext = 'needle' AND type = 'needle'", "cesql:type LIKE '%dle'", "cesql:type NOT LIKE 'need%'",
      "cesql:type = 'needle' OR EXISTS ext", "cesql:subject = 'needle'", "cesql:NOT (type = 'needle')",
      "type:need* cesql:n = 42", "",
    ])
  func agrees(text: String) throws {
    let condition = try EventCondition(text)
    let snapshot = Self.snapshot
    var scanner = EntryScanner(condition)
    var found: [UInt64] = []
    #expect(scanner.scan(snapshot.numbers, of: snapshot, now: .start, into: &found) == snapshot.next)
    var slow = ConditionErrors()
    var judged: [UInt64] = []
    for number in snapshot.numbers {
      let (matches, errors) = snapshot[number].withSubject(now: .start) { condition.judge($0) }
      if matches { judged.append(number) }
      if !errors.isEmpty { slow.add(errors) }
    }
    #expect(found == judged)
    #expect(scanner.errors.events == slow.events)
    #expect(scanner.errors.kinds.map(\.error) == slow.kinds.map(\.error))
  }

  @Test(
    "entries without what every match has are passed over",
    arguments: [
      ("type:com.other.*", 0), ("nowhere", 0), ("cesql:type = 'nowhere' AND n > 4", 0),
    ])
  func passesOver(text: String, count: Int) throws {
    let bench = Bench()
    bench.receive(Wire.binary())
    bench.receive(Wire.line(Wire.json("1", more: #","data":{"a":1}"#)))
    let scanner = EntryScanner(try EventCondition(text))
    #expect(bench.entries.filter { scanner.mayMatch($0) }.count == count)
  }

  @Test(
    "a piece of work is bounded, and the next one goes on where it ended",
    arguments: [("zq", 30, 0), ("type:t.?", 3, 10), ("", 30, 30), ("cesql:type LIKE 't.1%'", 30, 11)])
  func inPieces(text: String, pieces: Int, count: Int) throws {
    let bench = Bench()
    let body = #"{"text":"\#(String(repeating: #"\n"#, count: 500))"}"#
    for number in 0..<30 { bench.receive(Wire.binary(type: "t.\(number)", body: body)) }
    let snapshot = bench.store.snapshot()
    var scanner = EntryScanner(try EventCondition(text))
    var found: [UInt64] = []
    var done = 0
    var next = snapshot.first
    while next < snapshot.next {
      next = scanner.scan(next..<snapshot.next, of: snapshot, now: .start, piece: 10, into: &found)
      done += 1
    }
    #expect(done == pieces)
    #expect(found.count == count)
  }
}
