import Foundation
import Testing

/// What the screen promises whoever sits before it, seen from outside.
@Suite(.enabled(if: Program.exists("tmux"), "tmux is not here")) struct ScreenPromiseTests {
  @Test func `Esc gets out of every mode, never quits, and loses nothing that was typed`() async throws {
    let watch = try await WatchSession.start(columns: 100, rows: 30)
    // Two of a kind with a subject, so that they can be compared and are related.
    for id in ["1", "2"] { try await watch.post(binaryEvent("ce-subject: order-1", id: id)) }
    // The words of welcome are there until the first key.
    try await watch.terminal.waitFor("2 events")
    try await watch.terminal.sendKeys("G")
    var list = Self.rows(try await watch.terminal.capture())
    try await wait(for: "the list alone") {
      !list.contains { $0.contains("Welcome") }
    } step: {
      list = Self.rows(try await watch.terminal.capture())
    }
    let listed = try await Program.run(["--list-modes"])
    let modes = listed.lines.map { $0.components(separatedBy: "\t") }
    #expect(listed.status == 0 && modes.count > 25 && modes[0] == ["list"])
    for mode in modes.dropFirst() {
      var screen = list
      repeat {
        for key in mode.dropFirst() { try await watch.terminal.sendKeys(Self.tmuxKeys(key)) }
        try await wait(for: mode[0]) {
          screen != list
        } step: {
          screen = Self.rows(try await watch.terminal.capture())
        }
        // A letter right behind an Esc is Alt and the letter: once more.
      } while screen.contains { $0.contains("Alt-") }
      if mode[0] == "composer" {
        try await watch.terminal.type(".typed")
        try await watch.terminal.waitFor("com.example.hello.typed")
      }
      try await watch.terminal.sendKeys("Escape", "Escape", "Escape", "Escape", "Escape")
      try await watch.terminal.waitFor("⏎ Open")
      // These stay beside the list until their key is pressed again.
      var before = screen
      while ["facets", "timeline"].contains(mode[0]),
        screen == before || screen.contains(where: { $0.contains("Alt-") })
      {
        before = Self.rows(try await watch.terminal.capture())
        try await watch.terminal.sendKeys(mode[1])
        try await wait(for: "an answer") {
          screen != before
        } step: {
          screen = Self.rows(try await watch.terminal.capture())
        }
      }
      try await wait(for: "the list after \(mode[0])") {
        screen == list
      } step: {
        screen = Self.rows(try await watch.terminal.capture())
      }
      #expect(kill(try watch.pid, 0) == 0)
    }
    try await watch.terminal.sendKeys("F7")
    try await watch.terminal.waitFor("com.example.hello.typed")
  }

  /// The rows below the title, in which the rate changes.
  private static func rows(_ screen: String) -> [Substring] {
    Array(screen.split(separator: "\n", omittingEmptySubsequences: false).dropFirst())
  }

  /// A key's name as tmux has it.
  private static func tmuxKeys(_ name: String) -> [String] {
    name.split(separator: " ").map { String($0).replacing("Ctrl-", with: "C-") }
  }

  @Test func `a key that was bound anew is in the footer and works`() async throws {
    let home = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: home.file(".config/eventscope"), withIntermediateDirectories: true)
    _ = try home.write(".config/eventscope/keys.toml", "filter.edit = \"F9\"\n")
    let watch = try await WatchSession.start(environment: ["HOME": home.path])
    try await watch.terminal.waitFor("F9 Filter")
    try await watch.terminal.sendKeys("F9")
    try await watch.terminal.type("type:a")
    try await watch.terminal.waitFor("Filter . type:a")
  }

  @Test func `columns stay straight whatever is written in them`() async throws {
    let watch = try await WatchSession.start(columns: 130, rows: 30)
    let subjects = ["plain", "日本", "e\u{301}", "⚠️", "👩‍👩‍👧‍👦", "🇩🇪", "שלום", "ﷺ", String(repeating: "日", count: 40)]
    for (index, subject) in subjects.enumerated() {
      let sent = try await Program.run(
        [
          "send", watch.address, "--id", "\(index)", "--type", "com.example.\(subject)", "--source",
          "/s", "--subject", subject,
        ])
      #expect(sent.status == 0)
    }
    try await watch.terminal.waitFor("\(subjects.count) events")
    let border = try await watch.terminal.cell(of: "│", row: 2)
    for row in 3..<3 + subjects.count {
      #expect(try await watch.terminal.cell(of: "│", row: row) == border, "row \(row)")
    }
  }

  @Test func `a copied curl command sends what it was copied from`() async throws {
    let watch = try await WatchSession.start()
    let receiver = try await ListeningProgram.start(["--output", "record"])
    let place = try TemporaryDirectory()
    let body = "it's 100% \\ \"quoted\" $HOME `id` %s\n"
    try await watch.post(
      binaryEvent("Content-Type: text/plain", "x-note: '; touch \(place.file("pwned")) #"), body: body)
    try await watch.terminal.waitFor("1 event")
    try await watch.terminal.sendKeys("y", "c")
    let command = try await watch.terminal.buffer().replacing(watch.address, with: receiver.address)
    let run = try await Program(["sh", "-c", command]).outcome()
    #expect(run.status == 0, "\(command)")
    let records = try await receiver.end().events
    #expect(records.count == 1 && records[0]["body"].string == body)
    #expect(
      records[0]["headers"].elements.contains {
        $0[0].string?.lowercased() == "x-note" && $0[1].string == "'; touch \(place.file("pwned")) #"
      })
    #expect(!FileManager.default.fileExists(atPath: place.file("pwned")))
  }

  @Test func `a paste is one line in the filter and does nothing else`() async throws {
    let watch = try await WatchSession.start()
    try await watch.post(binaryEvent())
    try await watch.terminal.waitFor("1 event")
    try await watch.terminal.paste("q\nX\ny\n")
    try await watch.terminal.waitFor("A paste of 6 characters was ignored")
    try await watch.terminal.sendKeys("f")
    try await watch.terminal.paste("type:a\nOR\ntype:b")
    try await watch.terminal.waitFor("type:a OR type:b .*0 of 1")
    #expect(kill(try watch.pid, 0) == 0)
  }

  @Test func `data is seen, and written, as it came`() async throws {
    let home = try TemporaryDirectory()
    let watch = try await WatchSession.start(columns: 158, rows: 36, environment: ["HOME": home.path])
    let bytes = [0xef, 0xbb, 0xbf] + Array("{\"a\":12345678901234567890,\"b\":1.10,\"a\":1e400}\n".utf8)
    let file = try home.write("body", bytes)
    try await watch.post(binaryEvent("Content-Type: application/json"), body: "@\(file)")
    try await watch.terminal.waitFor("1 event")
    for (tab, texts) in [
      ("2", ["12345678901234567890", "1\\.10", "\"a\".*1e400", "U\\+FEFF|BOM|byte order mark"]),
      ("4", ["\"a\":12345678901234567890,\"b\":1\\.10,\"a\":1e400}", "<U\\+FEFF>\\{"]),
      ("5", ["ef bb bf 7b 22"]),
    ] {
      try await watch.terminal.sendKeys(tab)
      for text in texts { try await watch.terminal.waitFor(text) }
    }
    try await watch.terminal.sendKeys("w", "w", "C-u")
    try await watch.terminal.type(home.file("out"))
    try await watch.terminal.sendKeys("Enter")
    try await watch.terminal.waitFor("Wrote data, \(bytes.count) bytes")
    #expect(try Data(contentsOf: URL(fileURLWithPath: home.file("out"))) == Data(bytes))
  }

  @Test func `a bell is one that the terminal hears`() async throws {
    let home = try TemporaryDirectory()
    let rules = try home.write("rules.toml", "[[rule]]\nwhen = 'type:*.failed'\nnotify = \"bell\"\n")
    let watch = try await WatchSession.start("--rules \(rules)")
    try await watch.terminal.openAnotherWindow()
    #expect(
      try await watch.terminal.state("#{W:#{window_bell_flag},#{window_bell_flag}}").contains("1") == false)
    try await watch.post(binaryEvent(type: "com.example.failed"))
    var flags = ""
    try await wait(for: "the bell") {
      flags.contains("1")
    } step: {
      flags = try await watch.terminal.state("#{W:#{window_bell_flag},#{window_bell_flag}}")
    }
  }
}
