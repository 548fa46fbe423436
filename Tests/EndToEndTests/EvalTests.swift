import Foundation
import Testing

/// `eventscope eval`: what an expression is for an event.
@Suite struct EvalTests {
  static let event = """
    {"specversion":"1.0","id":"1","source":"/s","type":"com.example.order",\
    "sequence":"12","flag":true,"subject":"ö'"}
    """

  @Test(arguments: [
    ("type LIKE 'com.example.%' AND sequence > 10", #"{"value":true,"type":"boolean","errors":[]}"#),
    ("sequence + 1", #"{"value":13,"type":"integer","errors":[]}"#),
    ("UPPER(subject)", #"{"value":"Ö'","type":"string","errors":[]}"#),
    (
      "missing * 5",
      #"{"value":0,"type":"integer","errors":["missingAttribute"],"#
        + #""message":"The event has no attribute missing."}"#
    ),
  ])
  func `the value, its type and the errors are printed`(expression: String, line: String) async throws {
    let outcome = try await Program.run(["eval", expression], stdin: Array(Self.event.utf8))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.text == line + "\n")
    let directory = try TemporaryDirectory()
    let file = try directory.write("event.json", Self.event)
    #expect(try await Program.run(["eval", "--event", file, expression]).text == line + "\n")
  }

  @Test func `without an event there are no attributes, and an expression may begin with a minus`()
    async throws
  {
    let sum = try await Program.run(["eval", "--", "-1 + 3"])
    #expect(sum.text == #"{"value":2,"type":"integer","errors":[]}"# + "\n")
    let missing = try await Program.run(["eval", "id"], stdin: Array(" \n".utf8))
    #expect(missing.status == 0)
    #expect(try missing.events[0]["errors"][0].string == "missingAttribute")
  }

  @Test func `a text that is no expression has its place, and ends it with 65`() async throws {
    let outcome = try await Program.run(["eval", "id =\n  AND"])
    #expect(outcome.status == 65)
    let result = try outcome.events[0]
    #expect(result["value"].boolean == false && result["errors"][0].string == "parse")
    #expect(result["line"].integer == 2 && result["column"].integer == 3)
    #expect(result["message"].string?.contains(#"found "AND""#) == true)
    #expect(outcome.stderr.contains("expression:2:3: Expected "))
  }

  @Test func `an event that is wrong is told and ends it with 65`() async throws {
    let invalid = try await Program.run(["eval", "subject"], stdin: Array(#"{"subject":"x"}"#.utf8))
    #expect(invalid.status == 65)
    #expect(try invalid.events[0]["value"].string == "x")
    #expect(invalid.stderr.contains("stdin: ") && invalid.stderr.contains("id"))
    for text in ["{", "[]", "7", Self.event + "\n" + Self.event] {
      let outcome = try await Program.run(["eval", "1"], stdin: Array(text.utf8))
      #expect(outcome.status == 65 && outcome.stdout.isEmpty && outcome.stderr.contains("stdin"), "\(text)")
    }
    #expect(try await Program.run(["eval", "1", "--event", "/nowhere"]).status == 66)
    #expect(try await Program.run(["eval"]).status == 64)
    #expect(try await Program.run(["eval", "--batch", "--explain"]).status == 64)
  }

  @Test func `each line of a batch gives a line, whatever it holds`() async throws {
    let lines = [
      #"{"expression":"sequence = 12","event":\#(Self.event)}"#, #"{"event":{},"expression":"\u0031 / 0"}"#,
      #"{"expression":"ABC("}"#, "not json", "[]", #"{"expression":1}"#, #"{"expression":"1","event":[]}"#,
      #"{"expression":"subject","event":{"subject":"x"}}"#, #"{"expression":"id","event":null}"#, "", "  \r",
    ]
    let outcome = try await Program.run(
      ["eval", "--batch"], stdin: Array(lines.joined(separator: "\n").utf8))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let results = try outcome.events
    #expect(
      results.map { $0["errors"].elements.compactMap(\.string) } == [
        [], ["math"], ["parse"], ["generic"], ["generic"], [], ["generic"], [], ["missingAttribute"],
      ])
    #expect(results[0]["value"].boolean == true && results[2]["column"].integer == 5)
    #expect(results[7]["value"].string == "x" && !results[7]["violations"].elements.isEmpty)
    #expect(results.allSatisfy { $0["errors"].elements.isEmpty || $0["message"].string != nil })
  }

  @Test func `a line is answered before the next one comes`() async throws {
    let pipe = try NamedPipe()
    let program = try Program(["sh", "-c", "exec '\(Program.binary)' eval --batch <'\(pipe.path)'"])
    for number in 1...2 {
      pipe.write("{\"expression\":\"\(number)\"}\n")
      try await program.waitForLines(number)
    }
    let results = program.stdout.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    #expect(results.count == 2 && results[0].contains("\"value\":1") && results[1].contains("\"value\":2"))
  }

  @Test func `an explanation tells each part`() async throws {
    let outcome = try await Program.run(
      ["eval", "--explain", "flag OR 1 / 0 = 1"], stdin: Array(Self.event.utf8))
    let steps = try outcome.events[0]["steps"].elements
    #expect(steps.map { $0["expression"].string } == ["flag", "1 / 0 = 1", "flag OR 1 / 0 = 1"])
    #expect(steps.map { $0["value"].boolean } == [true, nil, true] && steps[1]["value"].isNull)
    #expect(steps[1]["column"].integer == 9 && steps[1]["depth"].integer == 1)
  }

  @Test(arguments: [("true", "true"), ("0", "0"), ("-10", "-10")])
  func `a JSON boolean or number in a batch stands for its text`(token: String, value: String) async throws {
    let line = #"{"expression":\#(token),"event":{}}"#
    let outcome = try await Program.run(["eval", "--batch"], stdin: Array(line.utf8))
    #expect(outcome.text.hasPrefix(#"{"value":\#(value),"type":"#), "\(outcome.text)")
    #expect(try outcome.events[0]["errors"].elements.isEmpty)
  }

  @Test func `violations of a batch's event are objects`() async throws {
    let line = #"{"expression":"id","event":{"specversion":"1.0","id":"1"}}"#
    let outcome = try await Program.run(["eval", "--batch"], stdin: Array(line.utf8))
    #expect(try outcome.events[0]["violations"][0]["rule"].string == "spec.required")
  }
}
