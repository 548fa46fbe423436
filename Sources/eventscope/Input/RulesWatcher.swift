import InspectorCore

/// Puts the rules of a file in force again whenever it changes, for as long as events are listened for.
struct RulesWatcher {
  /// How often the file is looked at.
  private static let interval = Duration.seconds(1)

  private let task: Task<Void, Never>?

  /// Begins to look; nothing happens where the rules come from no file.
  ///
  /// - Parameter say: told in a sentence what has happened, and whether the file could be used.
  init(
    _ setup: ListeningSetup, _ inspector: Inspector, say: @escaping @Sendable (String, _ isGood: Bool) -> Void
  ) {
    guard let path = setup.rulesPath, path != "-" else {
      task = nil
      return
    }
    let first = RulesReloader(path: path, current: setup.rules, highlights: RulesFile.highlights)
    task = Task {
      var reloader = first
      while (try? await Task.sleep(for: Self.interval)) != nil {
        switch reloader.poll() {
        case nil: continue
        case .loaded(let rules):
          inspector.setRules(rules)
          say("\(path) has changed: \(rules.count) rule\(rules.count == 1 ? "" : "s") in force.", true)
        case .failed(let error):
          say("the rules stay as they were: \(error.summary)", false)
        }
      }
    }
  }

  func stop() { task?.cancel() }
}
