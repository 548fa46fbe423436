import ArgumentParser
import InspectorCore

/// Works on rules files.
struct Rules: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a rules file.",
    discussion: """
      Example:
        eventscope rules check rules.toml
      """,
    subcommands: [Check.self])

  /// Says what is wrong with a rules file.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is wrong with a rules file, with line and column.",
      discussion: """
        Example:
          eventscope rules check rules.toml

        Ends with 0 where nothing is wrong, with 78 where something is, with 66 where the file \
        cannot be read.

        A rule begins with [[rule]]. It has a name, may say enabled = false, and says which events it \
        is for with when (a query), cesql, or filter (Subscriptions API); without any it is for all. \
        All rules that match act, first to last, until one says stop = true. What one can do:

        \(actions)
        """)

    private static let actions = RuleActions.help.map { "\($0.example)\n  \($0.help)" }
      .joined(separator: "\n")

    @Argument(help: "The rules, in TOML.", completion: .file())
    var file: String

    func run() async throws {
      try ProblemReport.print(RulesFile(file).problems(), file: file)
    }
  }
}
