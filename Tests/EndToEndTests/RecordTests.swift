import Foundation
import Testing

/// `--record`: what is acknowledged is in the file.
@Suite(.serialized) struct RecordTests {
  private let directory: TemporaryDirectory
  private var file: String { directory.file("rec.ndjson") }

  init() throws { directory = try TemporaryDirectory() }

  private func records(_ name: String = "rec.ndjson") throws -> [JSON] {
    try directory.read(name).split(separator: "\n").map { try JSON(String($0)) }
  }

  @Test func `accepted, refused and dropped deliveries are recorded before they are answered`() async throws {
    let rules = try directory.write("rules.toml", "[[rule]]\nwhen = 'type:noise'\ndrop = true\n")
    let listener = try await ListeningProgram.start(["--record", file, "--rules", rules])
    #expect(try await listener.curl(binaryEvent("Authorization: Bearer abc123")).status == 202)
    #expect(try records().count == 1)
    #expect(try await listener.curl(["ce-specversion: 1.0", "ce-id: 2"]).status == 400)
    #expect(try records().count == 2)
    #expect(try await listener.curl(["Content-Type: application/cloudevents+flat"], body: "x").status == 415)
    #expect(try await listener.curl(binaryEvent(id: "3", type: "noise")).status == 202)
    #expect(try records().count == 4)
    let outcome = try await listener.end()
    #expect(outcome.lines.count == 1)
    let all = try records()
    #expect(all.map { $0["status"].integer } == [202, 400, 415, 202])
    #expect(all.map { $0["seq"].integer } == [1, 2, 3, 4])
    #expect(all[3]["kept"].boolean == false)
    #expect(try !directory.read("rec.ndjson").contains("abc123"))
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test(arguments: [["--sync"], ["--sync", "always"], ["--sync=never"], ["--sync", "100ms"]])
  func `recording goes on in the same file, with numbers that grow`(sync: [String]) async throws {
    for _ in 1...2 {
      // The address follows, which is no value of --sync.
      let program = try Program.eventscope(["listen", "--record", file] + sync + ["http://127.0.0.1:0"])
      try await wait(for: "the listener") {
        program.stderr.contains("listening on")
      } seen: {
        program.stderr
      }
      let address = try #require(program.stderr.firstMatch(of: /listening on (\S+)/)).output.1
      let sent = try await Program.run([
        "send", String(address), "--type", "t", "--source", "/s", "--repeat", "3",
      ])
      #expect(sent.status == 0, "\(sent.stderr)")
      #expect(try await program.end().status == 0)
    }
    #expect(try records().map { $0["seq"].integer } == [1, 2, 3, 4, 5, 6])
  }

  @Test func `lines over a socket are recorded, and a batch has a record for each event`() async throws {
    let listener = try await ListeningProgram.start(
      ["--record", file], on: ["unix:" + directory.file("s"), "http://127.0.0.1:0"])
    let line = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
    let sent = try await Program.run(
      ["send", "unix+ndjson:" + directory.file("s"), "--event", directory.write("e", line)])
    #expect(sent.status == 0, "\(sent.stderr)")
    let batch = try await Program.run(
      [
        "send", listener.addresses[1], "--event", directory.write("b", "\(line)\n\(line)"), "--mode",
        "batched",
      ])
    #expect(batch.status == 0, "\(batch.stderr)")
    _ = try await listener.end()
    let all = try records()
    #expect(all.map { $0["transport"].string } == ["ndjson", "http", "http"])
    #expect(all[1]["body"].string != nil && all[2]["body"].string == nil)
  }

  @Test func `a file that may grow no more is no death: 503, a sentence, and it goes on when there is room`()
    async throws
  {
    // ulimit counts blocks of 1024 bytes; the shell keeps the limit for eventscope alone.
    let program = try Program([
      "bash", "-c", "ulimit -S -f 4; exec \"$0\" \"$@\"", Program.binary, "listen", "http://127.0.0.1:0",
      "--record", file, "--output", "none",
    ])
    try await wait(for: "the listener") {
      program.stderr.contains("listening on")
    } seen: {
      program.stderr
    }
    let address = String(try #require(program.stderr.firstMatch(of: /listening on (\S+)/)).output.1)
    let listener = ListeningProgram(program: program, addresses: [address])
    var statuses: [Int] = []
    for id in 1...12 {
      statuses.append(
        try await listener.curl(binaryEvent(id: "\(id)"), body: String(repeating: "x", count: 400)).status)
    }
    let taken = statuses.prefix { $0 == 202 }.count
    #expect(taken > 0 && taken < 12 && statuses.dropFirst(taken).allSatisfy { $0 == 503 }, "\(statuses)")
    #expect(try records().count == taken)
    let answer = try await listener.curl(binaryEvent(id: "13"), body: String(repeating: "x", count: 400))
    #expect(answer.head.lowercased().contains("retry-after: 1"))
    #expect(answer.body.contains("File too large"))
    #expect(program.stderr.contains("cannot record to"))
    // Room comes back.
    #expect(truncate(file, 0) == 0)
    #expect(try await listener.curl(binaryEvent(id: "14")).status == 202)
    #expect(try records().map { $0["event"]["id"].string } == ["14"])
    #expect(try await program.end().status == 0)
    #expect(program.stderr.contains("is recorded to again"))
  }

  @Test func `a torn last line is told, skipped, and followed by whole ones`() async throws {
    let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
    let whole = #"{"seq":1,"transport":"http","mode":"binary","status":202,"valid":true,"event":\#(event)}"#
    _ = try directory.write("rec.ndjson", whole + "\n" + whole.prefix(40))
    let listener = try await ListeningProgram.start(["--record", file])
    #expect(listener.program.stderr.contains("warning") && listener.program.stderr.contains("is cut"))
    #expect(try await listener.curl(binaryEvent(id: "2")).status == 202)
    _ = try await listener.end()
    let stats = try await Program.run(["stats", file, "--output", "json"])
    #expect(stats.status == 0, "\(stats.stderr)")
    #expect(stats.stderr.contains("is cut"))
    #expect(try JSON(stats.text)["events"].integer == 2)
  }

  @Test func `every truncation of a recording opens`() async throws {
    let listener = try await ListeningProgram.start(["--record", file, "--output", "none"])
    #expect(try await listener.curl(binaryEvent("Content-Type: text/plain"), body: "héé😀").status == 202)
    let event = #"{"specversion":"1.0","id":"é\"\u0041","source":"/s","type":"t","data":[-1.5e3,true,null]}"#
    #expect(
      try await listener.curl(["Content-Type: application/cloudevents+json"], body: event).status == 202)
    _ = try await listener.end()
    let lines = Array(try directory.read("rec.ndjson").utf8).split(separator: 0x0a)
    // A crash after each byte, and recording that went on.
    var cuts: [UInt8] = []
    for line in lines {
      for length in 1..<line.count { cuts += line.prefix(length) + [0x0a] }
      cuts += line + [0x0a]
    }
    let all = try await Program.run(["filter", "", directory.write("cuts", cuts)])
    #expect(all.status == 0)
    #expect(all.lines.count == 2)
    let told = all.stderr.split(separator: "\n")
    #expect(told.count == lines[0].count + lines[1].count - 2)
    #expect(told.allSatisfy { $0.contains("warning") && $0.contains("is cut") })
    // A crash, and nothing after it.
    let whole = lines[0] + [0x0a]
    for length in [1, 6, 8, 40, lines[1].count / 2, lines[1].count - 1, lines[1].count] {
      let cut = try await Program.run(["filter", "", directory.write("cut", whole + lines[1].prefix(length))])
      #expect(cut.status == 0, "\(length): \(cut.stderr)")
      #expect(cut.lines.count == (length == lines[1].count ? 2 : 1), "\(length)")
    }
  }

  @Test func `a full file gives way to a new one`() async throws {
    let listener = try await ListeningProgram.start([
      "--record", file, "--record-max", "2k", "--output", "none",
    ])
    let sent = try await Program.run([
      "send", listener.address, "--type", "t", "--source", "/s", "--id", "n{seq}", "--repeat", "20",
      "--output",
      "none",
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    _ = try await listener.end()
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter {
      $0.hasPrefix("rec")
    }
    #expect(names.count > 2)
    var ids: [String] = []
    for name in names {
      #expect(try directory.read(name).utf8.count <= 2048)
      ids += try records(name).compactMap { $0["event"]["id"].string }
    }
    #expect(Set(ids) == Set((1...20).map { "n\($0)" }) && ids.count == 20)
  }

  @Test func `a file has one writer, and only regular files have any`() async throws {
    let listener = try await ListeningProgram.start(["--record", file])
    let second = try await Program.run(["listen", "http://127.0.0.1:0", "--record", file])
    #expect(second.status == 73)
    #expect(second.stderr.contains("records there"))
    for path in ["/dev/null", directory.path, directory.file("no/such")] {
      let outcome = try await Program.run(["listen", "http://127.0.0.1:0", "--record", path])
      #expect(outcome.status == 73 && outcome.stderr.contains(path), "\(outcome.stderr)")
    }
    _ = try await listener.end()
    let options = try await Program.run(["listen", "http://127.0.0.1:0", "--sync"])
    #expect(options.status == 64)
  }

  @Test(arguments: ["1s", "always"])
  func `nothing that was acknowledged is lost when the program is killed`(sync: String) async throws {
    for round in 1...2 {
      let listener = try await ListeningProgram.start(
        ["--record", file, "--sync", sync, "--output", "none"])
      let sender = try Program.eventscope([
        "send", listener.address, "--type", "t", "--source", "/s", "--id", "\(round)-{seq}", "--repeat",
        "100000",
        "--concurrency", "8", "--output", "record",
      ])
      try await wait(for: "answers", within: 60) {
        sender.lines.count >= 60 * round
      } seen: {
        sender.stderr
      }
      listener.program.send(signal: SIGKILL)
      let sent = try await sender.outcome()
      _ = try await listener.program.outcome()
      let acknowledged = sent.lines.compactMap { line -> String? in
        line.contains(#""status":202"#)
          ? line.firstMatch(of: /"ids":\["([^"]+)"\]/).map { String($0.output.1) } : nil
      }
      let recorded = try Set(
        directory.read("rec.ndjson").matches(of: /"event":\{"specversion":"1.0","id":"([^"]+)"/).map {
          String($0.output.1)
        })
      #expect(acknowledged.count >= 50 && recorded.isSuperset(of: acknowledged))
    }
    let stats = try await Program.run(["stats", file])
    #expect(stats.status == 0, "\(stats.stderr)")
  }

  @Test func `the screen starts with what a file holds`() async throws {
    let listener = try await ListeningProgram.start(["--record", file, "--output", "none"])
    _ = try await listener.curl(binaryEvent(type: "com.example.opened"), body: "{}")
    _ = try await listener.curl(["ce-specversion: 1.0", "ce-id: 2", "ce-type: com.example.broken"])
    _ = try await listener.end()
    let terminal = try await WatchSession.open("watch http://127.0.0.1:0 --open \(file)", columns: 120)
    let screen = try await terminal.waitFor("com.example.broken")
    #expect(screen.contains("com.example.opened"))
    try await terminal.sendKeys("q")
    try await terminal.waitFor("ENDED 0")
    let missing = try await Program.run(["watch", "http://127.0.0.1:0", "--open", directory.file("none")])
    #expect(missing.status == 66)
  }

  @Test(arguments: [
    ("oops\n", "line 2 is neither event nor record; skipped."),
    ("oops\n{}\n", "2 lines are neither event nor record, the first of them line 2; skipped."),
  ])
  func `what is no event in a file is passed over, and the first such line is named`(
    rest: String, sentence: String
  ) async throws {
    let good = #"{"specversion":"1.0","id":"1","source":"/s","type":"t.opened"}"# + "\n"
    let listener = try await ListeningProgram.start(["--open", directory.write("input", good + rest)])
    try await listener.program.waitForLines(1)
    #expect(try await listener.end().stderr.contains(sentence))
  }

  @Test(arguments: [
    #"{"specversion":"1.0","id":"1","source":"/s","type":"t.opened"}"# + "\n",
    #"[{"specversion":"1.0","id":"1","source":"/s","type":"t.opened"}]"#,
    "POST / HTTP/1.1\r\nHost: a\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t.opened\r\n"
      + "Content-Length: 2\r\n\r\n{}",
  ])
  func `events, arrays and HTTP messages are opened too`(text: String) async throws {
    let listener = try await ListeningProgram.start(
      ["--open", directory.write("input", text)], command: "watch")
    try await listener.program.waitForLines(1)
    let outcome = try await listener.end()
    #expect(try outcome.events.map { $0["type"].string } == ["t.opened"])
  }
}
