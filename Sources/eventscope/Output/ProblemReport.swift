import InspectorCore

/// What is wrong with a file that was to be checked.
enum ProblemReport {
  /// Prints each problem on a line of its own, or that there is none.
  ///
  /// - Throws: with the first one, where there is any.
  static func print(_ problems: [ConfigurationProblem], file: String) throws(Failure) {
    guard let first = problems.first else {
      StandardOutput.writeLine("\(TextCleaner.clean(file)): nothing is wrong.")
      return
    }
    for problem in problems { StandardOutput.writeLine(TextCleaner.clean("\(problem)")) }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    throw Failure(.configuration, "\(first)\(more)")
  }
}
