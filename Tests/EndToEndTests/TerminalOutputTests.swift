import Foundation
import Testing

/// What commands without a UI write to a terminal.
@Suite(.enabled(if: Program.exists("tmux"), "tmux is not here")) struct TerminalOutputTests {
  @Test func `an event cannot steer the terminal that it is printed to`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("s.sock")
    let session = try await TerminalSession("'\(Program.binary)' listen unix:\(path)", columns: 200)
    try await session.waitFor("listening on")
    let sent = try await Program.run([
      "send", "unix:\(path)", "--type", "t", "--source", "/s", "--mode", "structured",
      "--data", "a\u{9b}31m\u{7f}\u{202e}b",
    ])
    #expect(sent.status == 0)
    let screen = try await session.waitFor("specversion")
    #expect(screen.replacing("\n", with: "").contains(#"a\u009b31m\u007f\u202eb"#))
    try await session.sendKeys("C-c")
    try await wait(for: "the end") { !FileManager.default.fileExists(atPath: path) }
  }
}
