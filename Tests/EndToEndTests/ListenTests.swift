import Foundation
import Testing

/// What a sender and a reader see of `eventscope listen`.
@Suite struct ListenTests {
  @Test func `binary events come out as JSON with the digits that they had`() async throws {
    let listener = try await ListeningProgram.start()
    let answer = try await listener.curl(
      binaryEvent("Content-Type: application/json", "ce-priority: 5"),
      body: #"{"n": 1.0, "big": 12345678901234567890}"#)
    #expect(answer.status == 202)
    #expect(answer.body.isEmpty)
    let outcome = try await listener.end()
    #expect(
      outcome.text == #"{"specversion":"1.0","id":"1","source":"/test","type":"com.example.test","#
        + #""datacontenttype":"application/json","priority":"5","data":{"n":1.0,"big":12345678901234567890}}"#
        + "\n")
  }

  @Test func `structured and batched events come out one a line`() async throws {
    let listener = try await ListeningProgram.start()
    let event = #"{"specversion":"1.0","id":"s","source":"/s","type":"t","data":"ügyfél"}"#
    let structured = try await listener.curl(["Content-Type: application/cloudevents+json"], body: event)
    #expect(structured.status == 202)
    let batched = try await listener.curl(
      ["Content-Type: application/cloudevents-batch+json"], body: "[\(event),\(event)]")
    #expect(batched.status == 202)
    let empty = try await listener.curl(["Content-Type: application/cloudevents-batch+json"], body: "[]")
    #expect(empty.status == 202)
    let events = try await listener.end().events
    #expect(events.map { $0["data"].string } == ["ügyfél", "ügyfél", "ügyfél"])
  }

  @Test func `text is a string, other bytes are Base64`() async throws {
    let listener = try await ListeningProgram.start()
    _ = try await listener.curl(binaryEvent("Content-Type: text/plain"), body: "hi")
    _ = try await listener.curl(binaryEvent("Content-Type: image/png"), body: "hi")
    _ = try await listener.curl(binaryEvent("Content-Type: application/json"), body: "no json")
    let events = try await listener.end().events
    #expect(events.map { $0["data"].string } == ["hi", nil, nil])
    #expect(events.map { $0["data_base64"].string } == [nil, "aGk=", "bm8ganNvbg=="])
  }

