import Foundation
import Testing

/// `eventscope config`, and what is set outside of the command line.
@Suite struct ConfigTests {
  /// A home directory with a `config.toml`.
  struct Home {
    let directory: TemporaryDirectory
    var environment: [String: String] { ["XDG_CONFIG_HOME": directory.path] }

    init(_ text: String, others: [String: String] = [:]) throws {
      directory = try TemporaryDirectory()
      let own = directory.file("eventscope")
      try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
      for (name, text) in others.merging(["config.toml": text], uniquingKeysWith: { $1 }) {
        _ = try directory.write("eventscope/\(name)", text)
      }
    }
  }

  @Test func `show says what is set and by whom`() async throws {
    let home = try Home("max-body = '1m'\ntheme = \"nord\"\n")
    let shown = try await Program.run(
      ["config", "show", "--origin"],
      environment: home.environment.merging(["EVENTSCOPE_THEME": "gruvbox"]) { $1 })
    #expect(shown.status == 0)
    #expect(shown.text.contains(/max-body = 1048576 +# .*config.toml:1\n/))
    #expect(shown.text.contains(/theme = "gruvbox" +# environment EVENTSCOPE_THEME\n/))
    #expect(shown.text.contains(/# capacity = 100000 +# built in\n/))
    let plain = try await Program.run(["config", "show"], environment: home.environment)
    // What it prints can be read again.
    let file = try home.directory.write("again.toml", plain.stdout)
    #expect(try await Program.run(["config", "show", "--config", file]).stdout == plain.stdout)
  }

  @Test func `check names every problem with file, line and nearest key, and ends with 78`() async throws {
    let home = try Home(
      "thme = 'x'\ncapacity = 0\n", others: ["keys.toml": "filter.edt = 'F9'", "filters.toml": "a = 'type:'"])
    let checked = try await Program.run(["config", "check"], environment: home.environment)
    #expect(checked.status == 78)
    #expect(checked.text.contains("config.toml:1:1: there is no setting \"thme\"; did you mean \"theme\"?"))
    #expect(checked.text.contains("config.toml:2:12: \"capacity\" must be a whole number from 1, not 0"))
    #expect(
      checked.text.contains(
        "keys.toml:1:8: there is no command \"filter.edt\"; did you mean \"filter.edit\"?"))
    #expect(checked.text.contains("filters.toml:1:1: the filter \"a\" is wrong"))
    let good = try Home("capacity = 5")
    #expect(try await Program.run(["config", "check"], environment: good.environment).status == 0)
  }

  @Test func `path lists the files, and a relative XDG path is none`() async throws {
    let outcome = try await Program.run(
      ["config", "path"], environment: ["XDG_CONFIG_HOME": "relative", "HOME": "/h"])
    #expect(outcome.text.contains("/h/.config/eventscope/config.toml  (not there)"))
    #expect(!outcome.text.contains("relative"))
  }

  @Test func `a broken file never stops the start, and is named`() async throws {
    let home = try Home("= nonsense")
    let listener = try await ListeningProgram.start(environment: home.environment)
    #expect(
      listener.program.stderr.contains(
        "eventscope: warning: \(home.directory.path)/eventscope/config.toml:1:1: "))
    _ = try await listener.end()
    let missing = try await Program.run(["listen", "--config", "/nonexistent.toml"])
    #expect(missing.status == 66)
  }

  @Test func `options are stronger than the environment, and that than files`() async throws {
    let home = try Home("max-body = 10\naddresses = ['http://127.0.0.1:0']\n")
    let program = try Program.eventscope(
      ["listen", "--count", "1"], environment: home.environment)
    try await wait(for: "the listener") {
      program.stderr.contains("listening on")
    } seen: {
      program.stderr
    }
    let address = try #require(program.stderr.firstMatch(of: /http:[^\n]+/))
    let listener = ListeningProgram(program: program, addresses: [String(address.output)])
    #expect(try await listener.curl(binaryEvent(), body: String(repeating: "x", count: 11)).status == 413)
    _ = try await program.end()

    let other = try await ListeningProgram.start(
      ["--max-body", "20"], environment: home.environment.merging(["EVENTSCOPE_MAX_BODY": "5"]) { $1 })
    #expect(try await other.curl(binaryEvent(), body: String(repeating: "x", count: 20)).status == 202)
    _ = try await other.end()
  }

  @Test func `what the project says holds in its directories`() async throws {
    let place = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: place.file("a/b"), withIntermediateDirectories: true)
    _ = try place.write(".eventscope.toml", "capacity = 9\nrules = 'evil.toml'\n")
    let shown = try await Program(
      ["sh", "-c", "cd \(place.file("a/b")) && \(Program.binary) config show --origin"]
    ).outcome()
    #expect(shown.text.contains(/capacity = 9 +# .*\.eventscope\.toml:1\n/))
    #expect(shown.stderr.contains("\"rules\" cannot be set by a project"))
    #expect(!shown.text.contains("evil"))
  }

  private static let unusable =
    "filter = \"(\"\ntheme = \"nosuch\"\nrules = \"/nonexist\"\naddresses = [\"http://localhost:0\", \"ftp://x\"]\n"

  @Test func `check names the values that keep the program from starting`() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("cf.toml", Self.unusable)
    let checked = try await Program.run(["config", "check", "--config", file])
    #expect(checked.status == 78)
    for place in ["1:10: \"filter\"", "2:9: \"theme\"", "3:9: \"rules\"", "4:36: ftp://x"] {
      #expect(checked.text.contains("\(file):\(place)"), "\(checked.text)")
    }
  }

  @Test(arguments: [
    ("filter = \"(\"", "1:10"), ("addresses = 'ftp://x'", "1:13"), ("\nrules = \"/nonexist\"", "2:9"),
  ])
  func `such a value ends the start with 78 and its place, in any file`(text: String, place: String)
    async throws
  {
    let home = try Home(text)
    let outcome = try await Program.run(
      ["listen", "--duration", "0.1"], environment: home.environment)
    #expect(outcome.status == 78)
    #expect(outcome.stderr.contains("eventscope/config.toml:\(place): "), "\(outcome.stderr)")
    // An option in its place is what counts.
    let good = ["--filter", "type:a", "http://127.0.0.1:0", "--duration", "0.1"]
    if !text.contains("rules") {
      #expect(try await Program.run(["listen"] + good, environment: home.environment).status == 0)
    }
  }

  @Test(arguments: ["x=", "capacity = 'many'", "filter = '('", "theme = 'nosuch'"])
  func `a file that is named on the command line must be right`(text: String) async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("bad.toml", text)
    for command in [["listen"], ["watch"]] {
      let outcome = try await Program.run(command + ["http://127.0.0.1:0", "--config", file])
      #expect(outcome.status == 78 && outcome.stderr.contains("\(file):1:"), "\(outcome.stderr)")
    }
  }
}

