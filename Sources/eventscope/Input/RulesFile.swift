import InspectorCore
import InspectorUI

/// A rules file as an option or an argument names it.
struct RulesFile {
  /// What `highlight` may be: a theme's role, or a word for one of the usual ones.
  static let highlights = ["warning", "error", "ok", "info"] + StyleRole.all.map(\.rawValue)

  private let input: InputFile

  init(_ path: String) {
    input = InputFile(path)
  }

  /// The rules in it.
  func load() throws(Failure) -> RuleSet {
    switch try read() {
    case .success(let rules): return rules
    case .failure(let error): throw Failure(.configuration, error.summary)
    }
  }

  /// What is wrong with it.
  func problems() throws(Failure) -> [ConfigurationProblem] {
    switch try read() {
    case .success: return []
    case .failure(let error): return error.problems
    }
  }

  private func read() throws(Failure) -> Result<RuleSet, RulesError> {
    let text = try input.readText(as: "a rules file")
    return Result { () throws(RulesError) in
      try RuleSet(text: text, file: input.name, highlights: Self.highlights)
    }
  }
}
