import Foundation
import Testing

/// The terminal UI and what is around it: files, the clipboard, other programs, the next session.
@Suite(.enabled(if: Program.exists("tmux"), "tmux is not here")) struct PlaceToWorkTests {
  private static let body = "{\"n\":12345678901234567890,\"n\":1.10}\n"

  /// A home of its own, so that one session finds what another has left.
  private let home: TemporaryDirectory

  init() throws { home = try TemporaryDirectory() }

  private func start(_ options: String = "", environment: [String: String] = [:]) async throws -> WatchSession
  {
    try await WatchSession.start(
      options, columns: 120, rows: 30, environment: environment.merging(["HOME": home.path]) { $1 })
  }

  private func postOne(to watch: WatchSession) async throws {
    try await watch.post(binaryEvent("Content-Type: application/json"), body: Self.body)
    try await watch.terminal.waitFor("com.example.test")
  }

  @Test func `what is saved is what came, byte for byte`() async throws {
    let watch = try await start()
    try await postOne(to: watch)
    let path = home.file("out.json")
    try await watch.terminal.sendKeys("w", "w", "C-u")
    try await watch.terminal.type(path)
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("Wrote data, \(Self.body.utf8.count) bytes")
    #expect(try home.read("out.json") == Self.body)
    try await watch.terminal.sendKeys("w", "w", "C-u")
    try await watch.terminal.type(path)
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("is there already")
  }

  @Test func `a command gets the data, and the screen comes back`() async throws {
    let watch = try await start()
    try await postOne(to: watch)
    try await watch.terminal.sendKeys("|")
    try await watch.terminal.type("cat > \(home.file("piped")); echo done-$((40+2))")
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("done-42")
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("LIVE")
    #expect(try home.read("piped") == Self.body)
  }

  @Test func `the pager and the editor have the terminal for a while`() async throws {
    let editor = try home.write("editor", "#!/bin/sh\nprintf 'com.edited' > \"$1\"\n")
    let pager = try home.write("pager", "#!/bin/sh\ncp \"$1\" \(home.file("paged"))\n")
    // Read by a shell: a file that was just written cannot be run while some other process is being started.
    let watch = try await start(environment: ["EDITOR": "'sh \(editor)'", "PAGER": "'sh \(pager)'"])
    try await postOne(to: watch)
    try await watch.terminal.sendKeys("V")
    try await wait(for: "the pager") { (try? home.read("paged")) == Self.body }
    try await watch.terminal.waitFor("LIVE")
    try await watch.terminal.sendKeys("c", "C-e")
    try await watch.terminal.waitFor("type +\\* +com.edited")
  }

  @Test func `a draft is there again after a crash, and the filter after an end`() async throws {
    let watch = try await start()
    try await watch.terminal.sendKeys("f")
    try await watch.terminal.type("type:com.kept.*")
    try await watch.terminal.sendKeys("Enter", "c", "C-u")
    try await watch.terminal.type("com.draft.kept")
    let draft = home.file(".local/state/eventscope/draft.toml")
    try await wait(for: "the draft") {
      (try? String(contentsOfFile: draft, encoding: .utf8))?.contains("com.draft.kept") == true
    }
    kill(try watch.pid, SIGKILL)
    let second = try await start()
    try await second.terminal.sendKeys("c")
    try await second.terminal.waitFor("com.draft.kept")
    // Apart from what follows, which would make it Alt.
    try await second.terminal.sendKeys("Escape")
    try await second.terminal.waitFor("LIVE")
    try await second.terminal.sendKeys("f")
    try await second.terminal.type("type:com.kept.*")
    try await second.terminal.sendKeys("Enter", "q")
    #expect(try await second.ended() == 0)
    let third = try await start()
    try await third.terminal.waitFor("type:com.kept")
    try await postOneHidden(to: third)
    try await third.terminal.waitFor("The filter from the last session hides 1 event")
  }

  private func postOneHidden(to watch: WatchSession) async throws {
    try await watch.post(binaryEvent("Content-Type: application/json"), body: Self.body)
  }

  @Test func `the demo has a row for everything that can happen, and a file can be loaded`() async throws {
    let watch = try await start()
    try await watch.terminal.sendKeys("D")
    try await watch.terminal.waitFor("2 invalid")
    let events = try home.write("events.ndjson", DecodeEncodeTests.events)
    try await watch.terminal.sendKeys("L")
    try await watch.terminal.type(events)
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("Loaded 4 entries")
  }

  @Test func `a recording that was cut is loaded, and what was skipped is said`() async throws {
    let recorded = try await ListeningProgram.start(["--output", "record"])
    for id in 1...3 { #expect(try await recorded.curl(binaryEvent(id: "\(id)"), body: "{}").status == 202) }
    let records = try await recorded.end().stdout
    let file = try home.write("torn.ndjson", records.dropLast(40))
    let watch = try await start()
    try await watch.terminal.sendKeys("L")
    try await watch.terminal.type(file)
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("Loaded 2 entries from .*; 1 record is cut, as after a crash")
    try await watch.terminal.waitFor("2 events")
  }

  @Test func `many are sent, and each is answered`() async throws {
    let watch = try await start()
    try await watch.terminal.sendKeys("c", "F8", "C-u")
    try await watch.terminal.type("25 at 200/s")
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("25 of 25 sent")
    try await watch.terminal.sendKeys("Escape")
    try await watch.terminal.waitFor("25 sent")
  }

  @Test func `what is copied is in tmux's buffer`() async throws {
    let watch = try await start()
    try await postOne(to: watch)
    try await watch.terminal.sendKeys("y", "d")
    try await watch.terminal.waitFor("Sent the data")
    #expect(try await watch.terminal.buffer() == Self.body)
  }
}
