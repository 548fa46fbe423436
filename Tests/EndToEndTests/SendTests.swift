import Foundation
import Testing

/// What `eventscope send` sends, seen by `eventscope listen` and others.
@Suite struct SendTests {
  static let modes = ["binary", "structured", "batched"]

  @Test(arguments: modes)
  func `everything arrives as it was given`(mode: String) async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let subject = #"100 % "日本" €ügyfél 👍 \ end"#
    let sent = try await Program.run([
      "send", listener.address + "/in?a=1", "--mode", mode, "--type", "com.example.order", "--source",
      "/shop?x=%20",
      "--id", "order-1", "--subject", subject, "--time", "2026-11-23T08:20:35.120+02:00",
      "--dataschema", "https://example.com/s", "--ext", "tenant=a b", "--ext", "count:integer=-5",
      "--ext", "flag:boolean=true", "--data", #"{"n": 1.0, "big": 12345678901234567890, "a": 1, "a": 2}"#,
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    #expect(sent.text == "HTTP/1.1 202 Accepted\n")
    let outcome = try await listener.end()
    let record = try #require(try outcome.events.first)
    #expect(record["mode"].string == mode)
    #expect(record["target"].string == "/in?a=1")
    let event = record["event"]
    #expect(event["id"].string == "order-1")
    #expect(event["source"].string == "/shop?x=%20")
    #expect(event["subject"].string == subject)
    #expect(event["time"].string == "2026-11-23T08:20:35.120+02:00")
    #expect(event["dataschema"].string == "https://example.com/s")
    #expect(event["tenant"].string == "a b")
    #expect(outcome.text.contains(#""data":{"n":1.0,"big":12345678901234567890,"a":1,"a":2}"#))
    if mode != "binary" {
      #expect(event["count"].integer == -5)
      #expect(event["flag"].boolean == true)
    }
  }

  @Test(arguments: modes)
  func `bytes that are no text arrive unaltered`(mode: String) async throws {
    let directory = try TemporaryDirectory()
    let bytes = (0...255).map { UInt8($0) }
    let file = try directory.write("bytes", bytes)
    let listener = try await ListeningProgram.start()
    let sent = try await Program.run([
      "send", listener.address, "--mode", mode, "--type", "t", "--source", "/s", "--data-file", file,
    ])
    #expect(sent.status == 0)
    let event = try #require(try await listener.end().events.first)
    #expect(event["data_base64"].string == Data(bytes).base64EncodedString())
    #expect(event["datacontenttype"].string == "application/octet-stream")
  }

  @Test func `what is missing is filled in`() async throws {
    let listener = try await ListeningProgram.start()
    _ = try await Program.run(["send", listener.address, "--type", "t", "--source", "/s", "--data", "hi"])
    let event = try #require(try await listener.end().events.first)
    #expect(event["specversion"].string == "1.0")
    #expect(event["id"].string?.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
    #expect(event["time"].string?.hasSuffix("Z") == true)
    #expect(event["data"].string == "hi")
  }

  @Test func `data comes from stdin and from fields`() async throws {
    let listener = try await ListeningProgram.start()
    let start = ["send", listener.address, "--type", "t", "--source", "/s"]
    _ = try await Program.run(start + ["-"], stdin: Array(#"{"from":"stdin"}"#.utf8))
    _ = try await Program.run(start + ["--data-file", "-"], stdin: Array("text".utf8))
    _ = try await Program.run(start + ["--field", "a.b=1.10", "--field", "a.c=x y", "--field", "d=[true]"])
    let outcome = try await listener.end()
    #expect(outcome.lines[0].hasSuffix(#""data":{"from":"stdin"}}"#))
    #expect(outcome.lines[1].hasSuffix(#""data":"text"}"#))
    #expect(outcome.lines[2].hasSuffix(#""data":{"a":{"b":1.10,"c":"x y"},"d":[true]}}"#))
  }

  @Test func `an event file is the start, and options go over it`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(
      "events.ndjson",
      """
      {"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"n":1.0}}
      {"source":"/b","type":"t"}

      """)
    let listener = try await ListeningProgram.start()
    let sent = try await Program.run([
      "send", listener.address, "--event", file, "--type", "changed", "--mode", "structured", "--repeat", "2",
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    let outcome = try await listener.end()
    let events = try outcome.events
    #expect(events.map { $0["source"].string } == ["/a", "/b", "/a", "/b"])
    #expect(events.allSatisfy { $0["type"].string == "changed" })
    #expect(Set(events.map { $0["id"].string }).count == 4)
    #expect(events[0]["id"].string == "1")
    #expect(outcome.lines[0].contains(#""data":{"n":1.0}"#))
  }

  @Test func `repeated events have ids of their own`() async throws {
    let listener = try await ListeningProgram.start()
    let start = ["send", listener.address, "--type", "t", "--source", "/s", "--repeat", "3"]
    for options in [["--id", "x-{seq}"], ["--id", "{uuid}"], ["--id", "same"], []] {
      #expect(try await Program.run(start + options).status == 0)
    }
    let ids = try await listener.end().events.map { $0["id"].string ?? "" }
    #expect(ids.count == 12 && Set(ids).count == 12)
    #expect(Array(ids[0..<3]) == ["x-1", "x-2", "x-3"])
  }

  @Test func `a batch goes in one message`() async throws {
    let directory = try TemporaryDirectory()
    let event = #"{"specversion":"1.0","id":"1","source":"/a","type":"t"}"#
    let file = try directory.write("batch.json", "[\(event), \(event)]")
    let listener = try await ListeningProgram.start(["--output", "record"])
    let sent = try await Program.run(["send", listener.address, "--event", file, "--mode", "batched"])
    #expect(sent.lines == ["HTTP/1.1 202 Accepted"])
    #expect(try await listener.end().events.map { $0["batch"]["count"].integer } == [2, 2])
  }

  @Test func `sockets take HTTP and lines`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("s.sock")
    let listener = try await ListeningProgram.start(["--output", "record"], on: ["unix:\(path)"])
    let event = ["--type", "t", "--source", "/s"]
    #expect(try await Program.run(["send", "unix:\(path)"] + event).status == 0)
    #expect(try await Program.run(["send", "unix+ndjson:\(path)"] + event).status == 0)
    let refused = try await Program.run(["send", "unix+ndjson:\(path)", "--unchecked", "--type", "t"])
    #expect(refused.status == 69)
    let records = try await listener.end().events
    #expect(records.map { $0["transport"].string } == ["unix", "ndjson", "ndjson"])
    #expect(records.map { $0["valid"].boolean } == [true, true, false])
  }

  @Test func `a refusal is printed and ends it with 69`() async throws {
    let listener = try await ListeningProgram.start()
    let sent = try await Program.run(["send", listener.address, "--type", "t", "--unchecked", "--id", ""])
    #expect(sent.status == 69)
    #expect(sent.lines.first == "HTTP/1.1 400 Bad Request")
    #expect(sent.text.contains(#""violations":["#))
    #expect(sent.stderr.hasPrefix("eventscope: "))
    let record = try await Program.run([
      "send", listener.address, "--type", "t", "--unchecked", "--output", "record",
    ])
    #expect(try record.events[0]["status"].integer == 400)
    #expect(try record.events[0]["ok"].boolean == false)
    _ = try await listener.end()
  }

  @Test(
    arguments: [
      ("text/plain; charset=iso-8859-1", "é", [0xe9]), ("text/plain", "é", [0xc3, 0xa9]),
      ("application/json; charset=iso-8859-1", "\"é\"", [0x22, 0xc3, 0xa9, 0x22]),
      ("text/plain; charset=koi8-r", "hi", [0x68, 0x69]),
      ("text/plain; charset=utf-16le", "hi", [0x68, 0, 0x69, 0]),
    ] as [(String, String, [UInt8])])
  func `text is sent in the charset that is declared`(type: String, text: String, bytes: [UInt8]) async throws
  {
    let sent = try await Program.run([
      "send", "http://localhost:1", "--type", "t", "--source", "/s", "--datacontenttype", type, "--data",
      text,
      "--dry-run",
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    #expect(sent.stdout.suffix(bytes.count).elementsEqual(bytes))
    #expect(sent.stdout.dropLast(bytes.count).suffix(4).elementsEqual("\r\n\r\n".utf8))
  }

  @Test func `text that its charset has not is refused, with what would do`() async throws {
    let sent = try await Program.run([
      "send", "http://localhost:1", "--type", "t", "--source", "/s", "--datacontenttype",
      "text/plain; charset=us-ascii", "--data", "é", "--dry-run",
    ])
    #expect(sent.status == 64)
    #expect(sent.stderr.contains("us-ascii") && sent.stderr.contains("--data-file"))
  }

  @Test func `a dry run prints the message, sends nothing and masks secrets`() async throws {
    let outcome = try await Program.run([
      "send", "http://me:pw@example.com:81/in", "--type", "t", "--source", "/s", "--id", "é", "--time",
      "2026-11-23T08:20:35Z", "--header", "X-Token: abc", "--data", "hi", "--dry-run",
    ])
    #expect(outcome.status == 0)
    let parts = outcome.text.components(separatedBy: "\r\n\r\n")
    #expect(parts.count == 2 && parts[1] == "hi")
    let head = parts[0].components(separatedBy: "\r\n")
    #expect(head.prefix(2) == ["POST /in HTTP/1.1", "Host: example.com:81"])
    #expect(
      Set(head.dropFirst(2)) == [
        "ce-specversion: 1.0", "ce-type: t", "ce-source: /s", "ce-id: %C3%A9",
        "ce-time: 2026-11-23T08:20:35Z",
        "Content-Type: text/plain; charset=utf-8", "X-Token: ****", "Authorization: Basic ****",
        "Content-Length: 2",
      ])
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func `work that is cut short says what was done`(signal: Int32, status: Int32) async throws {
    let listener = try await ListeningProgram.start(["--output", "none"])
    let sender = try Program.eventscope([
      "send", listener.address, "--type", "t", "--source", "/s", "--repeat", "100000", "--rate", "50",
    ])
    try await sender.waitForLines(3)
    let outcome = try await sender.end(signal: signal)
    #expect(outcome.status == status)
    #expect(outcome.stderr.contains("eventscope: interrupted"), "\(outcome.stderr)")
    #expect(
      outcome.stderr.contains(#/[0-9]+ of 100000 sent, [0-9]+ accepted, in .*\nlatency p50/#),
      "\(outcome.stderr)")
    _ = try await listener.end()
  }

  @Test func `the rate is kept`() async throws {
    let listener = try await ListeningProgram.start(["--output", "none"])
    let start = ContinuousClock.now
    let sent = try await Program.run([
      "send", listener.address, "--type", "t", "--source", "/s", "--repeat", "11", "--rate", "20",
    ])
    #expect(sent.status == 0)
    #expect(ContinuousClock.now - start >= .milliseconds(500))
    #expect(try await listener.end().stdout.isEmpty)
  }
}
