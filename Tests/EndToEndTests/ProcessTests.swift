import Foundation
import Testing

/// What surrounds the program may be missing, narrow or gone: it says so, and ends as it should.
@Suite(.serialized) struct ProcessTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Starts eventscope by a shell line, in which `$0` is the program.
  private func shell(_ line: String) throws -> Program { try Program(["bash", "-c", line, Program.binary]) }

  private func address(of program: Program) async throws -> String {
    try await wait(for: "the listener") {
      program.stderr.contains("listening on")
    } seen: {
      program.stderr
    }
    return String(try #require(program.stderr.firstMatch(of: /listening on (\S+)/)).output.1)
  }

  @Test(arguments: ["", "--output record"])
  func `a reader that goes away ends it with 0`(options: String) async throws {
    let program = try shell(
      "\"$0\" listen http://127.0.0.1:0 \(options) | head -1 >&2; echo ENDED ${PIPESTATUS[0]} >&2")
    let address = try await address(of: program)
    for _ in 1...2 { _ = try await Program.run(["send", address, "--type", "t", "--source", "/s"]) }
    try await wait(for: "the end") {
      program.stderr.contains("ENDED")
    } seen: {
      program.stderr
    }
    #expect(program.stderr.contains("ENDED 0"), "\(program.stderr)")
  }

  @Test func `closed descriptors are no outputs: nothing is acknowledged to nobody`() async throws {
    let file = directory.file("rec")
    // Without stdin and stderr it listens and records; the record file has only records.
    let closed = try shell(
      "exec \"$0\" listen http://127.0.0.1:0 --record \(file) --count 1 <&- 2>&- --output none")
    try await wait(for: "the lock") { FileManager.default.fileExists(atPath: file) }
    closed.send(signal: SIGTERM)
    #expect(try await closed.outcome().status == 0)
    #expect(try directory.read("rec") == "")
    // Without stdout, printing is an error.
    let silent = try shell("exec \"$0\" themes >&-")
    let outcome = try await silent.outcome()
    #expect(outcome.status == 74 && outcome.stderr.contains("cannot write to stdout"), "\(outcome.stderr)")
    let unread = try shell("exec \"$0\" stats <&-")
    #expect(try await unread.outcome().status == 66)
  }

  @Test func `few descriptors are enough`() async throws {
    let program = try shell("ulimit -n 40; exec \"$0\" listen http://127.0.0.1:0")
    let address = try await address(of: program)
    let sent = try await Program.run([
      "send", address, "--type", "t", "--source", "/s", "--repeat", "100", "--concurrency", "4", "--output",
      "none",
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    let outcome = try await program.end()
    #expect(outcome.status == 0 && outcome.lines.count == 100, "\(outcome.stderr)")
  }

  @Test(arguments: [
    (400_000, "listen http://127.0.0.1:0"), (400_000, "send http://127.0.0.1:1 --type t --source /s"),
    (180_000, "listen http://127.0.0.1:0"), (180_000, "themes"),
  ])
  func `too little memory is told in a sentence`(kilobytes: Int, command: String) async throws {
    let outcome = try await shell("ulimit -v \(kilobytes); exec \"$0\" \(command)").outcome()
    #expect(outcome.status == 73 && outcome.stderr.contains("ulimit -v"), "\(outcome.stderr)")
  }

  @Test func `little memory and small stacks are enough`() async throws {
    let program = try shell("ulimit -v 700000 -s 256; exec \"$0\" listen http://127.0.0.1:0")
    let address = try await address(of: program)
    let data = try directory.write("data", [UInt8](repeating: 0x61, count: 1 << 20))
    let sent = try await Program.run([
      "send", address, "--type", "t", "--source", "/s", "--data-file", data, "--repeat", "100",
      "--concurrency", "4",
      "--output", "none",
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    let outcome = try await program.end()
    #expect(outcome.status == 0 && outcome.lines.count == 100, "\(outcome.stderr)")
  }

  @Test(arguments: ["listen http://127.0.0.1:0", "send http://127.0.0.1:1 --type t --source /s"])
  func `too few descriptors are told in a sentence`(command: String) async throws {
    let outcome = try await shell("ulimit -n 10; exec \"$0\" \(command)").outcome()
    #expect(outcome.status == 73 && outcome.stderr.contains("ulimit -n"), "\(outcome.stderr)")
  }

  @Test(.enabled(if: Program.exists("python3")))
  func `fifty requests in flight at SIGTERM are answered and recorded, or not acknowledged`() async throws {
    let file = directory.file("rec")
    let listener = try await ListeningProgram.start(["--record", file, "--output", "none"])
    let port = try #require(listener.address.split(separator: ":").last)
    let script = """
      import socket, sys, time
      head = ("POST / HTTP/1.1\\r\\nHost: localhost\\r\\nce-specversion: 1.0\\r\\nce-id: %d\\r\\nce-source: /s\\r\\n"
        "ce-type: t\\r\\nContent-Length: 4\\r\\nExpect: 100-continue\\r\\n\\r\\n")
      all = []
      for number in range(50):
        one = socket.create_connection(("127.0.0.1", \(port))); one.sendall((head % number).encode()); all.append(one)
      for one in all: one.recv(4096)
      print("sent", flush=True); sys.stdin.readline()
      for one in all: one.sendall(b"abcd")
      answers = []
      for one in all:
        try: answers.append(one.recv(4096)[9:12].decode())
        except OSError: answers.append("")
      print(" ".join(answers), flush=True)
      """
    let pipe = directory.file("go")
    #expect(mkfifo(pipe, 0o600) == 0)
    let client = try shell("exec python3 -c '\(script.replacingOccurrences(of: "'", with: "\""))' <> \(pipe)")
    try await client.waitForLines(1)
    listener.program.send(signal: SIGTERM)
    // It accepts no more once it has taken notice.
    try await wait(for: "the end of accepting") { !accepts(Int(port) ?? 0) }
    let go = try FileHandle(forUpdating: URL(fileURLWithPath: pipe))
    go.write(Data("\n".utf8))
    let answers = try await client.outcome().lines.last?.split(separator: " ") ?? []
    let outcome = try await listener.program.outcome()
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(answers == Array(repeating: "202", count: 50))
    #expect(try directory.read("rec").split(separator: "\n").count == 50)
  }

  private func accepts(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGHUP, SIGQUIT, SIGTERM])
  func `the terminal is as before after every death`(signal: Int32) async throws {
    let session = try await WatchSession.start()
    kill(try session.pid, signal)
    try await session.terminal.waitFor("ENDED [0-9]+")
    #expect(try await session.modes() == "0 0 1")
  }

  @Test func `a secret is in no output`() async throws {
    let secret = "hunter2"
    let file = directory.file("rec")
    let headers = [
      "Authorization: Bearer \(secret)", "Cookie: a=\(secret)", "X-Api-Key: \(secret)",
      "Proxy-Authorization: \(secret)",
      "X-Auth-Token: \(secret)", "Client-Secret: \(secret)",
    ]
    for output in ["event", "record", "pretty"] {
      let listener = try await ListeningProgram.start(["--output", output, "--record", file])
      let good = try await listener.curl(
        binaryEvent() + headers, body: "{}", path: "/?access_token=\(secret)&a=1")
      #expect(good.status == 202)
      let bad = try await listener.curl(
        ["ce-id: 1"] + headers, body: "{}", path: "/?a=1&access_token=\(secret)")
      #expect(bad.status == 400 && !bad.body.contains(secret))
      let userinfo = try await listener.curl(
        binaryEvent() + headers, options: ["--request-target", "http://me:\(secret)@localhost/"])
      #expect(userinfo.status == 400 && !userinfo.body.contains(secret))
      let folded = try await listener.curl(binaryEvent() + headers + [" folded: 1"])
      #expect(folded.status == 400 && !folded.body.contains(secret))
      let outcome = try await listener.end()
      #expect(!outcome.text.contains(secret) && !outcome.stderr.contains(secret), "\(output)")
    }
    #expect(try !directory.read("rec").contains(secret))
    for form in ["ndjson", "records", "http-binary", "http-structured", "curl", "yaml", "har"] {
      let outcome = try await Program.run(["convert", file, "--to", form])
      #expect(!outcome.text.contains(secret), "\(form)")
    }
    let address = "http://me:\(secret)@127.0.0.1:1/?access_token=\(secret)"
    for arguments in [
      ["send", address, "--type", "t", "--source", "/s"],
      ["send", address, "--type", "t", "--source", "/s", "--output", "record"],
      ["send", address, "--type", "t", "--source", "/s", "--dry-run"] + headers.flatMap { ["--header", $0] },
      ["replay", file, address, "--speed", "max"], ["replay", file, address, "--dry-run"],
      ["check", address], ["probe", address], ["listen", "http://me:\(secret)@127.0.0.1:no/"],
    ] {
      let outcome = try await Program.run(arguments)
      #expect(
        !outcome.text.contains(secret) && !outcome.stderr.contains(secret),
        "\(arguments[0]): \(outcome.stderr)")
    }
  }
}
