import InspectorCore

/// A command with words after it, as the command line takes it.
struct CommandLine {
  /// What takes words: its name, what they are, and what it does.
  struct Verb: Sendable {
    var name: String
    /// What stands after it, in a word.
    var words = ""
    var help = ""
    var run: @Sendable (_ words: String, inout Model) -> [Effect]
  }

  private let verb: Verb
  private let words: String

  /// `nil` where the text is no verb with words after it.
  init?(_ text: String) {
    let text = text.drop { $0 == " " || $0 == ":" }
    guard let space = text.firstIndex(of: " "),
      let verb = Self.verbs.first(where: { $0.name == text[..<space] })
    else {
      guard ["q", "quit", "q!", "wq"].contains(text) else { return nil }
      self.verb = Verb(name: "quit") { _, _ in [.quit] }
      words = ""
      return
    }
    self.verb = verb
    words = String(text[space...].drop { $0 == " " })
  }

  func run(in model: inout Model) -> [Effect] { verb.run(words, &model) }

  static let verbs: [Verb] = [
    Verb(name: "filter", words: "QUERY", help: "Show only what a query, or CESQL, lets through") {
      words, model in
      model.setFilter(words)
      return []
    },
    Verb(name: "theme", words: "NAME", help: "Draw in another theme") { words, model in
      guard model.themes.contains(where: { $0.id == words }) else {
        let hint = suggestion(for: words, in: model.themes.map(\.id))
        model.message = Message(.warning, "There is no theme \(words)\(hint).")
        return []
      }
      return [.setTheme(words)]
    },
    Verb(
      name: "columns", words: "NAMES",
      help: "Show these columns: type, delta, ext.NAME, data.PATH; +NAME, -NAME"
    ) {
      words, model in
      do throws(ColumnNames.Problem) {
        model.choose(try ColumnNames(words, changing: model.columns).columns)
      } catch {
        model.message = Message(.warning, error.sentence)
      }
      return []
    },
    Verb(name: "save", words: "FILE", help: "Write all events that are shown, as NDJSON") { words, model in
      model.save(model.exported(.shown), to: words)
    },
    Verb(name: "open", words: "FILE", help: "Load events from a file") { words, _ in [.load(path: words)] },
    Verb(name: "pipe", words: "COMMAND", help: "Give the data to a shell command") { words, model in
      model.pipe(to: words)
    },
    Verb(name: "target", words: "ADDRESS", help: "Send to another place") { words, model in
      model.composer.target = TextField(words)
      model.message = Message(.info, "Sending to \(ComposerView.shownTarget(words)).")
      return []
    },
  ]
}
