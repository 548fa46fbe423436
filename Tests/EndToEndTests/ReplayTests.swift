import Foundation
import Testing

/// `eventscope replay`: a recording goes out again.
@Suite(.serialized) struct ReplayTests {
  private let directory: TemporaryDirectory
  private var file: String { directory.file("rec.ndjson") }

  init() throws { directory = try TemporaryDirectory() }

  /// Records a binary, a structured and a batched delivery, and one that is refused.
  private func record() async throws -> [JSON] {
    let listener = try await ListeningProgram.start(["--record", file, "--output", "none"])
    let binary = binaryEvent(
      "Content-Type: application/json", "X-Twice: a", "X-Twice: b", "Authorization: Bearer s3")
    #expect(try await listener.curl(binary, body: #"{ "n": 1.0 }"#, path: "/in?a=1").status == 202)
    let event = #"{ "specversion":"1.0", "id":"2", "source":"/s", "type":"structured", "data":1.10 }"#
    #expect(
      try await listener.curl(["Content-Type: application/cloudevents+json"], body: event).status == 202)
    let batch = "[\(event), \(event)]"
    #expect(
      try await listener.curl(["Content-Type: application/cloudevents-batch+json"], body: batch).status == 202
    )
    #expect(try await listener.curl(["ce-specversion: 1.0", "ce-id: 4"], body: "x").status == 400)
    _ = try await listener.end()
    return try directory.read("rec.ndjson").split(separator: "\n").map { try JSON(String($0)) }
  }

  /// What a second listener got of a replay, one record for each event.
  private func replay(_ options: String..., status: Int32 = 0) async throws -> [JSON] {
    let listener = try await ListeningProgram.start(["--output", "record"])
    let outcome = try await Program.run(["replay", file, listener.address, "--speed", "max"] + options)
    #expect(outcome.status == status, "\(outcome.stderr)")
    return try await listener.end().events
  }

  @Test func `as received, bodies and header fields are the same`() async throws {
    let recorded = try await record()
    let received = try await replay(status: 69)
    #expect(received.count == recorded.count)
    for (was, now) in zip(recorded, received) {
      #expect(was["body"].description == now["body"].description)
      #expect(was["mode"].description == now["mode"].description)
      #expect(was["target"].description == now["target"].description)
      #expect(was["status"].description == now["status"].description)
      func fields(_ record: JSON) -> [String] {
        record["headers"].elements.map { "\($0[0]): \($0[1])" }.filter { field in
          !["host:", "content-length:", "authorization:"].contains { field.lowercased().hasPrefix($0) }
        }
      }
      #expect(fields(was) == fields(now))
      #expect(!now.description.contains("****"))
    }
  }

  @Test func `of a secret in a target the mask is left out, and that is said`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record"])
    _ = try await listener.curl(binaryEvent(), path: "/p?access_token=s3cr&x=%20&access_token=****")
    let directory = try TemporaryDirectory()
    let file = try directory.write("recording.ndjson", try await listener.end().stdout)
    let outcome = try await Program.run(["replay", file, "http://127.0.0.1:1", "--dry-run"])
    #expect(outcome.text.hasPrefix("POST /p?x=%20 HTTP/1.1\r\n"))
    #expect(outcome.stderr.contains("2 secrets were left out"))
  }

  @Test func `bytes that are no text come out as they went in, through records and replays`() async throws {
    let head = "POST /a?b=|c HTTP/1.1\r\nHost: localhost\r\nX-Latin: caf\u{e9}\r\nX-Odd: \u{ff}\u{80} x\r\n"
    let attributes =
      "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\nContent-Length: 0\r\n\r\n"
    let bytes = (head + attributes).unicodeScalars.map { UInt8($0.value) }
    let captured = try directory.write("captured.http", bytes)
    let first = try await ListeningProgram.start(["--record", file, "--output", "none"])
    let sent = try await Program.run(["replay", captured, first.address, "--speed", "max"])
    #expect(sent.status == 0, "\(sent.stderr)")
    _ = try await first.end()
    let records = try await replay()
    #expect(records.count == 1)
    for record in try [JSON(directory.read("rec.ndjson"))] + records {
      let coded = record["headers_base64"].elements.map { "\($0[0]): \($0[1])" }
      #expect(coded.contains("X-Latin: Y2Fm6Q==") && coded.contains("X-Odd: /4AgeA=="))
      #expect(record["target"].string == "/a?b=|c")
    }
    let dry = try await Program.run(["replay", file, "http://127.0.0.1:1", "--dry-run"])
    #expect(dry.stdout.firstRange(of: bytes[bytes.firstIndex(of: 0xe9)!..<bytes.lastIndex(of: 0x80)!]) != nil)
  }

  @Test(arguments: [
    ("binary", ["binary", "binary", "binary", "binary"]),
    ("structured", Array(repeating: "structured", count: 4)),
    ("batched", Array(repeating: "batched", count: 4)),
  ])
  func `valid events are written anew in another mode`(mode: String, modes: [String]) async throws {
    _ = try await record()
    let received = try await replay("--mode", mode)
    #expect(received.map { $0["mode"].string } == modes)
    #expect(received.map { $0["event"]["id"].string } == ["1", "2", "2", "2"])
  }

  @Test func `only what matches is sent, a batch whole`() async throws {
    _ = try await record()
    #expect(try await replay("--filter", "mode:batched").count == 2)
    #expect(try await replay("--cesql", "type = 'structured'", "--filter", "mode:structured").count == 1)
    #expect(try await replay("--filter", "type:none", status: 1).isEmpty)
  }

  @Test func `the gaps are as they were, or a part of them`() async throws {
    let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
    let times = ["00.000", "00.400", "00.800"]
    let lines = times.map { time in
      let body = JSONText.string(event)
      return
        #"{"received":"2026-11-23T08:31:\#(time)Z","transport":"ndjson","event":\#(event),"body":\#(body)}"#
    }
    _ = try directory.write("rec.ndjson", lines.joined(separator: "\n") + "\n")
    let listener = try await ListeningProgram.start(["--output", "none"])
    for (speed, seconds) in [("original", 0.8), ("2", 0.4), ("max", 0)] {
      let start = ContinuousClock.now
      let outcome = try await Program.run(["replay", file, listener.address, "--speed", speed])
      #expect(outcome.status == 0, "\(outcome.stderr)")
      // It may take longer, but the last one is never early.
      #expect(ContinuousClock.now - start >= .seconds(seconds))
      #expect(outcome.stderr.contains("3 sent, 3 accepted"))
    }
    _ = try await listener.end()
  }

  @Test func `a socket that takes lines gets them, and a dry run sends nothing`() async throws {
    _ = try await record()
    let listener = try await ListeningProgram.start(
      ["--output", "event"], on: ["unix:" + directory.file("s")])
    let outcome = try await Program.run([
      "replay", file, "unix+ndjson:" + directory.file("s"), "--speed", "max", "--output", "record",
    ])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.lines.count == 4)
    let dry = try await Program.run(["replay", file, "http://127.0.0.1:1", "--dry-run"])
    #expect(dry.status == 0, "\(dry.stderr)")
    #expect(dry.text.contains(#"{ "n": 1.0 }"#) && dry.text.hasPrefix("POST /in?a=1 HTTP/1.1\r\n"))
    #expect(try await listener.end().events.count == 4)
  }

  @Test(
    arguments: [
      (["/nonexistent", "http://127.0.0.1:1"], 66), (["FILE", "nowhere"], 64),
      (["FILE", "http://127.0.0.1:1"], 69), (["FILE", "http://127.0.0.1:1", "--speed", "0"], 64),
      (["FILE", "http://127.0.0.1:1", "--filter", "("], 65), (["EMPTY", "http://127.0.0.1:1"], 65),
    ] as [([String], Int32)])
  func `what goes wrong has its exit code`(arguments: [String], status: Int32) async throws {
    _ = try directory.write("rec.ndjson", #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"# + "\n")
    let empty = try directory.write("empty", "")
    let real = arguments.map { $0 == "FILE" ? file : $0 == "EMPTY" ? empty : $0 }
    let outcome = try await Program.run(["replay"] + real)
    #expect(outcome.status == status, "\(outcome.stderr)")
    #expect(!outcome.stderr.isEmpty)
  }
}

/// JSON strings as a test writes them.
enum JSONText {
  static func string(_ text: String) -> String {
    let data = try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
