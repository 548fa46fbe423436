import CloudEvents
import InspectorCore
import Testing

/// One event, asked many things.
@Suite struct QueryMatchTests {
  static let order = Wire.binary(
    id: "A-1041", source: "/orders/eu", type: "com.example.order.created",
    headers: [
      ("ce-subject", "caf%C3%A9 12"), ("ce-partitionkey", "7"), ("ce-time", "2026-11-23T08:31:00Z"),
      ("User-Agent", "curl/8.5"), ("X-Trace", "Zebra"),
    ],
    body: #"""
      {"total":100.50,"big":12345678901234567890,"user":{"id":42,"name":"Ann \"A\" B","tags":["x","y"]},
       "lines":[{"sku":"a-1","n":2},{"sku":"b\u002d2","n":30}],"paid":true,"note":null,"a/b":{"~":1},
       "dup":1,"dup":2,"exp":1e3,"text":"Caf\u00e9 noir","7":"seven","empty":""}
      """#)

  @Test(arguments: [
    // Whole values, case-sensitive, globs anchored.
    "type:com.example.order.created", "type:com.example.*", "type:*.created", "type:*order*",
    "type:com.?xample.order.created", "type:*", "source:/orders/eu", "source:/orders/??", "id:A-1041",
    "id:\"A-1041\"", "subject:\"café 12\"", "subject:caf?*", "time:2026-11-23T*", "datacontenttype:*/json",
    "specversion:1.0", "mode:binary", "mode:b*", "transport:http", "method:POST", "target:/hooks/*",
    "peer:127.0.0.1:*",
    // Extensions and headers.
    "ext.partitionkey:7", "ext.partitionkey:>6", "ext.partitionkey:<=7", "header.user-agent:curl*",
    "header.X-TRACE:Zebra",
    // JSON data.
    "data.total:100.50", "data.total:100.5", "data.total:>100", "data.total:>=100.5", "data.total:<1e3",
    "data.user.id:42", "data.user.id:42.0", "data.user.id:=42", "data.user.id:!=43",
    "data.user.name:\"Ann \\\"A\\\" B\"", "data.user.tags.1:y", "data.lines.0.sku:a-1",
    "data.lines.1.sku:b-2",
    "data.lines.1.n:>2", "data.paid:true", "data.note:null", "data./a~1b/~0:1", "data./lines/1/n:30",
    "data.big:12345678901234567890", "data.big:>12345678901234567889", "data.dup:1", "data.dup:2",
    "data.exp:1000", "data.user:*", "data.lines:*", "data.7:seven", "data.empty:\"\"",
    "data.text:\"Café noir\"",
    // What it is.
    "is:valid", "is:binary", "is:received", "-is:invalid", "-is:duplicate", "-is:sent", "-is:refused",
    "-is:batch", "-is:ndjson", "status:202", "status:2xx", "status:<300", "status:>=200", "status:!=4xx",
    "size:>100", "size:<64k", "size:<1m", "size:>0.1k", "age:<5m", "age:>=1s", "age:<1m30s", "seq:1",
    "seq:>=1",
    // Words and phrases, smart case.
    "order", "café", "zebra", "Zebra", "x-trace", "curl/8", "\"user\"", "eu", "\"noir\"",
    "\"ann \\\"a\\\"\"", "\"Ann\"", "b-2",
    // Together.
    "type:com.* source:/orders/*", "type:no OR source:/orders/eu", "(type:no OR id:A-1041) is:valid",
    "NOT type:no", "-type:no", "-(type:no OR id:no)", "NOT (is:invalid)", "--is:valid", "NOT -is:valid",
    "type:no id:no OR is:valid", "is:valid OR type:no id:no", "", "   ", "\"\"",
  ])
  func `it holds`(query: String) throws {
    let bench = Bench()
    bench.receive(Self.order)
    #expect(try bench.last(matches: query, after: 60))
  }

  @Test(arguments: [
    "type:com.example", "type:COM.EXAMPLE.*", "type:order", "type:com.example.order.create?d", "id:a-1041",
    "source:/orders", "subject:cafe*", "subject:caf%C3%A9*", "dataschema:*", "ext.partitionkey:8",
    "ext.partitionkey:>7", "ext.missing:*", "ext.missing:!=1", "header.user-agent:curl", "header.cookie:*",
    "data.total:100", "data.total:>100.5", "data.user.id:4", "data.user.id:\"\"", "data.user.name:Ann",
    "data.user.name:>1", "data.lines.2.sku:*", "data.lines.x:*", "data.lines.-1.sku:*", "data.paid:1",
    "data.note:\"\"", "data.big:12345678901234567891", "data.big:>12345678901234567890", "data.missing:*",
    "data.user:Ann", "data.dup:3", "is:invalid", "is:refused", "is:sent", "is:duplicate", "is:structured",
    "mode:structured", "status:4xx", "status:>202", "status:<202", "size:>64k", "age:<5s", "age:>1h",
    "seq:2", "tag:orders", "format:json", "zebrA", "TEST", "\"Ann X\"", "curl/9", "missing", "HTTP/1.1",
    "-is:valid", "type:com.* -source:/orders/*", "type:no type:no OR id:no", "(type:no OR id:no) is:valid",
    "NOT is:valid", "-(is:valid OR type:no)",
  ])
  func `it does not hold`(query: String) throws {
    let bench = Bench()
    bench.receive(Self.order)
    #expect(try !bench.last(matches: query, after: 60))
  }

  @Test func `AND binds tighter than OR`() throws {
    let bench = Bench()
    bench.receive(Wire.binary(id: "1", type: "a"))
    #expect(try bench.last(matches: "type:a OR type:b id:9"))
    #expect(try bench.last(matches: "id:9 type:b OR type:a"))
    #expect(try !bench.last(matches: "(type:a OR type:b) id:9"))
    #expect(try bench.last(matches: "type:a OR type:b AND id:9"))
    #expect(try bench.last(matches: "id:9 AND type:b OR type:a"))
    #expect(try !bench.last(matches: "(type:a OR type:b) AND id:9"))
  }

  @Test(arguments: [
    ("type:a AND subject:s", true), ("type:a AND subject:t", false), ("type:b AND subject:s", false),
    ("(type:a)AND(subject:s)", true), ("type:a AND -subject:s", false), ("type:a AND NOT subject:t", true),
    ("type:a AND subject:s id:1", true), ("NOT type:a AND subject:s", false),
    // In quotes and in lower case it is a word.
    ("type:a \"AND\" subject:s", false), ("type:a and subject:s", false), ("type:a \"OR\" subject:s", false),
  ])
  func `AND says what a space says`(query: String, holds: Bool) throws {
    let bench = Bench()
    bench.receive(Wire.binary(id: "1", type: "a", headers: [("ce-subject", "s")]))
    #expect(try bench.last(matches: query) == holds)
  }

  @Test(
    arguments: [
      ("data.n:1", "text/plain", #"{"n":1}"#, false), ("data.n:1", "application/json", #"{"n":1"#, false),
      ("data.n:1", "application/vnd.x+json; charset=utf-8", #"{"n":1}"#, true),
      ("data.n:1", nil, #"{"n":1}"#, false),
      ("lorem", "text/plain", "Lorem", true), ("LOREM", "text/plain", "Lorem", false),
      ("Lorem", "text/plain", "lorem", false), ("ipsum", nil, "\u{1}ipsum", true),
      ("is:warning", "application/json", "{", true), ("is:warning", "application/json", "{}", false),
    ] as [(String, String?, String, Bool)])
  func `data is looked into where it is JSON`(query: String, type: String?, body: String, holds: Bool) throws
  {
    let bench = Bench()
    bench.receive(Wire.binary(contentType: type, body: body))
    #expect(try bench.last(matches: query) == holds)
  }

  @Test(
    arguments: [
      ("type:com.example.test", true), ("subject:\"tab\there\"", true),
      ("format:json", true), ("format:application/cloudevents+json", true), ("mode:structured", true),
      ("data.x:\"y\"", true), ("data.x:>1", false), ("is:structured", true), ("\"tab\there\"", true),
      ("ext.flag:true", true), ("ext.count:>4", true), ("is:batch", false),
    ] as [(String, Bool)])
  func `a structured event`(query: String, holds: Bool) throws {
    let bench = Bench()
    bench.receive(
      Wire.request(
        body: Wire.json("1", more: #","subject":"tab\there","flag":true,"count":5,"data":{"x":"y"}"#)))
    #expect(try bench.last(matches: query) == holds)
  }

  @Test(
    arguments: [
      ("method:POST", false), ("target:*", false), ("transport:ndjson", true), ("is:ndjson", true),
      ("status:*", nil),
      ("status:202", false), ("format:json", true), ("peer:unix:*", true), ("secret", true),
      ("\"SECRET\"", false),
      ("header.host:*", false),
    ] as [(String, Bool?)])
  func `a line of NDJSON`(query: String, holds: Bool?) throws {
    let bench = Bench()
    bench.receive(Wire.line(Wire.json("1", more: #","data_base64":"YSBzZWNyZXQ=""#)))
    guard let holds else {
      #expect(throws: QueryError.self) { try bench.last(matches: query) }
      return
    }
    #expect(try bench.last(matches: query) == holds)
  }

  @Test(arguments: [
    ("eyJuIjoxfQ==", true), ("eyJuIjoxfSB4", false), ("eyJuIjox", false),
  ])
  func `JSON in Base64 is looked into where it is JSON`(data: String, holds: Bool) throws {
    let bench = Bench()
    bench.receive(
      Wire.line(Wire.json("1", more: #","datacontenttype":"application/json","data_base64":"\#(data)""#)))
    #expect(try bench.last(matches: "data.n:1") == holds)
  }

  @Test func `what is no event is found by its body and its status`() throws {
    let bench = Bench()
    bench.receive(Wire.request(contentType: "text/plain", body: "Lorem ipsum"))
    #expect(try bench.last(matches: "ipsum is:invalid is:refused status:400 size:11"))
    #expect(try !bench.last(matches: "type:*"))
    #expect(try !bench.last(matches: "mode:*"))
  }

  @Test func `members of a batch are asked one by one`() throws {
    let bench = Bench()
    bench.receive(Wire.batch(Wire.json("1"), Wire.json("2", more: #","data":{"n":2}"#), Wire.json("2")))
    let query = try Query("is:batch mode:batched id:2 data.n:2")
    #expect(bench.entries.map { $0.withSubject(now: .start) { query.matches($0) } } == [false, true, false])
    #expect(try bench.last(matches: "is:duplicate"))
  }

  @Test func `a type alone is enough where nothing else is asked`() throws {
    for (text, depends) in [
      ("type:a*", true), ("-type:a", true), ("type:a OR type:b", true), ("(type:a* -type:ab)", true),
      ("", false),
      ("type:a id:1", false), ("a", false), ("type:a OR is:valid", false),
    ] {
      #expect(try Query(text).dependsOnlyOnType == depends, "\(text)")
    }
    let query = try Query("type:a* -type:ab OR type:c")
    #expect(
      ["a", "ab", "abc", "c", "", "cc"].map { query.matches(type: $0) } == [
        true, false, true, true, false, false,
      ])
  }
}
