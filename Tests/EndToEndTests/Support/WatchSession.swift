import Foundation
import Testing

/// `eventscope watch` on a terminal of its own, with the address that it listens on.
struct WatchSession {
  let terminal: TerminalSession
  /// The HTTP address with its real port.
  let address: String

  /// Starts it and waits until its screen is there.
  static func start(
    _ options: String = "", columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) async throws -> WatchSession {
    // The shell makes way for the program, so that a signal to the pane is one to the program.
    let terminal = try await TerminalSession(
      "exec '\(Program.binary)' watch http://127.0.0.1:0 \(options)", columns: columns, rows: rows,
      environment: environment)
    let screen = try await terminal.waitFor("Waiting for CloudEvents on  http://127.0.0.1:[0-9]+")
    let address = try #require(screen.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/))
    return WatchSession(terminal: terminal, address: String(address.output))
  }

  /// Posts a request with curl; the status that was answered.
  @discardableResult
  func post(_ headers: [String], body: String = "{}") async throws -> Int {
    var command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "*", address]
    for header in headers { command += ["-H", header] }
    return Int(try await Program(command + ["--data-binary", body]).outcome().text) ?? 0
  }

  /// Waits until the program has ended.
  func waitForEnd() async throws {
    let terminal = terminal
    let end = ContinuousClock.now + .seconds(20)
    while try await terminal.state("#{pane_dead}") != "1" {
      guard ContinuousClock.now < end else {
        throw TimedOut(description: "the program goes on:\n\(try await terminal.capture())")
      }
    }
  }

  /// What tmux says of modes that a program must not leave behind: alternate screen, mouse, cursor.
  func modes() async throws -> String {
    try await terminal.state("#{alternate_on} #{mouse_any_flag} #{cursor_flag}")
  }
}
