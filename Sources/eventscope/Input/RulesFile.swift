import InspectorCore

/// A rules file as an option or an argument names it.
struct RulesFile {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// The rules in it.
  func load() throws(Failure) -> RuleSet {
    _ = try InputFile(path).read()
    do {
      return try RuleSet.load(path: path)
    } catch {
      throw Failure(.configuration, "\(error)")
    }
  }
}
