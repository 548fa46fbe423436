import ArgumentParser
import InspectorCore

/// The program: its commands, and what its exit code says.
@main
struct EventscopeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eventscope",
    abstract: "Shows the CloudEvents that arrive, and says what is wrong with them.",
    discussion: """
      Without a command it watches, on http://localhost:8080.

      Examples:
        eventscope
        eventscope listen --output pretty
        eventscope expect --within 10 'type:com.example.*'
        eventscope send http://localhost:8080 --type hello --source /me --data hi
        eventscope decode capture.http

      Exit codes: 0 done, 1 the answer is no, 64 wrong usage, 65 no valid event or \
      expression, 66 an input cannot be read, 69 a target was not reached or refused, 73 and \
      74 an output cannot be made or written, 78 a configuration, rules or theme file is wrong.
      """,
    version: Program.version,
    subcommands: [
      Watch.self, Listen.self, Expect.self, Send.self, Replay.self, Probe.self, Check.self, Decode.self,
      Encode.self, Validate.self, Filter.self, Stats.self,
      Diff.self, Convert.self, Rules.self, Eval.self, ThemesCommand.self,
      Config.self,
    ],
    defaultSubcommand: Watch.self)

  static func main() async {
    StandardDescriptors.prepare()
    Signals.prepare()
    do {
      try ProcessLimits.checkMemory()
      let arguments = RecordOptions.withSyncWrittenOut(Array(CommandLine.arguments.dropFirst()))
      if arguments.first == "help" { try checkHelp(arguments.dropFirst()) }
      var command = try await asyncParseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      if let sentence = failure.sentence { StandardError.say(sentence) }
      failure.status.end()
    } catch {
      let code = exitCode(for: error)
      guard code == .success else {
        StandardError.say(oneSentence(message(for: error)))
        ExitStatus.usage.end()
      }
      let help = fullMessage(for: error)
      StandardOutput.write(Array((help.hasSuffix("\n") ? help : help + "\n").utf8))
    }
  }

  /// Checks that there is a command of the names after `help`, which the parser passes over where there is none.
  private static func checkHelp(_ names: ArraySlice<String>) throws(Failure) {
    var command: any ParsableCommand.Type = self
    for name in names where !name.hasPrefix("-") {
      let commands = command.configuration.subcommands
      guard let next = commands.first(where: { name == $0.configuration.commandName ?? "\($0)".lowercased() })
      else {
        // Its own argument may be looked up too.
        if command == self, name == "help" { return }
        throw Failure(.usage, "\(name) is no command; \"eventscope help\" lists them.")
      }
      command = next
    }
  }

  /// The parser's message on one line.
  private static func oneSentence(_ message: String) -> String {
    let sentence = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    let end = sentence.last.map { ".!?".contains($0) } == true ? "" : "."
    return sentence + end + " Ask with --help for what there is."
  }
}
