import Foundation
import Testing

/// `eventscope validate`: which rules events break, in every form that they come in.
@Suite struct ValidateTests {
  static let good = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
  static let bad = #"{"specversion":"1.0","id":"2","source":"/s","type":"t","time":"noon"}"#
  static let warned = #"{"specversion":"0.3","id":"3","source":"/s","type":"t"}"#
  static let refused = """
    {"seq":1,"received":"2026-01-01T00:00:00Z","transport":"http","peer":"p","method":"GET","target":"/",\
    "mode":null,"format":null,"headers":[],"body":"","size":0,"status":405,"valid":false,"event":null,\
    "violations":[{"severity":"error","header":"Allow","rule":"http.method","message":"No GET.","section":"9"}],\
    "later":{"x":[1]}}
    """

  @Test func `names file, line, severity, rule, attribute and section`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("e.ndjson", "\(Self.good)\n\n\(Self.bad)\n\(Self.warned)\n")
    let outcome = try await Program.run(["validate", file])
    #expect(outcome.status == 65)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].hasPrefix("\(file):3: error spec.timestamp time: "))
    #expect(outcome.lines[0].hasSuffix("(CloudEvents 1.0.2, time)"))
    #expect(outcome.lines[1].hasPrefix("\(file):4: warning spec.specversion-old specversion: "))
  }

  @Test(arguments: [
    good, warned, "", "[]", "[\(good)]", "{\n" + good.dropFirst(), good + "\n" + good,
    // One behind the other, each over several lines.
    "{\n" + good.dropFirst() + "\n{\n" + good.dropFirst() + "\n", "{\n" + good.dropFirst() + "\n\n" + good,
  ])
  func `ends with 0 where nothing is an error`(input: String) async throws {
    let outcome = try await Program.run(["validate"], stdin: Array(input.utf8))
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.stderr)")
  }

  @Test(arguments: [
    (bad, 1, "spec.timestamp"), ("{\n" + bad.dropFirst(), 1, "spec.timestamp"),
    ("[\(good),\n\(bad)]", 2, "spec.timestamp"), ("{}", 1, "spec.required"), ("3", 1, "json.object"),
    (good + "\n{\"specversion\":", 2, "json.syntax"), ("[\(good)\n", 2, "json.syntax"),
    ("{", 1, "json.syntax"), ("{\"", 1, "json.syntax"), ("{\"seq\":", 1, "json.syntax"),
    ("{\n\(good)\n", 1, "json.syntax"), ("\(good)\n{\n\(good)\n", 2, "json.syntax"),
    ("{\n" + good.dropFirst() + "\n{\n" + bad.dropFirst(), 3, "spec.timestamp"),
    ("{\n\"specversion\": \"1.0\",,\n\"id\": \"1\"\n}\n\(good)", 2, "json.syntax"),
    ("[\(good),\(warned)]", 1, "spec.batch-specversion"), (refused, 1, "http.method"),
    (refused.replacing(#""event":null"#, with: #""event":\#(bad)"#), 1, "spec.timestamp"),
  ])
  func `says as JSON what is wrong and where`(input: String, line: Int, rule: String) async throws {
    let outcome = try await Program.run(["validate", "--output", "json"], stdin: Array(input.utf8))
    #expect(outcome.status == 65)
    let found = try outcome.events.first { $0["rule"].string == rule }
    let violation = try #require(found, "\(outcome.text)")
    #expect(violation["line"].integer == line)
    #expect(violation["severity"].string == "error")
    #expect(violation["message"].string?.isEmpty == false && violation["section"].string != nil)
  }

  @Test func `a member of an array is named by its index`() async throws {
    let outcome = try await Program.run(
      ["validate", "--output", "json"], stdin: Array("[\(Self.good),\(Self.bad)]".utf8))
    #expect(try outcome.events.map { $0["index"].integer } == [1])
    #expect(try outcome.events.map { $0["attribute"].string } == ["time"])
  }

  @Test func `a recording's torn last line is skipped with a warning`() async throws {
    let valid = Self.refused.replacing(#""valid":false"#, with: #""valid":true"#)
      .replacing(/"violations":\[.*?\]/, with: #""violations":[]"#)
    let outcome = try await Program.run(["validate"], stdin: Array((valid + "\n" + valid.prefix(90)).utf8))
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.stderr.contains("warning: stdin:2"))
    let alone = try await Program.run(["validate"], stdin: Array(valid.prefix(90).utf8))
    #expect(alone.status == 0 && alone.stderr.contains("warning: stdin:1"))
    // What is recorded after a crash begins on a line of its own.
    let middle = try await Program.run(
      ["validate"], stdin: Array((valid + "\n" + valid.prefix(90) + "\n" + valid + "\n").utf8))
    #expect(middle.status == 0 && middle.stderr.contains("warning: stdin:2"), "\(middle.stderr)")
  }

  @Test func `text of an event cannot make a line of its own`() async throws {
    let bad = #"{"specversion":"1.0","id":"2","source":"/s","type":"t","a\nb\u001b":true}"#
    let outcome = try await Program.run(["validate"], stdin: Array(bad.utf8))
    #expect(outcome.lines.count == 1 && !outcome.text.contains("\u{1b}"))
  }

  @Test func `lists the rules`() async throws {
    let text = try await Program.run(["validate", "--rules"])
    #expect(text.status == 0)
    #expect(text.lines.contains { $0.hasPrefix("spec.timestamp ") && $0.contains("error") })
    let json = try await Program.run(["validate", "--rules", "--output", "json"])
    #expect(try json.events.count == text.lines.count)
  }

  @Test func `what cannot be read is 66`() async throws {
    #expect(try await Program.run(["validate", "/nonexistent"]).status == 66)
    #expect(try await Program.run(["validate", "/"]).status == 66)
  }

  @Test func `what is broken over several lines is one violation, and what follows is read`() async throws {
    let input = "{\n  \"specversion\": \"1.0\",,\n  \"id\": \"1\"\n}\n\(Self.bad)\n"
    let outcome = try await Program.run(["validate"], stdin: Array(input.utf8))
    #expect(outcome.lines.count == 2, "\(outcome.text)")
    #expect(
      outcome.lines[0].hasPrefix("stdin:2: error json.syntax") && outcome.lines[0].contains("column 24"))
    #expect(outcome.lines.last?.hasPrefix("stdin:5: error spec.timestamp") == true)
  }

  @Test func `a record and its event say the same thing once`() async throws {
    let message =
      "POST / HTTP/1.1\r\nHost: x\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n"
      + "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{"
    let record = try await Program.run(["decode", "--output", "record"], stdin: Array(message.utf8))
    let outcome = try await Program.run(["validate"], stdin: record.stdout)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1 && outcome.text.contains("spec.data-content-type"), "\(outcome.text)")
  }
}
