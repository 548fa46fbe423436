import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// Lines that are asked for: what was typed is never lost, and what is proposed is in nobody's way.
@Suite struct PromptTests {
  @Test(arguments: [(40, 12), (80, 24), (120, 36)])
  func `a sentence that is too long for the row stands over the field, whole`(width: Int, height: Int) {
    var ui = shop(width, height)
    ui.press("o a")
    ui.type("sise")
    ui.press("Enter")
    let words = ui.screen.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("There is no column sise; did you mean \"size\"?"))
    #expect(words.contains("\"size\"? Add column:"))
    #expect(ui.lines.contains { $0.hasPrefix(" > sise") || $0.contains("Add column: sise") })
  }

  @Test(arguments: [
    ("|", "jq .tot"), ("/", "nothing-li"), (":", "filter typ"), ("L", "/tmp/a"), ("f", "type:com.sh"),
  ])
  func `what was typed comes back after Esc`(key: String, text: String) {
    var ui = shop()
    ui.press(key)
    ui.type(text)
    ui.press("Esc")
    #expect(!ui.screen.contains(text) && ui.model.filter.applied == "")
    ui.press(key)
    #expect(ui.screen.contains(text) && ui.model.filter.applied == "")
    ui.press("End")
    ui.type("X")
    #expect(ui.screen.contains(text + "X"))
    ui.press("Esc")
    ui.press(key)
    ui.type("new")
    #expect(!ui.screen.contains(text) && ui.screen.contains("new"))
  }

  @Test func `a filter that was left is in force only once somebody takes it up`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:*.paid")
    ui.press("Esc f")
    #expect(ui.lines[1].contains("type:*.paid") && ui.lines[1].contains("not in force"))
    #expect(ui.screen.contains("Left with Esc: Enter takes it"))
    ui.press("End")
    #expect(ui.model.rows.count == 8)
    ui.press("Backspace")
    #expect(ui.lines[1].contains("type:*.pai ") && ui.model.rows.count == 0)
    ui.press("Esc f")
    ui.type("is:invalid")
    #expect(ui.model.filter.applied == "is:invalid")
    ui.press("Ctrl-U")
    ui.type("type:*.mail.*")
    ui.press("Esc f Enter")
    #expect(ui.model.filter.applied == "type:*.mail.*" && ui.model.rows.count == 2)
    ui.press("u")
    #expect(ui.model.rows.count == 8)
  }

  @Test func `what was taken does not come back`() {
    var ui = shop()
    ui.press("f")
    ui.type("type:*.paid")
    ui.press("Enter Backspace f")
    #expect(ui.line(with: "Filter").contains("is:invalid"))
    ui.press("Esc |")
    ui.type("cat")
    ui.press("Enter |")
    #expect(!ui.line(with: "Pipe to").contains("cat"))
  }

  @Test func `what is typed takes the place of what is proposed, and an arrow keeps it`() {
    var ui = shop()
    ui.press("w w")
    #expect(ui.screen.contains("Save to data-8.json"))
    ui.type("mine")
    #expect(ui.line(with: "Save to").contains("Save to mine "))
    ui.press("Esc w w Ctrl-U Esc w w End")
    ui.type("x")
    #expect(ui.line(with: "Save to").contains("data-8.jsonx"))
  }

  @Test func `the name of a file that could not be written comes back`() {
    var ui = shop()
    ui.press("w w")
    ui.type("/nowhere/file.json")
    ui.press("Enter")
    guard case .save(let request)? = ui.effects.last else {
      Issue.record("\(ui.effects)")
      return
    }
    ui.run(.cannotSave(request, reason: "No such file or directory"))
    #expect(ui.screen.contains("/nowhere/file.json cannot be written: No such file or directory."))
    ui.press("w w")
    #expect(ui.line(with: "Save to").contains("/nowhere/file.json"))
  }

  @Test func `Tab completes paths as far as they are the same, then goes through them`() {
    var ui = shop()
    ui.press("L")
    ui.type("re")
    ui.press("Tab")
    #expect(ui.effects.last == .findPaths(beginning: "re"))
    ui.run(.foundPaths(["record-1.ndjson", "record-2.ndjson"], beginning: "re"))
    #expect(ui.line(with: "Load").contains("record- "))
    ui.press("Tab")
    ui.run(.foundPaths(["record-1.ndjson", "record-2.ndjson"], beginning: "record-"))
    #expect(ui.line(with: "Load").contains("record-1.ndjson"))
    ui.press("Tab")
    #expect(ui.line(with: "Load").contains("record-2.ndjson"))
    ui.run(.foundPaths([], beginning: "record-2.ndjson"))
    #expect(ui.line(with: "Load").contains("record-2.ndjson"))
  }

  @Test func `the filter goes through an editor and comes back as one line`() {
    var ui = shop()
    ui.press("f")
    ui.type("type:*.paid")
    ui.press("Ctrl-E")
    #expect(ui.effects.last == .edit("type:*.paid", fileExtension: "txt"))
    ui.run(.edited("type:*.paid\n  OR type:*.queued\n"))
    ui.press("Enter")
    #expect(ui.model.filter.applied == "type:*.paid   OR type:*.queued" && ui.model.rows.count == 4)
  }

  @Test(arguments: [
    ("type = ", "type = 'com.shop."), ("LEN", "LENGTH("), ("data.", "data.total:"),
    ("-data.to", "-data.total:"),
  ])
  func `Tab in the filter goes on with what was seen`(typed: String, completed: String) {
    var ui = shop()
    ui.press("f")
    ui.type(typed)
    ui.press("Tab")
    #expect(ui.model.filter.field.text.hasPrefix(completed))
  }
}

