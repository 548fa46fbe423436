import ArgumentParser
import InspectorCore
import InspectorUI

/// What is set, by whom, and what is wrong with it.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show and check the configuration.",
    discussion: """
      Options come first, then the environment (EVENTSCOPE_MAX_BODY for max-body), then .eventscope.toml of the \
      project, then config.toml of the user, then that of the system. A file that --config names is read in place \
      of all files.

      Examples:
        eventscope config show --origin
        eventscope config check
        eventscope config path
        eventscope config keys
      """,
    subcommands: [Show.self, Check.self, Path.self, Keys.self])
}

extension Config {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what is set, as a configuration file would say it.",
      discussion: """
        Examples:
          eventscope config show
          eventscope config show --origin
        """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Say of each value where it comes from.")
    var origin = false

    func run() throws {
      let configuration = try ConfigurationFiles(named: file.config).load()
      let lines = Settings.all.map { setting -> (line: String, origin: String) in
        if let entry = configuration.entry(setting) {
          return ("\(setting.key) = \(entry.value.toml)", entry.origin.description)
        }
        let standard =
          setting.standard.isEmpty ? "# \(setting.key) is not set" : "# \(setting.key) = \(setting.standard)"
        return (standard, Configuration.Origin.builtIn.description)
      }
      let width = lines.map(\.line.count).max() ?? 0
      for (line, origin) in lines {
        let space = String(repeating: " ", count: max(0, min(width, 48) - line.count) + 2)
        let text = self.origin ? line + space + "# " + origin : line
        StandardOutput.writeLine(StandardOutput.isTerminal ? TextCleaner.clean(text) : text)
      }
      for problem in configuration.problems + configuration.problemsOfValues() {
        StandardError.say("warning: \(problem.sentence)")
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say everything that is wrong with the configuration.",
      discussion: """
        It reads the settings and the rules and the theme that they name, keys.toml, filters.toml, targets.toml and \
        the themes of the user, and ends with 78 where something is wrong. A file that --config names must be right \
        for the program to start; a part of any other file that cannot be read is passed over with a warning, and a \
        filter, address or rules file that cannot be used ends the start with 78.

        Examples:
          eventscope config check
          eventscope config check --config other.toml
        """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
      let configuration = try ConfigurationFiles(named: file.config).load()
      var problems = configuration.problems + configuration.problemsOfValues()
      if file.config == nil { problems += ConfigurationFiles.problemsOfOthers() }
      try ProblemReport.print(problems, file: file.config ?? "configuration")
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print where the files are looked for, the strongest first.",
      discussion: """
        Examples:
          eventscope config path
        """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
      let settings = ConfigurationFiles(named: file.config).settings
      var lines = settings.map { ("\($0.kind)", $0.path, $0.exists) }
      for name in ["keys.toml", "filters.toml", "targets.toml", "Themes", "templates"] {
        let path = Directories.configuration + "/" + name
        lines.append((name, path, ConfigurationFiles.File(path: path, kind: "").exists))
      }
      lines.append(
        ("state", Directories.state, ConfigurationFiles.File(path: Directories.state, kind: "").exists))
      for (kind, path, exists) in lines {
        let space = String(repeating: " ", count: max(1, 14 - kind.count))
        let text = kind + space + path + (exists ? "" : "  (not there)")
        StandardOutput.writeLine(StandardOutput.isTerminal ? TextCleaner.clean(text) : text)
      }
    }
  }

  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print every key with what it does, as keys.toml would say it.",
      discussion: """
        Examples:
          eventscope config keys
          eventscope config keys > ~/.config/eventscope/keys.toml
        """)

    func run() throws {
      let loaded = KeysFile.load()
      StandardOutput.writeForeign(Array(KeymapFile.text(of: loaded.keymap).utf8))
      for problem in loaded.problems { StandardError.say("warning: \(problem.sentence)") }
    }
  }
}
