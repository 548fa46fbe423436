import Foundation
import Testing

/// `eventscope watch` on a terminal of its own, with the address that it listens on.
struct WatchSession {
  let terminal: TerminalSession
  /// The HTTP address with its real port.
  let address: String
  private let directory: TemporaryDirectory

  /// Starts it and waits until its screen is there.
  static func start(
    _ options: String = "", columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) async throws -> WatchSession {
    let directory = try TemporaryDirectory()
    let terminal = try await open(
      "watch http://127.0.0.1:0 \(options)", columns: columns, rows: rows, environment: environment,
      in: directory)
    let screen = try await terminal.waitFor("Waiting for CloudEvents on  http://127.0.0.1:[0-9]+")
    let address = try #require(screen.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/))
    return WatchSession(terminal: terminal, address: String(address.output), directory: directory)
  }

  /// Starts eventscope on a terminal that outlives it, and says there how it ended.
  static func open(
    _ arguments: String, columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
    in directory: TemporaryDirectory? = nil
  ) async throws -> TerminalSession {
    let note = directory.map { "echo $$ > \($0.file("pid")); " } ?? ""
    func lines(_ name: String) -> String { directory.map { "stty -g > \($0.file(name)); " } ?? "" }
    // Here and not through tmux, which has an opinion of its own on TERM.
    let settings = environment.map { "\($0.key)=\($0.value) " }.joined()
    let run = "\(settings)sh -c '\(note)exec \(Program.binary) \(arguments)'"
    let command = "\(lines("before"))\(run); status=$?; \(lines("after"))echo ENDED $status; exec cat"
    return try await TerminalSession(command, columns: columns, rows: rows)
  }

  /// The program's process.
  var pid: pid_t {
    get throws {
      let text = try String(contentsOfFile: directory.file("pid"), encoding: .utf8)
      return try #require(pid_t(text.trimmingCharacters(in: .newlines)))
    }
  }

  /// Posts a request with curl; the status that was answered.
  @discardableResult
  func post(_ headers: [String], body: String = "{}") async throws -> Int {
    var command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "*", address]
    for header in headers { command += ["-H", header] }
    return Int(try await Program(command + ["--data-binary", body]).outcome().text) ?? 0
  }

  /// Waits until the program has ended; its status as the shell says it.
  func ended() async throws -> Int? {
    let screen = try await terminal.waitFor("ENDED [0-9]+")
    return screen.firstMatch(of: /ENDED ([0-9]+)/).flatMap { Int($0.output.1) }
  }

  /// How the terminal's line was set before it was started, and how it is set since it has ended.
  var lineSettings: (before: String, after: String) {
    get throws { (try directory.read("before"), try directory.read("after")) }
  }

  /// What tmux says of modes that a program must not leave behind: alternate screen, mouse, cursor.
  func modes() async throws -> String {
    try await terminal.state("#{alternate_on} #{mouse_any_flag} #{cursor_flag}")
  }
}
