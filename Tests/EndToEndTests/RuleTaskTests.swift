import Foundation
import Testing

/// The rule actions `write` and `exec`, and notifications.
@Suite struct RuleTaskTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  func listen(_ rules: String) async throws -> ListeningProgram {
    let file = try directory.write("rules.toml", rules)
    return try await ListeningProgram.start(["--output", "none", "--rules", file])
  }

  /// What a program that a rule runs has written, once it is there.
  func text(of name: String, when isThere: (String) -> Bool = { $0.hasSuffix("\n") }) async throws -> String {
    var text = ""
    try await wait(for: "\(name) to be written") {
      text = (try? directory.read(name)) ?? ""
      return isThere(text)
    } seen: {
      text
    }
    return text
  }

  @Test func `write appends events or records as lines`() async throws {
    let events = try directory.write("events.ndjson", "before\n")
    let records = directory.file("records.ndjson")
    let listener = try await listen(
      """
      [[rule]]
      when = "type:a"
      write = "\(events)"
      [[rule]]
      tag = "x"
      write = { to = "\(records)", as = "record" }
      drop = true
      """)
    for (id, type) in [("1", "a"), ("2", "b"), ("3", "a")] {
      _ = try await listener.curl(
        binaryEvent("Content-Type: application/json", "Authorization: Basic c2VjcmV0", id: id, type: type),
        body: #"{"n":1.00}"#)
    }
    #expect(try await listener.end().stderr.split(separator: "\n").count == 1)
    let lines = try directory.read("events.ndjson").split(separator: "\n")
    #expect(lines[0] == "before" && lines.count == 3)
    #expect(try lines.dropFirst().map { try JSON(String($0))["id"].string } == ["1", "3"])
    #expect(lines[1].contains(#""data":{"n":1.00}"#))
    let written = try directory.read("records.ndjson").split(separator: "\n").map { try JSON(String($0)) }
    #expect(written.map { $0["event"]["id"].string } == ["1", "2", "3"])
    #expect(written[0]["tags"][0].string == "x" && written[0]["kept"].boolean == false)
    #expect(!"\(written)".contains("c2VjcmV0"))
  }

  @Test(.enabled(if: Program.exists("python3")))
  func `what came in a content coding is written, run and sent on as it means`() async throws {
    let peer = try await HTTPPeer.start("ok")
    let file = directory.file("events.ndjson")
    let listener = try await listen(
      """
      [[rule]]
      write = "\(file)"
      exec = ["sh", "-c", 'echo "$CE_ID $CE_TYPE" > \(directory.file("exec"))']
      forward = { to = "\(peer.address)", mode = "binary" }
      """)
    let packed = try await Program(
      ["python3", "-c", "import gzip, sys; sys.stdout.buffer.write(gzip.compress(sys.argv[1].encode()))"]
        + [#"{"specversion":"1.0","id":"z","source":"/s","type":"packed","data":{"n":1.00}}"#]
    ).outcome().stdout
    let body = try directory.write("body.gz", packed)
    let answer = try await listener.curl(
      ["Content-Type: application/cloudevents+json", "Content-Encoding: gzip"], body: "@" + body)
    #expect(answer.status == 202)
    #expect(try await text(of: "exec") == "z packed\n")
    let request = try #require(try await peer.waitForRequests(1).first)
    #expect(request.header("ce-id") == ["z"] && request.body == Array(#"{"n":1.00}"#.utf8))
    #expect(request.header("content-encoding").isEmpty)
    #expect(try await listener.end().stderr.split(separator: "\n").count == 1)
    #expect(try directory.read("events.ndjson").contains(#""id":"z""#))
  }

  @Test(arguments: ["/nonexistent/x.ndjson", "/dev/full", "/tmp"])
  func `a file that cannot be written is said and counted, and disturbs nobody`(path: String) async throws {
    let listener = try await listen("[[rule]]\nname = 'w'\nwrite = '\(path)'")
    for id in 1...3 { #expect(try await listener.curl(binaryEvent(id: "\(id)")).status == 202) }
    let end = try await listener.end()
    #expect(end.stderr.contains("the rule \"w\": cannot write \(path): "))
    #expect(end.stderr.contains("of 3 tasks 3 failed"), "\(end.stderr)")
  }

  @Test func `a pipe that nobody reads is no file`() async throws {
    let pipe = directory.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let listener = try await listen("[[rule]]\nname = 'w'\nwrite = '\(pipe)'")
    #expect(try await listener.curl(binaryEvent()).status == 202)
    #expect(try await listener.end().stderr.contains("cannot write \(pipe): "))
  }

  @Test func `exec runs a program without a shell, with the record and the attributes`() async throws {
    let output = directory.file("out")
    let script = try directory.write(
      "program",
      """
      #!/bin/sh
      { printf '%s|' "$#" "$1" "$2" "$CE_ID" "$CE_TYPE" "$CE_N" "${CE_SUBJECT-none}"; head -c 100000; } >'\(output)'
      """)
    chmod(script, 0o755)
    let listener = try await listen(
      "[[rule]]\nexec = ['\(script)', '$(touch \(directory.file("no"))); *', 'a b']")
    _ = try await listener.curl(binaryEvent("ce-n: 5", "Authorization: Bearer private", id: "caf%C3%A9"))
    let text = try await text(of: "out")
    let parts = text.split(separator: "|", maxSplits: 7)
    #expect(
      parts.prefix(7).map(String.init) == [
        "2", "$(touch \(directory.file("no"))); *", "a b", "café", "com.example.test", "5", "none",
      ])
    let record = try JSON(String(parts[7]))
    #expect(record["event"]["id"].string == "café" && record["transport"].string == "http")
    #expect(!text.contains("private"))
    #expect(!FileManager.default.fileExists(atPath: directory.file("no")))
    #expect(try await listener.end().stderr.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("['/nonexistent/program']", "there is no such program"),
    ("['no-such-program-anywhere']", "there is no such program"),
    ("['sh', '-c', 'echo too bad >&2; exit 3']", "sh ended with 3: too bad"),
    ("['sh', '-c', 'kill -9 $$']", "killed by signal 9"), ("['/tmp']", "cannot be run"),
  ])
  func `what goes wrong with a program is said`(exec: String, complaint: String) async throws {
    let listener = try await listen("[[rule]]\nname = 'x'\nexec = \(exec)")
    #expect(try await listener.curl(binaryEvent()).status == 202)
    try await wait(for: "the complaint") {
      listener.program.stderr.contains(complaint)
    } seen: {
      listener.program.stderr
    }
    #expect(try await listener.end().stderr.contains("of 1 task 1 failed"))
  }

  @Test func `programs that print without end or read nothing are no trouble, and SIGPIPE ends them`()
    async throws
  {
    let listener = try await listen(
      """
      [[rule]]
      exec = ["sh", "-c", "yes | head -c 300000"]
      [[rule]]
      exec = ["true"]
      [[rule]]
      exec = ["sh", "-c", "yes | head -1; echo done >\(directory.file("done"))"]
      """)
    let body = try directory.write("body", String(repeating: "x", count: 300_000))
    _ = try await listener.curl(binaryEvent(), options: ["--data-binary", "@\(body)"])
    _ = try await text(of: "done")
    #expect(try await listener.end().stderr.split(separator: "\n").count == 1)
  }

  @Test func `four at a time, each ended after its time with all that it started`() async throws {
    let log = try directory.write("log", "")
    let program = try directory.write("sleeper", "#!/bin/sh\nsleep 300 &\necho $! $$ >>'\(log)'\nwait\n")
    chmod(program, 0o755)
    let listener = try await listen("[[rule]]\nname = 'long'\nexec = ['\(program)']")
    for id in 1...6 { #expect(try await listener.curl(binaryEvent(id: "\(id)")).status == 202) }
    let four = try await text(of: "log") { $0.split(separator: "\n").count >= 4 }
    // A fifth begins only once one of the four was ended.
    #expect(
      four.split(separator: "\n").count == 4 || listener.program.stderr.contains("took longer than 10 s"))
    try await wait(for: "the end of the first", within: 60) {
      listener.program.stderr.contains("took longer than 10 s")
    } seen: {
      listener.program.stderr
    }
    _ = try await text(of: "log") { $0.split(separator: "\n").count >= 6 }
    let end = try await listener.end()
    #expect(end.stderr.contains(/of 6 tasks [1-5] failed, [1-5] could not be done in time/), "\(end.stderr)")
    let pids = try directory.read("log").split { " \n".contains($0) }.map(String.init)
    try await wait(for: "the end of all \(pids.count)") { !pids.contains(where: Self.isRunning) }
  }

  /// Whether a process is there and not only waiting for its parent to notice its end.
  private static func isRunning(_ pid: String) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
  }
}