  @Test func `a Unix socket takes HTTP and lines`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("s.sock")
    let listener = try await ListeningProgram.start(["--output", "record"], on: ["unix:\(path)"])
    #expect(listener.address == "unix:\(path)")
    let http = try await listener.curl(binaryEvent(id: "http"))
    #expect(http.status == 202)
    let lines = #"{"specversion":"1.0","id":"l","source":"/s","type":"t"}"# + "\nno event\n"
    let nc = try await Program(["nc", "-N", "-U", path], stdin: Array(lines.utf8)).outcome()
    let refusal = try JSON(nc.text)
    #expect(refusal["line"].integer == 2)
    #expect(refusal["violations"][0]["rule"].string != nil)
    let records = try await listener.end().events
    #expect(records.map { $0["transport"].string } == ["unix", "ndjson", "ndjson"])
    #expect(records.map { $0["valid"].boolean } == [true, true, false])
    #expect(records[1]["method"].isNull && records[1]["target"].isNull)
    #expect(records[1]["peer"].string?.hasPrefix("unix:uid=") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `several addresses are listened on at once`() async throws {
    let directory = try TemporaryDirectory()
    let listener = try await ListeningProgram.start(
      on: ["http://localhost:0", "unix:\(directory.file("a.sock"))"])
    #expect(listener.addresses[0].wholeMatch(of: /http:\/\/localhost:[1-9][0-9]*/) != nil)
    #expect(listener.addresses[1] == "unix:\(directory.file("a.sock"))")
    #expect(try await listener.curl(binaryEvent()).status == 202)
    _ = try await listener.end()
  }

  @Test func `watch does what listen does where stdout is no terminal`() async throws {
    for command in ["watch", "listen"] {
      let listener = try await ListeningProgram.start(command: command)
      _ = try await listener.curl(binaryEvent())
      #expect(try await listener.end().events.count == 1)
    }
  }

  @Test func `count ends it after so many events that pass the filter`() async throws {
    let listener = try await ListeningProgram.start(["--count", "2", "--filter", "-type:other"])
    #expect(try await listener.curl(binaryEvent(id: "1")).status == 202)
    #expect(try await listener.curl(binaryEvent(id: "2", type: "other")).status == 202)
    #expect(try await listener.curl(["ce-id: 3"]).status == 400)
    #expect(try await listener.curl(binaryEvent(id: "4")).status == 202)
    let outcome = try await listener.program.outcome()
    #expect(outcome.status == 0)
    #expect(try outcome.events.map { $0["id"].string } == ["1", "4"])
  }

  @Test func `count counts what a file brings that is opened, and ends it`() async throws {
    let directory = try TemporaryDirectory()
    let line = ValidateTests.good + "\n"
    let file = try directory.write("events.ndjson", line + line + line)
    let outcome = try await Program.run(["listen", "http://127.0.0.1:0", "--open", file, "--count", "2"])
    #expect(outcome.status == 0)
    #expect(outcome.text == line + line)
  }

  @Test func `a signal ends it while a file is opened for which nobody has room`() async throws {
    let directory = try TemporaryDirectory()
    let count = 200_000
    let file = try directory.write(
      "events.ndjson", String(repeating: ValidateTests.good + "\n", count: count))
    let pipe = try NamedPipe()
    let program = try Program([
      "sh", "-c",
      "exec '\(Program.binary)' listen http://127.0.0.1:0 --memory 1m --open '\(file)' >'\(pipe.path)'",
    ])
    try await wait(for: "a full pipe") {
      pipe.isFull
    } seen: {
      program.stderr
    }
    program.send(signal: SIGTERM)
    var lines = 0
    try await wait(for: "the end") {
      lines += pipe.read().count { $0 == 0x0a }
      return !program.isRunning
    } seen: {
      program.stderr
    }
    #expect(try await program.outcome().status == 0)
    #expect(lines > 0 && lines < count)
  }

  @Test func `watch takes what is piped in where stdout is no terminal, too`() async throws {
    let pipe = try NamedPipe()
    pipe.write(ValidateTests.good + "\n")
    let program = try Program([
      "sh", "-c", "exec '\(Program.binary)' watch http://127.0.0.1:0 <'\(pipe.path)'",
    ])
    try await program.waitForLines(1)
    #expect(program.lines == [ValidateTests.good])
  }

  @Test func `duration ends it after that time`() async throws {
    let outcome = try await Program.run(["listen", "http://127.0.0.1:0", "--duration", "0.2"])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.isEmpty)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal ends it with everything written that was acknowledged`(signal: Int32) async throws {
    let listener = try await ListeningProgram.start()
    let sent = try await Program.run([
      "send", listener.address, "--type", "t", "--source", "/s", "--repeat", "500", "--concurrency", "8",
      "--output", "record",
    ])
    #expect(sent.status == 0)
    let outcome = try await listener.program.end(signal: signal)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 500)
    #expect(Set(try outcome.events.map { $0["id"].string }).count == 500)
  }

  @Test func `a reader that goes away ends it quietly`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("s.sock")
    let shell = try Program([
      "bash", "-c", #"set -o pipefail; "$0" listen "unix:$1" | head -n 1"#, Program.binary, path,
    ])
    try await wait(for: "the listener") { shell.stderr.contains("listening on") }
    let sent = try await Program.run(["send", "unix:\(path)", "--type", "t", "--source", "/s"])
    #expect(sent.status == 0)
    let outcome = try await shell.outcome()
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
    #expect(outcome.stderr == "listening on unix:\(path)\n")
  }

  @Test func `a reader that stands still costs senders a 503 and no event that was acknowledged`()
    async throws
  {
    let directory = try TemporaryDirectory()
    let path = directory.file("s.sock")
    let go = directory.file("go")
    // The reader waits for a file to appear before it reads.
    let script = #"""
      { "$0" listen "unix:$1" & echo $! > "$3"; wait $!; echo $? > "$4"; } |
      { until [ -e "$2" ]; do read -r -t 0.05 <> <(:); done; wc -l; }
      """#
    let shell = try Program([
      "bash", "-c", script, Program.binary, path, go, directory.file("pid"), directory.file("status"),
    ])
    try await wait(for: "the listener") { shell.stderr.contains("listening on") }
    let data = try directory.write("data", [UInt8](repeating: 0x61, count: 1 << 20))
    let sent = try await Program.run([
      "send", "unix:\(path)", "--type", "t", "--source", "/s", "--data-file", data, "--repeat", "30",
      "--output", "record",
    ])
    let answers = try sent.events
    let accepted = answers.filter { $0["ok"].boolean == true }.count
    let shed = answers.filter { $0["status"].integer == 503 }
    #expect(accepted > 0 && !shed.isEmpty && accepted + shed.count == 30)
    #expect(
      shed.first?["headers"].elements.contains { $0[0].string?.lowercased() == "retry-after" } == true)
    #expect(sent.status == 69)
    let process = try #require(Int32(try directory.read("pid").trimmingCharacters(in: .newlines)))
    kill(process, SIGTERM)
    _ = try directory.write("go", "")
    let outcome = try await shell.outcome()
    #expect(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines) == "\(accepted)")
    #expect(try directory.read("status") == "0\n")
  }
}
