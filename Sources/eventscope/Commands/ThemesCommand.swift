import ArgumentParser
import InspectorCore
import InspectorUI

/// Lists the themes, or checks one.
struct ThemesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes, or check a theme file.",
    discussion: """
      Examples:
        eventscope themes
        eventscope themes --check Themes/nord.toml

      --check ends with 0 where nothing is wrong, with 78 where something is, with 66 where the \
      file cannot be read.
      """)

  @Option(
    help: ArgumentHelp("Say what is wrong with a theme file, with line and column.", valueName: "file"),
    completion: .file())
  var check: String?

  func run() async throws {
    if let check {
      try ProblemReport.print(problems(in: check), file: check)
    } else {
      list()
    }
  }

  private func list() {
    let library = ThemeFiles.library()
    let width = library.names.map(\.utf8.count).max() ?? 0
    for name in library.names {
      guard let theme = try? library.theme(named: name).theme else {
        StandardOutput.writeLine("\(TextCleaner.clean(name))  (broken; see --check)")
        continue
      }
      let space = String(repeating: " ", count: width - name.utf8.count + 2)
      StandardOutput.writeLine(
        "\(TextCleaner.clean(name))\(space)\(TextCleaner.clean(theme.name)) (\(theme.appearance.rawValue))")
    }
  }

  private func problems(in path: String) throws(Failure) -> [ConfigurationProblem] {
    let text = try InputFile(path).readText(as: "a theme")
    do {
      let source = ThemeSource(id: ThemeFiles.name(of: path), file: path, text: text)
      return try ThemeFiles.library().theme(from: source).warnings
    } catch {
      return [error]
    }
  }
}
