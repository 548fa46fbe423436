import Foundation
import Testing

/// TLS and HTTP/2, as curl speaks them.
@Suite(
  .enabled(
    if: Program.exists("openssl") && Program.exists("curl"),
    "openssl and curl make certificates and speak TLS"))
struct TLSTests {
  /// A key, a certificate that it signed itself, and another key.
  private struct Files {
    let directory: TemporaryDirectory
    var certificate: String { directory.file("cert.pem") }
    var key: String { directory.file("key.pem") }
    var otherKey: String { directory.file("other.pem") }
    var options: [String] { ["--tls-cert", certificate, "--tls-key", key] }

    init() async throws {
      directory = try TemporaryDirectory()
      try await Self.openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj",
        "/CN=localhost", "-keyout", key, "-out", certificate)
      try await Self.openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", otherKey)
    }

    private static func openssl(_ arguments: String...) async throws {
      let outcome = try await Program(["openssl"] + arguments).outcome()
      try #require(outcome.status == 0, "\(outcome.stderr)")
    }
  }

  private static let https = ["https://127.0.0.1:0"]

  @Test(arguments: [("--http1.1", "HTTP/1.1 202"), ("--http2", "HTTP/2 202")])
  func `ALPN tells what is spoken`(option: String, answer: String) async throws {
    let files = try await Files()
    let listener = try await ListeningProgram.start(files.options + ["--output", "record"], on: Self.https)
    #expect(listener.address.hasPrefix("https://127.0.0.1:"))
    let reply = try await listener.curl(binaryEvent(), body: "hi", options: ["-k", option])
    #expect(reply.head.hasPrefix(answer), "\(reply.head)")
    let record = try #require(try await listener.end().events.first)
    #expect(record["transport"].string == "https")
    #expect(record["method"].string == "POST" && record["target"].string == "/")
    #expect(record["valid"].boolean == true && record["body"].string == "hi")
    #expect(record["headers"].elements.contains { $0[0].string?.lowercased() == "host" })
  }

  @Test func `HTTP/2 is taken by prior knowledge, with the same refusals`() async throws {
    let listener = try await ListeningProgram.start(["--output", "record", "--max-body", "1k"])
    let prior = ["--http2-prior-knowledge"]
    func status(_ headers: [String], _ body: String?, method: String = "POST") async throws -> Int {
      try await listener.curl(headers, body: body, method: method, options: prior).status
    }
    #expect(try await status(binaryEvent(), "hi") == 202)
    #expect(try await status(["ce-specversion: 1.0"], "hi") == 400)
    #expect(try await status(binaryEvent(), String(repeating: "a", count: 5000)) == 413)
    #expect(try await status(binaryEvent("Host: evil.example"), "hi") == 403)
    #expect(try await status(binaryEvent("Content-Encoding: br"), "hi") == 415)
    #expect(try await status((0..<260).map { "x-\($0): 1" }, nil) == 431)
    // Before the client can have seen how much is taken.
    #expect(try await status(binaryEvent("x: " + String(repeating: "a", count: 60_000)), "hi") == 202)
    #expect(try await status([], nil, method: "DELETE") == 405)
    #expect(try await listener.curl(method: "GET", path: "/healthz", options: prior).status == 200)
    let records = try await listener.end().events
    #expect(records.map { $0["status"].integer } == [202, 400, 413, 403, 415, 431, 202, 405])
    #expect(records.allSatisfy { $0["transport"].string == "http" })
  }

  @Test func `only clients with a certificate are served where that is asked for`() async throws {
    let files = try await Files()
    let listener = try await ListeningProgram.start(
      files.options + ["--tls-client-ca", files.certificate], on: Self.https)
    #expect(try await listener.curl(binaryEvent(), options: ["-k"]).status == 0)
    let own = ["-k", "--cert", files.certificate, "--key", files.key]
    #expect(try await listener.curl(binaryEvent(), options: own).status == 202)
    #expect(try await listener.end().lines.count == 1)
  }

  @Test func `a handshake that fails is said, with who and why`() async throws {
    let files = try await Files()
    let listener = try await ListeningProgram.start(
      files.options + ["--output", "record"], on: Self.https)
    #expect(try await listener.curl(binaryEvent()).status == 0)
    try await wait(for: "the reason") {
      listener.program.stderr.contains("does not trust this listener's certificate")
    } seen: {
      listener.program.stderr
    }
    // The next one may be told with how many were not, or be counted.
    #expect(try await listener.curl(binaryEvent(), options: ["-k", "--tls-max", "1.1"]).status == 0)
    let outcome = try await listener.end()
    #expect(outcome.lines.isEmpty)
    #expect(
      outcome.stderr.contains(#/eventscope: 127\.0\.0\.1:[0-9]+ could not connect:/#), "\(outcome.stderr)")
    let asking = try await ListeningProgram.start(
      files.options + ["--tls-client-ca", files.certificate], on: Self.https)
    _ = try await asking.curl(binaryEvent(), options: ["-k"])
    try await wait(for: "the reason") {
      asking.program.stderr.contains("it showed no certificate")
    } seen: {
      asking.program.stderr
    }
    _ = try await asking.end()
  }

  @Test func `plain HTTP on an https address is told so`() async throws {
    let files = try await Files()
    let listener = try await ListeningProgram.start(files.options + ["--output", "record"], on: Self.https)
    let plain = listener.address.replacingOccurrences(of: "https:", with: "http:")
    let reply = try await Program(["curl", "-s", "-i", "--noproxy", "*", plain, "-d", "hi"]).outcome().text
    #expect(reply.hasPrefix("HTTP/1.1 400 ") && reply.contains("the address is https:, not http:"))
    let record = try #require(try await listener.end().events.first)
    #expect(record["transport"].string == "http" && record["status"].integer == 400)
  }

  @Test func `what is wrong with the files is said in one sentence`() async throws {
    let files = try await Files()
    let wrong: [([String], Int32, String)] = [
      ([], 64, "needs --tls-cert"),
      (["--tls-key", files.key], 64, "need --tls-cert"),
      (
        ["--tls-cert", "/nowhere.pem"], 66, "/nowhere.pem cannot be used for TLS: No such file or directory."
      ),
      (["--tls-cert", files.key], 78, "it holds no certificate in PEM"),
      (["--tls-cert", files.certificate], 78, "it holds no private key in PEM"),
      (
        ["--tls-cert", files.certificate, "--tls-key", files.otherKey], 78,
        "its private key does not belong to the certificate in \(files.certificate)."
      ),
    ]
    for (options, status, sentence) in wrong {
      let outcome = try await Program.run(["listen", "https://127.0.0.1:0", "--duration", "5"] + options)
      #expect(outcome.status == status, "\(options): \(outcome.stderr)")
      #expect(outcome.stderr.contains(sentence), "\(outcome.stderr)")
    }
  }

  @Test(.enabled(if: Program.exists("python3"), "python3 passes the socket on"))
  func `sockets that the process was started with are listened on`() async throws {
    let directory = try TemporaryDirectory()
    let script = """
      import os, socket, sys
      tcp = socket.create_server(("127.0.0.1", 0))
      local = socket.socket(socket.AF_UNIX); local.bind(sys.argv[2]); local.listen()
      os.dup2(tcp.fileno(), 13); os.dup2(local.fileno(), 14)
      os.dup2(13, 3); os.dup2(14, 4)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="web:local")
      os.execv(sys.argv[1], [sys.argv[1], "listen", "--output", "record"])
      """
    let program = try Program(["python3", "-c", script, Program.binary, directory.file("s")])
    try await wait(for: "both sockets") {
      program.stderr.split(separator: "\n").count >= 2
    } seen: {
      program.stderr
    }
    let bound = program.stderr.split(separator: "\n").map { String($0.dropFirst("listening on ".count)) }
    #expect(bound[0].hasPrefix("http://127.0.0.1:") && bound[1] == "unix:\(directory.file("s"))")
    for address in bound {
      #expect(try await Program.run(["send", address, "--type", "a", "--source", "/b"]).status == 0)
    }
    let outcome = try await program.end()
    #expect(try outcome.events.map { $0["transport"].string } == ["http", "unix"])
    #expect(FileManager.default.fileExists(atPath: directory.file("s")), "it is another's to remove")
  }
}
