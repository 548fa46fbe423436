import ArgumentParser

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
        """)

    @Argument(help: "The rules, in TOML.", completion: .file())
    var file: String

    func run() async throws {
      try ProblemReport.print(RulesFile(file).problems(), file: file)
    }
  }
}
