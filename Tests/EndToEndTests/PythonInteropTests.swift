import Foundation
import Testing

/// The Python SDK of CloudEvents at the other end.
@Suite(.enabled(if: Python.isReady, "the Python package cloudevents is not here"))
struct PythonInteropTests {
  static let event = #"{"n": 1, "text": "ügyfél 日本 👍", "quote": "\"%\""}"#

  @Test(arguments: ["binary", "structured"])
  func `what Python sends is what we print`(mode: String) async throws {
    let listener = try await ListeningProgram.start()
    let python = try await Program([Python.path, Python.script, "send", mode, listener.address]).outcome()
    #expect(python.status == 0, "\(python.stderr)")
    let event = try #require(try await listener.end().events.first)
    #expect(event["id"].string == "py-1")
    #expect(event["type"].string == "com.example.python")
    #expect(event["source"].string == "/python")
    #expect(event["subject"].string == "a subject")
    #expect(event["data"]["text"].string == "ügyfél 日本")
    #expect(event["data"]["n"].integer == 1)
  }

  @Test(arguments: ["binary", "structured"])
  func `what we send is what Python decodes`(mode: String) async throws {
    let server = try Program([Python.path, Python.script, "receive"])
    try await server.waitForLines(1)
    let sent = try await Program.run([
      "send", "http://127.0.0.1:\(server.lines[0])", "--mode", mode, "--type", "com.example.test",
      "--source", "/s", "--id", "x-1", "--subject", "sub", "--ext", "tenant=acme", "--data", Self.event,
    ])
    #expect(sent.status == 0, "\(sent.stderr)")
    let outcome = try await server.outcome()
    let seen = try JSON(outcome.lines[1])
    #expect(seen["id"].string == "x-1")
    #expect(seen["type"].string == "com.example.test")
    #expect(seen["source"].string == "/s")
    #expect(seen["subject"].string == "sub")
    #expect(seen["tenant"].string == "acme")
    #expect(seen["data"]["text"].string == "ügyfél 日本 👍")
    #expect(seen["data"]["quote"].string == #""%""#)
  }
}

/// The Python that `make test` prepares, or any that has the package.
private enum Python {
  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Support/interop.py").path

  static let path: String = {
    let prepared = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(".build/python/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: prepared) ? prepared : "python3"
  }()

  static let isReady: Bool = {
    let environment = Program.environment(home: "/", adding: [:])
    let check = try? ChildProcess([path, "-c", "import cloudevents.http"], environment: environment)
    return check?.wait() == 0
  }()
}
