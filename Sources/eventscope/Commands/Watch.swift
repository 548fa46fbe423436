import ArgumentParser
import InspectorCore
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
        eventscope watch --open yesterday.ndjson --record today.ndjson
        kubectl logs -f shop | eventscope

      Where stdout is no terminal it prints events as NDJSON, as "eventscope listen" \
      does. Where stdin is a pipe, its lines are events too, in the JSON event format.
      """)

  @OptionGroup var listening: ListeningOptions

  @Option(
    help: ArgumentHelp(
      "Start with what stands in a file: a recording, events as NDJSON or a JSON array, or HTTP messages.",
      valueName: "file"),
    completion: .file())
  var open: String?

  @Option(help: Settings.theme.help())
  var theme: String?

  @Option(help: Settings.color.help(ColorDepth.flags.joined(separator: ", ")))
  var color: String?

  @Option(help: Settings.appearance.help("auto, dark, light"))
  var appearance: String?

  @Flag(inversion: .prefixedNo, help: Settings.ascii.help())
  var ascii: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "Use the mouse from the start, or never; without it, F12 turns it on and off.")
  var mouse: Bool?

  @Flag(help: "Print a line of text for each event, without a screen: for screen readers and logs.")
  var plain = false

  @Flag(help: "Print the modes of the screen, each with the keys that lead there from the list, and end.")
  var listModes = false

  func validate() throws {
    for (setting, value) in [(Settings.color, color), (Settings.appearance, appearance)] {
      guard let value, setting.value(of: value) == nil else { continue }
      throw ValidationError("--\(setting.key) \(value) is wrong: it must be \(setting.expectation).")
    }
  }

  func run() async throws {
    if listModes {
      for mode in Mode.all(in: KeysFile.load().keymap) {
        StandardOutput.writeLine(([mode.name] + mode.keys).joined(separator: "\t"))
      }
      return
    }
    if let theme { try ThemeFiles.check(theme) }
    let hasScreen = StandardOutput.isTerminal && !plain
    var setup = try listening.setup(tellsProblems: !hasScreen)
    setup.openedPath = open
    guard hasScreen else {
      return try await HeadlessListener(setup: setup, form: plain ? .line : .event, readsPipe: true).run()
    }
    let configured = setup.configuration
    try await runInspector(
      WatchOptions(
        settings: settings(over: configured),
        listening: setup, theme: theme ?? configured.text(Settings.theme),
        appearance: appearance ?? configured.text(Settings.appearance) ?? "auto",
        mouse: mouse.map { $0 ? "on" : "never" } ?? configured.text(Settings.mouse) ?? "off",
        color: color ?? configured.text(Settings.color),
        ascii: ascii ?? configured.flag(Settings.ascii) ?? false,
        ambiguousIsWide: configured.number(Settings.ambiguousWidth) == 2,
        restoresSession: configured.flag(Settings.restoreSession) ?? true))
  }

  /// Every setting, the options of the command line over what files and variables say.
  private func settings(over configured: Configuration) -> [SettingRow] {
    let options: [(Setting, String?)] = [
      (Settings.addresses, listening.addresses.isEmpty ? nil : listening.addresses.joined(separator: ", ")),
      (Settings.filter, listening.filter), (Settings.rules, listening.rules),
      (Settings.capacity, listening.capacity.map { "\($0)" }),
      (Settings.memory, listening.memory.map { ByteCount.text($0) }),
      (Settings.maxBody, listening.maxBody.map { ByteCount.text($0) }),
      (Settings.allowHost, listening.allowHost.isEmpty ? nil : listening.allowHost.joined(separator: ", ")),
      (
        Settings.allowOrigin,
        listening.allowOrigin.isEmpty ? nil : listening.allowOrigin.joined(separator: ", ")
      ),
      (Settings.keepSecrets, listening.keepSecrets.map { "\($0)" }), (Settings.theme, theme),
      (Settings.appearance, appearance), (Settings.color, color), (Settings.ascii, ascii.map { "\($0)" }),
      (Settings.mouse, mouse.map { $0 ? "on" : "never" }),
    ]
    return Settings.all.map { setting in
      let given = options.first { $0.0 == setting }
      let option = given?.1
      let entry = configured.entry(setting)
      return SettingRow(
        key: setting.key, value: option ?? entry?.value.plain ?? setting.standard,
        origin: option != nil ? "command line" : (entry?.origin ?? .builtIn).description,
        summary: setting.summary,
        option: given.map { setting == Settings.addresses ? "eventscope ADDRESS …" : "--\($0.0.key)" })
    }
  }
}
