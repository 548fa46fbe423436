import Foundation
import Testing

@testable import InspectorCore

/// The pages say what the tables in the code say.
@Suite struct DocumentationTests {
  func page(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("docs/\(name)"), encoding: .utf8)
  }

  @Test func `the page on queries has all fields, in order, and no other`() throws {
    let rows = try page("query.md").components(separatedBy: "### Fields")[1].split(separator: "\n")
      .filter { $0.hasPrefix("| `") }.map(String.init)
    #expect(rows == QueryField.all.map { "| `\($0.example)` | \($0.help) |" })
  }

  @Test func `it has all that is: takes`() throws {
    let words = QueryFlag.allCases.map(\.rawValue).joined(separator: ", ")
    #expect(try page("query.md").contains("`is:` takes \(words)."))
  }

  @Test func `the page on rules has all actions, in order`() throws {
    let table = try page("rules.md").components(separatedBy: "## What a rule can do")[1]
      .components(separatedBy: "### respond")[0]
    let keys = table.matches(of: /\n\| `([a-z]+)` \|/).map { String($0.output.1) }
    #expect(keys == RuleActions.help.map(\.key) + ["stop"])
  }

  @Test func `it has all presets, and its examples are right`() throws {
    let text = try page("rules.md")
    for preset in AnswerPreset.allCases { #expect(text.contains("| `\(preset.rawValue)` | ")) }
    let blocks = text.matches(of: /```toml\n((?:.|\n)*?)```/).map { String($0.output.1) }
    #expect(blocks.count > 3)
    for block in blocks { _ = try RuleSet(text: block, file: "rules.md") }
  }
}
