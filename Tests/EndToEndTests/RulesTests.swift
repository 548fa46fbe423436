import Foundation
import Testing

/// What a rules file makes of the deliveries to `eventscope listen`.
@Suite struct RulesTests {
  static let rules = """
    [[rule]]
    name = "busy"
    when = "type:busy"
    tag = "slow"
    respond = { status = 429, retry-after = 5 }

    [[rule]]
    name = "noise"
    when = "type:noise"
    drop = true

    """

  @Test func `rules answer, tag and drop`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("rules.toml", Self.rules)
    let listener = try await ListeningProgram.start(["--output", "record", "--rules", file])
    let busy = try await listener.curl(binaryEvent(id: "1", type: "busy"))
    #expect(busy.status == 429)
    #expect(busy.head.contains("Retry-After: 5"))
    #expect(try await listener.curl(binaryEvent(id: "2", type: "noise")).status == 202)
    #expect(try await listener.curl(binaryEvent(id: "3")).status == 202)
    let records = try await listener.end().events
    #expect(records.map { $0["status"].integer } == [429, 202, 202])
    #expect(records.map { $0["valid"].boolean } == [true, true, true])
    #expect(records[0]["tags"][0].string == "slow")
    #expect(records.map { $0["kept"].boolean } == [nil, false, nil])
  }

  @Test func `what a rule refused or dropped is no event on stdout`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("rules.toml", Self.rules)
    let listener = try await ListeningProgram.start(["--rules", file])
    for type in ["busy", "noise", "other"] { _ = try await listener.curl(binaryEvent(type: type)) }
    #expect(try await listener.end().events.map { $0["type"].string } == ["other"])
  }

  @Test func `a changed file is read again, and a wrong one keeps the old rules`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("rules.toml", Self.rules)
    let listener = try await ListeningProgram.start(["--output", "none", "--rules", file])
    func lines() -> Int { listener.program.stderr.split(separator: "\n").count }
    _ = try directory.write("rules.toml", Self.rules.replacing("429", with: "503"))
    try await wait(for: "the change") {
      lines() == 2
    } seen: {
      listener.program.stderr
    }
    #expect(try await listener.curl(binaryEvent(type: "busy")).status == 503)
    _ = try directory.write("rules.toml", "[[rule]]\nwhen = '('\n")
    try await wait(for: "the complaint") {
      lines() == 3
    } seen: {
      listener.program.stderr
    }
    #expect(listener.program.stderr.contains("rules.toml:2:"))
    #expect(try await listener.curl(binaryEvent(type: "busy")).status == 503)
    _ = try await listener.end()
  }
}
