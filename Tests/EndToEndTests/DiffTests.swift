import Foundation
import Testing

/// `eventscope diff`: in what two events differ.
@Suite struct DiffTests {
  static func event(_ members: String) -> String {
    #"{"specversion":"1.0","id":"1","source":"/s","type":"t""# + (members.isEmpty ? "" : ",") + members + "}"
  }

  private func diff(_ first: String, _ second: String, _ options: [String] = []) async throws
    -> Program.Outcome
  {
    let directory = try TemporaryDirectory()
    return try await Program.run(
      ["diff", directory.write("a", first), directory.write("b", second)] + options)
  }

  @Test(arguments: [
    ("", ""), (#""time":"2026-01-01T01:00:00+01:00""#, #""time":"2026-01-01T00:00:00.0Z""#),
    (#""a":"x","b":true"#, #""b":true,"a":"\u0078""#),
    (#""data":{"a":[1,"é"],"b":2}"#, #""data":{ "b":2,"a":[1, "\u00e9"]}"#),
    (
      #""datacontenttype":"application/json","data":{"a":1}"#,
      #""datacontenttype":"application/json","data_base64":"eyJhIjoxfQ==""#
    ),
    (
      #""datacontenttype":"text/plain","data":"hi""#, #""datacontenttype":"text/plain","data_base64":"aGk=""#
    ),
  ])
  func `says nothing of events that are the same`(first: String, second: String) async throws {
    let outcome = try await diff(Self.event(first), Self.event(second))
    #expect(outcome.status == 0 && outcome.text.isEmpty, "\(outcome.text)\(outcome.stderr)")
  }

  @Test(arguments: [
    (#""subject":"a""#, #""subject":"b""#, "- subject: \"a\"\n+ subject: \"b\"\n"),
    (#""a":1"#, #""a":"1""#, "- a: 1\n+ a: \"1\"\n"),
    ("", #""x":true"#, "+ x: true\n"),
    (
      #""data":{"o":{"total":1},"k":[1,2]}"#, #""data":{"k":[1],"o":{"total":1.0},"a/b":null}"#,
      "- data/o/total: 1\n+ data/o/total: 1.0\n- data/k/1: 2\n+ data/a~1b: null\n"
    ),
    (#""data":{"n":1,"n":2}"#, #""data":{"n":1,"n":3}"#, "- data/n: 2\n+ data/n: 3\n"),
    (#""data":1"#, "", "- data: 1\n"),
    (
      #""data_base64":"AA==""#, #""data_base64":"AQ==""#, "- data_base64: \"AA==\"\n+ data_base64: \"AQ==\"\n"
    ),
  ])
  func `says what differs, and ends with 1`(first: String, second: String, expected: String) async throws {
    let outcome = try await diff(Self.event(first), Self.event(second))
    #expect(outcome.status == 1, "\(outcome.stderr)")
    #expect(outcome.text == expected)
  }

  @Test func `says it as JSON`() async throws {
    let outcome = try await diff(
      Self.event(#""subject":"a","data":{"n":1}"#), Self.event(#""data":{"n":1.0}"#), ["--output", "json"])
    let report = """
      {"same":false,"differences":[{"attribute":"subject","first":"a"},{"data":"/n","first":1,"second":1.0}]}

      """
    #expect(outcome.text == report)
  }

  @Test func `takes lines of recordings and of events`() async throws {
    let directory = try TemporaryDirectory()
    let records = [FilterTests.record(seq: 1, status: 202), FilterTests.record(seq: 2, status: 202)]
    let file = try directory.write("r.ndjson", records.joined(separator: "\n"))
    let outcome = try await Program.run(["diff", file + ":1", file + ":2"])
    #expect(outcome.status == 1)
    #expect(outcome.text == "- id: \"1\"\n+ id: \"2\"\n")
    #expect(try await Program.run(["diff", file + ":2", file + ":2"]).status == 0)
    #expect(try await Program.run(["diff", file, file]).status == 64)
    #expect(try await Program.run(["diff", file + ":3", file + ":1"]).status == 65)
    #expect(try await Program.run(["diff", "/nonexistent:1", file + ":1"]).status == 66)
    let broken = try directory.write("broken", "{")
    #expect(try await Program.run(["diff", broken, file + ":1"]).status == 65)
  }
}
