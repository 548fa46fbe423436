import Foundation
import Testing

/// `eventscope check` and `probe`, against eventscope itself and against receivers that do otherwise.
@Suite(.serialized) struct CheckTests {
  /// A receiver that answers everything with one status and some header fields.
  static func receiver(_ status: Int, fields: [String: String] = [:]) async throws -> (
    Program, address: String
  ) {
    let fields = fields.map { "self.send_header('\($0.key)', '\($0.value)')" }.joined(separator: "; ")
    let script = """
      import http.server
      class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
          self.rfile.read(int(self.headers.get('Content-Length', 0)))
          self.send_response(\(status)); \(fields.isEmpty ? "pass" : fields); self.send_header('Content-Length', '0')
          self.end_headers()
        do_POST = do_OPTIONS = answer
        def log_message(self, *all): pass
      server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
      print(server.server_port, flush=True)
      server.serve_forever()
      """
    let program = try Program(["python3", "-c", script])
    try await program.waitForLines(1)
    return (program, "http://127.0.0.1:\(program.lines[0])")
  }

  @Test func `eventscope itself passes`() async throws {
    let listener = try await ListeningProgram.start(["--output", "none"])
    let outcome = try await Program.run(["check", listener.address, "--strict", "--output", "json"])
    #expect(outcome.status == 0, "\(outcome.text)")
    let report = try JSON(outcome.text)
    #expect(report["ok"].boolean == true && report["cases"].elements.count > 40)
    _ = try await listener.end()
  }

  @Test(.enabled(if: Program.exists("python3")))
  func `who takes everything, or nothing, is told what is wrong`()
    async throws
  {
    let (lax, laxAddress) = try await Self.receiver(200)
    let outcome = try await Program.run(["check", laxAddress, "--output", "json"])
    #expect(outcome.status == 1)
    let report = try JSON(outcome.text)
    #expect(report["wronglyAccepted"].elements.contains { $0.string == "binary.no-id" })
    #expect(report["wronglyRefused"].elements.isEmpty)
    let (strict, strictAddress) = try await Self.receiver(400)
    let text = try await Program.run(["check", strictAddress])
    #expect(text.status == 1)
    #expect(text.text.contains("binary.minimal") && text.text.contains("HTTP binding 1.0.2, 3.1"))
    _ = try await lax.end(signal: SIGKILL)
    _ = try await strict.end(signal: SIGKILL)
    #expect(try await Program.run(["check", "http://127.0.0.1:1"]).status == 69)
    #expect(try await Program.run(["check"]).status == 64)
    #expect(try await Program.run(["check", "--list"]).lines.count > 40)
  }

  @Test func `eventscope agrees to be sent events`() async throws {
    let listener = try await ListeningProgram.start(["--output", "none"])
    let outcome = try await Program.run([
      "probe", listener.address, "--origin", "events.example.org", "--rate", "120", "--output", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.stderr)")
    let report = try JSON(outcome.text)
    #expect(report["allowed"].boolean == true && report["allowedOrigin"].string != nil)
    _ = try await listener.end()
  }

  @Test(
    .enabled(if: Program.exists("python3")),
    arguments: [
      ([:], 1, "WebHook-Allowed-Origin is missing"),
      (["WebHook-Allowed-Origin": "*"], 0, "may be sent"),
      (["WebHook-Allowed-Origin": "other.example"], 1, "other.example"),
      (["WebHook-Allowed-Origin": "a.example", "WebHook-Allowed-Rate": "0"], 1, "WebHook-Allowed-Rate is 0"),
      (["WebHook-Allowed-Origin": "a.example", "Allow": "GET"], 1, "without POST"),
    ] as [([String: String], Int32, String)])
  func `what a receiver answers decides`(fields: [String: String], status: Int32, text: String) async throws {
    let (receiver, address) = try await Self.receiver(200, fields: fields)
    let outcome = try await Program.run(["probe", address, "--origin", "a.example"])
    #expect(outcome.status == status && outcome.text.contains(text), "\(outcome.text)")
    _ = try await receiver.end(signal: SIGKILL)
  }
}