/// What `keys.toml` and `config.toml` change on the screen.
@Suite(.enabled(if: Program.exists("tmux"), "tmux is not here")) struct ConfiguredWatchTests {
  @Test func `a key that was moved is on the footer and works`() async throws {
    let place = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: place.file("eventscope"), withIntermediateDirectories: true)
    _ = try place.write("eventscope/keys.toml", "filter.edit = 'F9'\n")
    let watch = try await WatchSession.start(environment: ["XDG_CONFIG_HOME": place.path])
    try await watch.terminal.waitFor("F9 Filter")
    try await watch.terminal.sendKeys("f")
    try await watch.terminal.waitFor("f has no meaning here")
    try await watch.terminal.sendKeys("F9")
    try await watch.terminal.waitFor("Enter|⏎ Keep")
  }

  @Test func `what is wrong with a file is the first message`() async throws {
    let place = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: place.file("eventscope"), withIntermediateDirectories: true)
    _ = try place.write("eventscope/config.toml", "thme = 'nord'\n")
    let watch = try await WatchSession.start(columns: 120, environment: ["XDG_CONFIG_HOME": place.path])
    try await watch.terminal.waitFor("config.toml:1:1: there is no setting \"thme\"")
  }

  @Test func `columns that are configured are there, and what is no column is told with its place`()
    async throws
  {
    let home = try ConfigTests.Home("columns = ['delta', 'type', 'data.order.total',\n  'sise']\n")
    let checked = try await Program.run(["config", "check"], environment: home.environment)
    #expect(checked.status == 78)
    #expect(checked.text.contains("config.toml:2:3: there is no column sise; did you mean \"size\"?"))
    let watch = try await WatchSession.start(columns: 100, rows: 30, environment: home.environment)
    try await watch.terminal.waitFor("config.toml:2:3: there is no column sise")
    try await watch.post(
      binaryEvent() + ["Content-Type: application/json"], body: #"{"order":{"total":1.10}}"#)
    let screen = try await watch.terminal.waitFor("com.example.test")
    #expect(screen.contains(/DELTA +TYPE +order.total/) && screen.contains(/com.example.test +1.10/))
  }

  @Test func `events that are piped in are rows, and keys still work`() async throws {
    let place = try TemporaryDirectory()
    let events = try place.write("events", DecodeEncodeTests.events)
    let terminal = try await TerminalSession(
      "cat \(events) | \(Program.binary) watch http://127.0.0.1:0; echo ENDED; exec cat")
    try await terminal.waitFor("4 events")
    try await terminal.sendKeys("q")
    try await terminal.waitFor("ENDED")
  }

  @Test func `a changed theme file shows without a restart, and plain lines need no screen`() async throws {
    let place = try TemporaryDirectory()
    let theme = try place.write("own.toml", "inherits = 'default-dark'\n")
    let watch = try await WatchSession.start("--theme \(theme)", columns: 100)
    _ = try place.write("own.toml", "inherits = 'default-dark'\nrools = {}\n")
    try await watch.terminal.waitFor("own.toml:2:1: \"rools\" means nothing in a theme")
  }
}
