import Foundation
import Testing

/// `eventscope stats`: what stands in a recording, in numbers.
@Suite struct StatsTests {
  @Test func `counts records`() async throws {
    let lines = [
      FilterTests.record(seq: 1, status: 202), FilterTests.record(seq: 2, status: 202, mode: "structured"),
      FilterTests.record(seq: 5, status: 400), ValidateTests.refused,
    ]
    let input = Array((lines.joined(separator: "\n") + "\n{\"seq\":9,\"transp").utf8)
    let outcome = try await Program.run(["stats", "--output", "json"], stdin: input)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.stderr.contains("warning: stdin:5"))
    let stats = try JSON(outcome.text)
    #expect(stats["events"].integer == 4 && stats["valid"].integer == 2 && stats["invalid"].integer == 2)
    #expect(stats["bytes"].integer == 6 && stats["duplicates"].integer == 0)
    #expect(stats["first"].string == "2026-01-01T00:00:00Z")
    #expect(stats["last"].string == "2026-01-01T00:00:05.5Z")
    #expect(stats["by"]["type"]["t"].integer == 3 && stats["by"]["source"]["/s"].integer == 3)
    #expect(stats["by"]["mode"]["binary"].integer == 2 && stats["by"]["mode"]["none"].integer == 1)
    #expect(stats["by"]["status"].names == ["202", "400", "405"])
    #expect(stats["gaps"]["missing"].integer == 2)
    let text = try await Program.run(["stats"], stdin: input)
    #expect(text.lines[0].hasPrefix("events       4  (2 valid, 2 invalid)"))
    #expect(text.text.contains("by status\n  2  202\n"))
  }

  @Test(arguments: [
    (["--filter", "status:202"], 2), (["--filter", "status:202 mode:structured"], 1),
    (["--cesql", "id = '1'"], 1), (["--filter", "mode:binary", "--cesql", "id = '2'"], 0),
  ])
  func `counts what matches`(options: [String], count: Int) async throws {
    let lines = [
      FilterTests.record(seq: 1, status: 202), FilterTests.record(seq: 2, status: 202, mode: "structured"),
      FilterTests.record(seq: 3, status: 400),
    ]
    let outcome = try await Program.run(
      ["stats", "--output", "json"] + options, stdin: Array(lines.joined(separator: "\n").utf8))
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let stats = try JSON(outcome.text)
    #expect(stats["events"].integer == count && stats["gaps"]["missing"].integer == 0)
    #expect(try await Program.run(["stats", "--filter", "typ:a"], stdin: []).status == 65)
  }

  @Test func `counts events on their own by their own time`() async throws {
    let event = ValidateTests.good.dropLast()
    let input = [
      "\(event),\"time\":\"2026-01-02T01:00:00+01:00\"}", "\(event),\"time\":\"2026-01-01T23:59:50Z\"}",
      ValidateTests.good,
    ].joined(separator: "\n")
    let outcome = try await Program.run(["stats", "--output", "json"], stdin: Array(input.utf8))
    let stats = try JSON(outcome.text)
    #expect(stats["events"].integer == 3 && stats["duplicates"].integer == 2)
    #expect(stats["first"].string == "2026-01-01T23:59:50Z")
    #expect(stats["last"].string == "2026-01-02T01:00:00+01:00")
    #expect(outcome.text.contains(#""seconds":10.000,"rate":0.300,"#))
    #expect(stats["bytes"].integer == input.utf8.count - 2)
  }

  @Test func `nothing is counted as nothing, a wrong line is 65, no file is 66`() async throws {
    let nothing = try await Program.run(["stats", "--output", "json"], stdin: [])
    #expect(nothing.status == 0)
    #expect(try JSON(nothing.text)["events"].integer == 0)
    #expect(try JSON(nothing.text)["first"].isNull)
    let wrong = try await Program.run(
      ["stats", "--output", "json"], stdin: Array("\(ValidateTests.good)\n{}\n".utf8))
    #expect(wrong.status == 65)
    #expect(try JSON(wrong.text)["events"].integer == 1)
    #expect(try await Program.run(["stats", "/nonexistent"]).status == 66)
  }
}
