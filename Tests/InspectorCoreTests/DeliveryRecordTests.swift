import CloudEvents
import Synchronization
import Testing

@testable import InspectorCore

private final class LineSink: DeliverySink {
  private let keepsSecrets: Bool
  private let lines = Mutex<[String]>([])

  init(keepsSecrets: Bool) {
    self.keepsSecrets = keepsSecrets
  }

  func reserve(_ received: ReceivedDelivery) -> Reservation? {
    let new = received.records(keepSecrets: keepsSecrets).map { String(decoding: $0.line, as: UTF8.self) }
    return Reservation { [self] in lines.withLock { $0 += new } }
  }

  var all: [String] { lines.withLock { $0 } }
}

@Suite("Delivery records")
struct DeliveryRecordTests {
  private func records(
    _ deliveries: Delivery..., rules: String = "", keepsSecrets: Bool = false
  ) throws -> [String] {
    let sink = LineSink(keepsSecrets: keepsSecrets)
    let bench = Bench(rules: try RuleSet(text: rules, file: "r.toml"), sinks: [sink])
    for delivery in deliveries { bench.receive(delivery) }
    return sink.all
  }

  @Test("A record has every field, in the order of the contract")
  func everyField() throws {
    let record = try records(
      Wire.binary(headers: [("X-Twice", "a"), ("x-twice", "b")], body: #"{"n":1.0,"n":1e400}"#))
    #expect(
      record == [
        #"{"seq":1,"received":"2026-11-23T08:31:40.123456Z","transport":"http","peer":"127.0.0.1:51234","#
          + #""method":"POST","target":"/hooks/a","mode":"binary","format":null,"headers":[["#
          + #""Host","localhost:8080"],["ce-specversion","1.0"],["ce-id","1"],["ce-source","/test"],"#
          + #"["ce-type","com.example.test"],["X-Twice","a"],["x-twice","b"],"#
          + #"["Content-Type","application/json"],["Content-Length","19"]],"#
          + #""body":"{\"n\":1.0,\"n\":1e400}","size":19,"status":202,"valid":true,"event":{"#
          + #""specversion":"1.0","id":"1","source":"/test","type":"com.example.test","#
          + #""datacontenttype":"application/json","data":{"n":1.0,"n":1e400}},"violations":[]}"#
      ])
  }

  @Test("A line has no method, target or status")
  func line() throws {
    let text = Wire.json("1")
    let record = try records(Wire.line(text))[0]
    #expect(
      record.hasPrefix(
        #"{"seq":1,"received":"2026-11-23T08:31:40.123456Z","transport":"ndjson","#
          + #""peer":"unix:uid=0,pid=1","method":null,"target":null,"mode":"structured","#
          + #""format":"application/cloudevents+json","headers":[],"body":""#))
    #expect(record.contains(#""size":\#(text.utf8.count),"status":null,"valid":true,"event":{"#))
  }

  @Test("In a batch the body stands on the first member only")
  func batch() throws {
    let records = try records(Wire.batch(Wire.json("a"), Wire.json("b")))
    #expect(records.map { $0.contains(#""body":"#) } == [true, false])
    #expect(records[0].contains(#""batch":{"index":0,"count":2}"#))
    #expect(records[1].contains(#""batch":{"index":1,"count":2}"#))
    #expect(records[1].contains(#""format":"application/cloudevents-batch+json""#))
    #expect(records[1].contains(#""id":"b""#) && records[1].hasPrefix(#"{"seq":2,"#))
  }

  @Test("A body that is no UTF-8 stands in Base64")
  func binaryBody() throws {
    let record = try records(Wire.binary(contentType: "application/octet-stream", body: [0xff, 0x00]))[0]
    #expect(record.contains(#""body_base64":"/wA=","size":2"#) && !record.contains(#""body":"#))
    #expect(record.contains(#""data_base64":"/wA=""#))
  }

  @Test("A header or a target that is no UTF-8 stands in Base64 too, with its secrets masked")
  func binaryHead() throws {
    let record = try records(
      Wire.raw(
        "POST /\u{e9}?access_token=t HTTP/1.1\r\nHost: localhost\r\nX-A: caf\u{e9}\r\nX-Token: \u{ff}t0k\r\n"
          + "Referer: http://u:p@h/\u{e9}\r\n\r\n"))[0]
    #expect(
      record.contains(
        #""target":"/�?access_token=****","target_base64":"L+k/YWNjZXNzX3Rva2VuPSoqKio=","mode""#))
    #expect(
      record.contains(
        #""headers":[["Host","localhost"],["X-A","caf�"],["X-Token","****"],["Referer","http://****@h/�"]],"#
          + #""headers_base64":[["Host","bG9jYWxob3N0"],["X-A","Y2Fm6Q=="],["X-Token","KioqKg=="],"#
          + #"["Referer","aHR0cDovLyoqKipAaC/p"]],"body""#))
  }

  @Test("A head that is text, in whatever language, stands there once")
  func textHead() throws {
    let record = try records(Wire.binary(headers: [("X-A", "café")]))[0]
    #expect(record.contains(#"["X-A","café"]"#) && !record.contains("_base64"))
  }

  @Test("What is refused says why, with rule and section")
  func violations() throws {
    let records = try records(
      Wire.binary(headers: [("ce-time", "now")]), Wire.request(contentType: "text/plain", body: "x"))
    #expect(records[0].contains(#""status":400,"valid":false,"event":{"specversion":"1.0""#))
    #expect(
      records[0].contains(#""violations":[{"severity":"error","attribute":"time","rule":"spec.timestamp","#))
    #expect(records[0].contains(#""section":"CloudEvents 1.0.2, time""#))
    #expect(records[1].contains(#""mode":null,"format":null"#) && records[1].contains(#""event":null"#))
    #expect(records[1].contains(#""rule":"http.no-event""#))
  }

  @Test("What the listener refused stands first among the violations")
  func refusal() throws {
    var delivery = Wire.binary()
    delivery.refusal = .init(
      status: 413, reason: "Too large.", rule: "http.body", section: "RFC 9110, 15.5.14")
    let record = try records(delivery)[0]
    #expect(record.contains(#""status":413,"valid":false"#))
    #expect(
      record.contains(
        #""violations":[{"severity":"error","rule":"http.body","message":"Too large.","section":"RFC 9110, 15.5.14"}"#
      ))
  }

  @Test("Tags, rules and what was not kept are told")
  func rules() throws {
    let rules = "[[rule]]\nname = 'r'\nwhen = 'id:b'\ntag = ['x', 'y']\ndrop = true"
    let records = try records(Wire.batch(Wire.json("a"), Wire.json("b")), rules: rules)
    #expect(!records[0].contains(#""tags""#) && !records[0].contains(#""kept""#))
    #expect(records[1].hasSuffix(#","tags":["x","y"],"rules":["r"],"kept":false}"#))
  }

  @Test("Secrets are masked, unless they are to be kept", arguments: [false, true])
  func secrets(keepsSecrets: Bool) throws {
    let record = try records(
      Wire.binary(headers: [("Authorization", "Bearer abc"), ("X-Api-Key", "key-1"), ("Cookie", "c=1")]),
      keepsSecrets: keepsSecrets)[0]
    #expect(record.contains(#"["Authorization","Bearer \#(keepsSecrets ? "abc" : "****")"]"#))
    #expect(record.contains(#"["X-Api-Key","\#(keepsSecrets ? "key-1" : "****")"]"#))
    #expect(record.contains(#"["Cookie","\#(keepsSecrets ? "c=1" : "****")"]"#))
  }

  @Test("A record is one line, whatever arrives")
  func oneLine() throws {
    let body = "line one\nline two\r\n\u{2028}\u{1b}[31m\u{0}"
    for record in try records(Wire.binary(contentType: "text/plain", body: body), Wire.line("{\n}\u{0}")) {
      #expect(!record.utf8.contains(0x0a) && !record.utf8.contains { $0 < 0x20 })
      #expect(Array(record.utf8).withUnsafeBytes { JSONScanner.isValid($0) })
    }
  }
}
