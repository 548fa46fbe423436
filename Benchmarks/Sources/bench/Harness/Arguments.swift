import Foundation

/// What is asked for on the command line.
struct Arguments {
  /// The suites to run; empty for all.
  var suites: [String] = []
  var rounds = 5
  /// How long one load of a server lasts.
  var seconds = 3
  var output: URL

  init(_ arguments: [String], suites known: [String]) throws {
    output = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("results.md")
    var rest = arguments[...]
    func number(after option: String) throws -> Int {
      guard let text = rest.popFirst(), let number = Int(text), number > 0 else {
        throw Failure("\(option) wants a number from 1")
      }
      return number
    }
    while let word = rest.popFirst() {
      switch word {
      case "--rounds": rounds = try number(after: word)
      case "--seconds": seconds = try number(after: word)
      case "--output":
        guard let path = rest.popFirst() else { throw Failure("--output wants a file") }
        output = URL(fileURLWithPath: path)
      default:
        guard known.contains(word) else {
          throw Failure("\(word) is no suite; there are \(known.joined(separator: ", "))")
        }
        suites.append(word)
      }
    }
  }
}
