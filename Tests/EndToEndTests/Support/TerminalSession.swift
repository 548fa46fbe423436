import Foundation

/// A program on a terminal of its own, driven through tmux.
final class TerminalSession {
  private let socket: String
  private let directory: TemporaryDirectory

  /// Starts a command line in a terminal of so many columns and rows.
  init(
    _ commandLine: String, columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) async throws {
    directory = try TemporaryDirectory()
    socket = directory.file("tmux")
    let all = ["SWIFT_BACKTRACE": "enable=no", "HOME": directory.path].merging(environment) { $1 }
    let settings = all.sorted { $0.key < $1.key }.flatMap { ["-e", "\($0.key)=\($0.value)"] }
    try await tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"] + settings + [commandLine]
    )
    try await tmux(["set-option", "-g", "remain-on-exit", "on"])
  }

  deinit {
    let environment = Program.environment(home: directory.path, adding: [:])
    _ = try? ChildProcess(["tmux", "-S", socket, "kill-server"], environment: environment).wait()
  }

  /// Presses keys by tmux's names, such as `Enter`, `C-c`, `F1` or `x`.
  func sendKeys(_ keys: String...) async throws { try await sendKeys(keys) }
  func sendKeys(_ keys: [String]) async throws { try await tmux(["send-keys"] + keys) }

  /// Types a text as it is.
  func type(_ text: String) async throws { try await tmux(["send-keys", "-l", text]) }

  /// Pastes a text, in brackets where the program asked for them.
  func paste(_ text: String) async throws {
    try await tmux(["set-buffer", text])
    try await tmux(["paste-buffer", "-p"])
  }

  /// The cell of a glyph in a row, both from 0, as the terminal counts them.
  func cell(of glyph: String, row: Int) async throws -> Int {
    try await tmux(["copy-mode"])
    let down = (0..<row).flatMap { _ in [";", "send-keys", "-X", "cursor-down"] }
    try await tmux(
      ["send-keys", "-X", "top-line", ";", "send-keys", "-X", "start-of-line"] + down
        + [";", "send-keys", "-X", "search-forward", glyph])
    let place = try await state("#{copy_cursor_x} #{copy_cursor_y}").split(separator: " ").compactMap {
      Int($0)
    }
    try await tmux(["send-keys", "-X", "cancel"])
    guard place.count == 2, place[1] == row else {
      throw TimedOut(description: "there is no \(glyph) in row \(row)")
    }
    return place[0]
  }

  /// Opens another window before the one in which the program runs.
  func openAnotherWindow() async throws {
    try await tmux(["set-option", "-g", "monitor-bell", "on", ";", "new-window", "cat"])
  }

  func resize(columns: Int, rows: Int) async throws {
    try await tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The screen's lines, without the blanks at their ends.
  func capture() async throws -> String { try await tmux(["capture-pane", "-p"]) }

  /// The same with the sequences that set colours and attributes.
  func capture(withColours: Bool) async throws -> String {
    try await tmux(["capture-pane", "-p"] + (withColours ? ["-e"] : []))
  }

  /// What tmux knows of the terminal, such as `#{alternate_on} #{cursor_flag}`.
  func state(_ format: String) async throws -> String {
    try await tmux(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
  }

  /// What is in the newest paste buffer, as soon as there is one.
  func buffer() async throws -> String {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      if let text = try? await tmux(["show-buffer"]) { return text }
      guard ContinuousClock.now < end else { throw TimedOut(description: "tmux has no buffer") }
      await shortPause()
    }
  }

  /// Waits until the screen matches a regular expression, and returns it.
  @discardableResult
  func waitFor(_ pattern: String, within seconds: Double = 60) async throws -> String {
    let expression = try Regex(pattern)
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      let screen = try await capture()
      if screen.contains(expression) { return screen }
      guard ContinuousClock.now < end else {
        throw TimedOut(description: "waited \(seconds) s for \(pattern) on the screen:\n\(screen)")
      }
      await shortPause()
    }
  }

  @discardableResult
  private func tmux(_ arguments: [String]) async throws -> String {
    let outcome = try await Program(["tmux", "-S", socket] + arguments).outcome()
    guard outcome.status == 0 else { throw TimedOut(description: "tmux \(arguments): \(outcome.stderr)") }
    return outcome.text
  }
}
