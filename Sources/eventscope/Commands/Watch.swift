import ArgumentParser
import InspectorUI

/// The terminal UI with its listener; where stdout is no terminal, what `listen` does.
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch the events that arrive, in the terminal (the default).",
    discussion: """
      Examples:
        eventscope
        eventscope watch http://localhost:9000 unix:/tmp/events.sock
        eventscope watch --filter 'type:com.example.order.* is:invalid'
        eventscope watch --cesql "type LIKE 'com.example.%' AND EXISTS subject"
        eventscope watch --theme nord

      Where stdout is no terminal it prints events as NDJSON, as "eventscope listen" \
      does.
      """)

  @OptionGroup var listening: ListeningOptions

  @Option(help: ArgumentHelp("A theme's name, or the path of a theme file.", valueName: "name|file"))
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "How many colours: \(ColorDepth.flags.joined(separator: ", ")) (default: auto).", valueName: "depth"))
  var color: String?

  @Flag(help: "Draw lines and marks in ASCII.")
  var ascii = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  func validate() throws {
    guard let color, !ColorDepth.flags.contains(color) else { return }
    throw ValidationError(
      "\(color) is no depth of colour; it is one of \(ColorDepth.flags.joined(separator: ", ")).")
  }

  func run() async throws {
    let setup = try listening.setup()
    guard StandardOutput.isTerminal else {
      return try await HeadlessListener(setup: setup).run()
    }
    try checkTheme()
    try await runInspector(
      WatchOptions(listening: setup, theme: theme, usesMouse: !noMouse, color: color, ascii: ascii))
  }

  /// A theme that cannot be found is said before the screen is taken.
  private func checkTheme() throws(Failure) {
    guard let theme, !ThemeFiles.library().names.contains(theme) else { return }
    do {
      _ = try InputFile(theme).read()
    } catch {
      throw Failure(
        .noInput, "\(theme) is neither a theme nor a theme file that can be read; see \"eventscope themes\".")
    }
  }
}