/// Sentences that are longer than a row, and what else the bottom of the screen says.
@Suite struct BottomTests {
  @Test func `a long sentence goes on in the row of keys until the next key`() {
    var ui = shop(60, 20)
    ui.run(
      .say(Message(.warning, "Something is not as it should be, and what would be right is: another thing")))
    #expect(ui.lines[19].hasSuffix("another thing"))
    ui.press("k")
    #expect(ui.lines[19].contains("⏎ Open"))
  }

  @Test(arguments: [(80, 24), (40, 16)])
  func `what can be copied stands in a box with its size`(width: Int, height: Int) {
    var ui = shop(width, height)
    ui.press("y")
    #expect(ui.line(with: "d  data").contains("14 B"))
    #expect(ui.screen.contains("a  attribute"))
  }

  @Test func `everything that is wrong with files is told: the first in the row, all in the log`() {
    var ui = shop(80, 24)
    ui.run(.foundProblems((1...4).map { Message(.warning, "config.toml:\($0):1: problem \($0).") }))
    #expect(ui.screen.contains("config.toml:1:1: problem 1 · 3 more: E"))
    ui.press("E")
    for number in 1...4 { #expect(ui.screen.contains("config.toml:\(number):1: problem \(number).")) }
  }

  @Test func `where there is only ASCII the footer names Enter`() {
    var ui = shop()
    ui.change { $0.isASCII = true }
    #expect(ui.lines[23].contains("Enter Open") && !ui.lines[23].contains("⏎"))
  }

  @Test func `a copy says how many secrets are masked, and carries them once they are shown`() {
    var ui = HeadlessInspector(120, 30)
    ui.receive(Wire.binary(attributes: [("Authorization", "Bearer abc"), ("X-Token", "t0k")]))
    func copied() -> String {
      for case .copy(let bytes) in ui.effects.reversed() { return String(decoding: bytes, as: UTF8.self) }
      return ""
    }
    ui.press("y m")
    #expect(copied().contains("Bearer ****") && ui.screen.contains("2 secrets masked"))
    ui.press("Tab . y m")
    #expect(copied().contains("Bearer abc") && !ui.screen.contains("masked"))
    ui.press("y c")
    #expect(copied().contains("t0k"))
  }
}

/// The settings over the screen.
@Suite struct OptionTests {
  private func inspector() -> HeadlessInspector {
    var ui = shop(100, 30)
    ui.change {
      $0.settings = [
        SettingRow(
          key: "capacity", value: "500", origin: "config.toml:3", summary: "Keep at most so many events.",
          option: "--capacity"),
        SettingRow(key: "keep-secrets", value: "false", origin: "built in", summary: "Show secrets."),
        SettingRow(key: "theme", value: "default-dark", origin: "command line", summary: "A theme's name."),
      ]
    }
    return ui
  }

  @Test func `each setting has its value and who has set it`() {
    var ui = inspector()
    ui.press("O")
    #expect(ui.line(with: "capacity").contains("500") && ui.line(with: "capacity").contains("config.toml:3"))
    #expect(
      ui.line(with: "theme").contains("default-dark") && ui.line(with: "theme").contains("command line"))
    ui.press("Enter")
    #expect(
      ui.screen.contains(
        "Keep at most so many events. It is set at the start: --capacity or capacity in config.toml."))
  }

  @Test func `a setting without an option names none, and a long explanation is read whole`() {
    var ui = shop(80, 24)
    ui.change {
      $0.settings = [
        SettingRow(
          key: "width.ambiguous", value: "1", origin: "built in",
          summary: "How many columns the terminal gives to ambiguous characters: 2 in East Asian set-ups."),
        SettingRow(
          key: "columns", value: "type, source, subject, size", origin: "built in", summary: "The columns."),
      ]
    }
    ui.press("O Enter")
    #expect(!ui.screen.contains("--width"))
    #expect(
      ui.screen.replacing(/[ \n]+/, with: " ").contains("at the start: width.ambiguous in config.toml."))
    ui.resize(40, 12)
    ui.press("Enter")
    #expect(ui.screen.contains("How many columns") && ui.screen.contains("config.toml."))
    ui.press("Esc j Enter")
    #expect(ui.screen.contains("Columns") && ui.screen.contains("✓ Type"))
  }

  @Test func `what can be changed is changed at once`() {
    var ui = inspector()
    ui.press("F2 j Enter")
    #expect(ui.model.keepsSecrets)
    #expect(
      ui.line(with: "keep-secrets").contains("true") && ui.line(with: "keep-secrets").contains("changed here")
    )
    ui.press("j Enter")
    #expect(ui.screen.contains("solarized-dark"))
  }
}
