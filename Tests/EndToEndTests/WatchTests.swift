import Foundation
import Testing

/// The terminal UI as somebody uses it: a real terminal, a real listener.
@Suite(.enabled(if: Program.exists("tmux"), "tmux is not here")) struct WatchTests {
  private static let created = ["ce-subject: order-1041", "Content-Type: application/json"]

  @Test func `an event that is posted is a row, and opens to its data`() async throws {
    let watch = try await WatchSession.start()
    #expect(try await watch.post(binaryEvent() + Self.created, body: #"{"total":1.10}"#) == 202)
    try await watch.terminal.waitFor("order-1041")
    try await watch.terminal.sendKeys("Enter", "2")
    try await watch.terminal.waitFor(#""total": 1\.10"#)
    try await watch.terminal.sendKeys("4")
    try await watch.terminal.waitFor("POST / HTTP/1.1")
  }

  @Test func `a request that is no event is a row that says why`() async throws {
    let watch = try await WatchSession.start()
    #expect(try await watch.post(["Content-Type: text/plain"], body: "hello") == 400)
    try await watch.terminal.waitFor("✗ .*The message is no CloudEvent")
    try await watch.terminal.sendKeys("Enter", "7")
    try await watch.terminal.waitFor("http.no-event")
  }

  @Test func `a filter is typed and hides the others`() async throws {
    let watch = try await WatchSession.start()
    for index in 1...3 {
      try await watch.post([
        "ce-specversion: 1.0", "ce-id: \(index)", "ce-source: /s", "ce-type: com.example.t\(index)",
      ])
    }
    try await watch.terminal.waitFor("com.example.t3")
    try await watch.terminal.sendKeys("f")
    try await watch.terminal.type("type:*.t2")
    try await watch.terminal.waitFor("1 of 3")
    try await watch.terminal.sendKeys("Enter")
    let screen = try await watch.terminal.waitFor("com.example.t2")
    #expect(!screen.contains("com.example.t1"))
  }

  @Test func `a composed event is sent, answered, and in the list`() async throws {
    let watch = try await WatchSession.start()
    try await watch.terminal.sendKeys("c", "F5")
    try await watch.terminal.waitFor("HTTP 202 Accepted")
    try await watch.terminal.sendKeys("Escape")
    let screen = try await watch.terminal.waitFor("↑ .*com.example.hello")
    // Its own arrival is a row too: it was sent to this very listener.
    #expect(screen.split(separator: "\n").count { $0.contains("com.example.hello") } == 2)
    try await watch.terminal.sendKeys("r")
    try await watch.terminal.waitFor("×2 .*com.example.hello")
  }

  @Test func `q gives the terminal back as it was`() async throws {
    let watch = try await WatchSession.start()
    try await watch.terminal.sendKeys("q")
    #expect(try await watch.ended() == 0)
    #expect(try await watch.modes() == "0 0 1")
  }

  @Test(arguments: [
    (SIGTERM, 0), (SIGINT, 0), (SIGHUP, 0), (SIGQUIT, 0), (SIGSEGV, 139), (SIGABRT, 134), (SIGTRAP, 133),
    (SIGILL, 132),
  ])
  func `a signal that ends it leaves the terminal as it was`(signal: Int32, status: Int) async throws {
    let watch = try await WatchSession.start()
    kill(try watch.pid, signal)
    #expect(try await watch.ended() == status)
    #expect(try await watch.modes() == "0 0 1")
    let settings = try watch.lineSettings
    #expect(settings.before == settings.after)
  }

  @Test func `any size in any order ends as a fresh start would look`() async throws {
    let watch = try await WatchSession.start()
    try await watch.post(binaryEvent() + Self.created)
    let before = try await watch.terminal.waitFor("order-1041")
    for (columns, rows) in [(200, 50), (20, 4), (1, 1), (120, 36), (80, 24)] {
      try await watch.terminal.resize(columns: columns, rows: rows)
    }
    // The rate in the title changes with time, so the rows below it are compared.
    let row = try #require(before.split(separator: "\n").first { $0.contains("order-1041") })
    try await watch.terminal.waitFor("\\Q\(row)\\E")
    #expect(kill(try watch.pid, 0) == 0)
  }

  @Test func `a paste cannot command`() async throws {
    let watch = try await WatchSession.start()
    try await watch.terminal.paste("q\nX\ny\n")
    try await watch.terminal.waitFor("A paste of 6 characters was ignored")
    #expect(kill(try watch.pid, 0) == 0)
  }

  @Test func `what an event carries cannot steer the terminal`() async throws {
    let watch = try await WatchSession.start()
    let title = try await watch.terminal.state("#{pane_title}")
    try await watch.post(
      binaryEvent() + ["Content-Type: text/plain"],
      body: "\u{1b}]0;pwned\u{7}\u{1b}]52;c;cHduZWQ=\u{7}\u{9b}2J\u{202e}evil")
    try await watch.terminal.waitFor("com.example.test")
    for tab in ["1", "2", "3", "4", "5"] {
      try await watch.terminal.sendKeys("Enter", tab)
      try await watch.terminal.waitFor("\\[\(tab) ")
    }
    #expect(try await watch.terminal.state("#{pane_title}") == title)
    #expect(try await watch.terminal.state("#{buffer_sample}") == "")
  }

  @Test func `without colour nothing is coloured and the states still show`() async throws {
    let watch = try await WatchSession.start(environment: ["NO_COLOR": "1"])
    try await watch.terminal.sendKeys("f")
    try await watch.terminal.type("type:")
    try await watch.terminal.waitFor("… type:")
    let coloured = try await watch.terminal.capture(withColours: true)
    #expect(coloured.firstMatch(of: /\u{1b}\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)\b[0-9;]*m/) == nil)
  }

  @Test func `where the locale is plain, so is the screen`() async throws {
    let terminal = try await WatchSession.open(
      "watch http://127.0.0.1:0", environment: ["LC_ALL": "C", "LANG": "C"])
    let screen = try await terminal.waitFor("Waiting for CloudEvents")
    #expect(screen.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `an address in use is said with who has it, and is listened on once it is free`() async throws {
    let watch = try await WatchSession.start()
    let second = try await WatchSession.open("watch \(watch.address)", columns: 120, rows: 30)
    let screen = try await second.waitFor("[0-9]+ \\(eventscope\\); try http")
    #expect(screen.contains("NOT LISTENING"))
    try await watch.terminal.sendKeys("q")
    #expect(try await watch.ended() == 0)
    try await second.sendKeys("R")
    try await second.waitFor("Listening on \(watch.address)")
    try await watch.post(binaryEvent())
    try await second.waitFor("com.example.test")
    try await second.sendKeys("Q")
    try await second.waitFor("ENDED 0")
  }

  @Test func `where it never listened it ends with 73 and the reason`() async throws {
    let watch = try await WatchSession.start()
    let second = try await WatchSession.open("watch \(watch.address)", columns: 160)
    try await second.waitFor("NOT LISTENING")
    try await second.sendKeys("q")
    let screen = try await second.waitFor("ENDED 73")
    #expect(screen.contains("address is in use"))
  }

  @Test func `a terminal that cannot move its cursor is told what to use instead`() async throws {
    let terminal = try await WatchSession.open(
      "watch http://127.0.0.1:0", columns: 160, environment: ["TERM": "dumb"])
    let screen = try await terminal.waitFor("ENDED [1-9]")
    #expect(screen.contains("eventscope listen"))
  }
}
