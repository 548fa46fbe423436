import Foundation
import Testing

/// `eventscope expect`: whether events came, for a script.
@Suite struct ExpectTests {
  func start(_ options: [String]) async throws -> ListeningProgram {
    try await ListeningProgram.start(options, command: "expect")
  }

  func report(_ outcome: Program.Outcome) throws -> JSON {
    #expect(outcome.lines.count == 1)
    return try JSON(outcome.text)
  }

  @Test func `ends with 0 as soon as enough came`() async throws {
    let expect = try await start(["--count", "2", "--within", "600", "type:com.example.*"])
    for (id, type) in [("1", "com.example.a"), ("2", "other"), ("3", "com.example.b")] {
      #expect(try await expect.curl(binaryEvent(id: id, type: type)).status == 202)
    }
    let outcome = try await expect.program.outcome()
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let report = try report(outcome)
    #expect(report["ok"].boolean == true && report["matched"].integer == 2 && report["wanted"].integer == 2)
    #expect(report["seen"].integer == 3 && report["nearest"].elements.isEmpty)
    #expect(report["matches"].elements.map { $0["id"].string } == ["1", "3"])
    #expect((report["seconds"].integer ?? 600) < 600)
  }

  @Test func `shows the nearest misses with the part that failed`() async throws {
    let expect = try await start(["--within", "600", "type:a data.total:>100"])
    _ = try await expect.curl(
      binaryEvent("Content-Type: application/json", id: "1", type: "b"), body: #"{"total":5}"#)
    _ = try await expect.curl(
      binaryEvent("Content-Type: application/json", id: "2", type: "a"), body: #"{"total":5}"#)
    _ = try await expect.curl(["ce-specversion: 1.0", "ce-id: 3", "ce-type: a"])
    let outcome = try await expect.program.end(signal: SIGINT)
    #expect(outcome.status == 130)
    let report = try report(outcome)
    #expect(report["ok"].boolean == false && report["matched"].integer == 0 && report["seen"].integer == 3)
    #expect(report["refused"].integer == 1)
    let nearest = report["nearest"].elements
    try #require(nearest.map { $0["event"]["id"].string } == ["2", "1", "3"])
    #expect(nearest[0]["failed"].string == "data.total:>100")
    #expect(nearest[0]["why"].string == "data.total is 5")
    #expect(nearest[1]["failed"].string == "type:a data.total:>100")
    #expect(nearest[2]["failed"].string == "is:valid data.total:>100")
  }

  @Test(arguments: [([], 1), (["--none"], 0), (["--count", "3", "type:a"], 1)] as [([String], Int32)])
  func `when the time is over the answer is known`(options: [String], status: Int32) async throws {
    let expect = try await start(["--within", "0.2"] + options)
    let outcome = try await expect.program.outcome()
    #expect(outcome.status == status && outcome.stderr.contains("none did within 0.") == (status == 1))
    let report = try report(outcome)
    #expect(report["ok"].boolean == (status == 0) && report["seen"].integer == 0)
    #expect((report["seconds"].double ?? 0) >= 0.2)
  }

  /// Events that match and others, with what the answer is as soon as they came.
  @Test(
    arguments: [
      (["--none", "type:bad"], 1), (["--none"], 1), (["--cesql", "type = 'bad' AND EXISTS id"], 0),
      (["--filter", "type:bad", "id:2"], 0), (["type:bad", "--cesql", "id = '2'"], 0),
      (["--", "-type:good"], 0),
      (["is:invalid"], 0), (["status:400"], 0), (["--none", "is:refused"], 1),
    ] as [([String], Int32)])
  func `queries, expressions, none, and what was refused where it is asked for`(
    options: [String], status: Int32
  ) async throws {
    let expect = try await start(["--within", "600"] + options)
    _ = try await expect.curl(binaryEvent(id: "1", type: "good"))
    _ = try await expect.curl(["ce-specversion: 1.0", "ce-id: 1"])
    _ = try await expect.curl(binaryEvent(id: "2", type: "bad"))
    let outcome = try await expect.program.outcome()
    #expect(outcome.status == status, "\(outcome.stderr)")
    #expect(try report(outcome)["ok"].boolean == (status == 0))
    #expect(try report(outcome)["matched"].integer == 1)
  }

  @Test func `a batch counts each event`() async throws {
    let expect = try await start(["--count", "3", "--within", "600"])
    let batch = ["1", "2", "3", "4"].map { #"{"specversion":"1.0","id":"\#($0)","source":"/s","type":"t"}"# }
    let answer = try await expect.curl(
      ["Content-Type: application/cloudevents-batch+json"], body: "[\(batch.joined(separator: ","))]")
    #expect(answer.status == 202)
    let outcome = try await expect.program.outcome()
    #expect(outcome.status == 0)
    #expect(try report(outcome)["matched"].integer == 4)
  }

  @Test func `a signal cuts it short`() async throws {
    let expect = try await start(["--none", "--within", "600"])
    let outcome = try await expect.program.end(signal: SIGINT)
    #expect(outcome.status == 130)
    #expect(try report(outcome)["ok"].boolean == false)
  }

  /// A client that sends a half, keeps its connection open, and prints when that was closed.
  private static let half = """
    import socket, sys
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    s.sendall(sys.argv[2].encode().decode("unicode_escape").encode())
    print("sent", flush=True)
    s.recv(1)
    """

  @Test(.timeLimit(.minutes(1))) func `a client that holds half a request keeps nobody waiting`() async throws
  {
    let listener = try await ListeningProgram.start(["--within", "600"], command: "expect")
    let port = try #require(listener.address.split(separator: ":").last)
    let client = try Program([
      "python3", "-c", Self.half, String(port),
      #"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab"#,
    ])
    try await client.waitForLines(1)
    #expect(try await listener.curl(binaryEvent()).status == 202)
    let outcome = try await listener.program.outcome()
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(try outcome.events[0]["matched"].integer == 1)
  }
}
