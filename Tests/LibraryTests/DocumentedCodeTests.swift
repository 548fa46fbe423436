import Foundation
import Testing

/// The code that is printed in documents is code that the tests compile and run.
@Suite struct DocumentedCodeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// The lines of each block of Swift, without their indents and without imports.
  private func blocks(of document: String) -> [[String]] {
    var blocks: [[String]] = []
    var block: [String]?
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("```") {
        if let done = block { blocks.append(done) }
        block = line == "```swift" ? [] : nil
      } else if block != nil, !line.isEmpty, !line.hasPrefix("import "), !line.hasPrefix("//") {
        block?.append(line)
      }
    }
    return blocks.filter { !$0.isEmpty }
  }

  @Test(arguments: [
    "README.md", "Sources/CloudEvents/CloudEvents.docc/Tour.md",
    "Sources/CloudEventsHTTP/CloudEventsHTTP.docc/CloudEventsHTTP.md",
    "Sources/CloudEventsBindings/CloudEventsBindings.docc/CloudEventsBindings.md",
    "Sources/CESQL/CESQL.docc/CESQL.md",
  ])
  func `each line of a document's code stands in the tests, in the same order`(path: String) throws {
    let tested = try text("Tests/LibraryTests/TourTests.swift").split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let blocks = try blocks(of: text(path))
    #expect(!blocks.isEmpty)
    for block in blocks {
      let start = tested.firstIndex(of: block[0]) ?? tested.endIndex
      var rest = tested[start...]
      for line in block {
        let found = rest.firstIndex(of: line)
        #expect(found != nil, "\(line) stands in \(path) and not in TourTests.swift")
        if let found { rest = rest[(found + 1)...] }
      }
    }
  }
}
