/// What is wrong with a rules file.
public struct RulesError: Error, Sendable, Equatable, CustomStringConvertible {
  /// In the order of the file; never empty.
  public var problems: [ConfigurationProblem]

  public init(_ problems: [ConfigurationProblem]) {
    self.problems = problems
  }

  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }

  /// The first problem, and how many there are beside it: one line.
  public var summary: String {
    guard let first = problems.first else { return "The rules are wrong." }
    return problems.count == 1 ? first.description : "\(first) (and \(problems.count - 1) more)"
  }
}
