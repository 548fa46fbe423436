import InspectorTesting
import InspectorUI
import Testing

@Suite struct CommandTests {
  @Test(arguments: Command.allCases)
  func `every command has a title, a line of help and a key`(command: Command) {
    #expect(!command.title.isEmpty && command.title.count <= 20)
    #expect(command.help.count >= command.title.count && command.help.count <= 60)
    #expect(!Keymap.standard.keys(for: command, in: Scope.all).isEmpty)
  }

  /// What has nothing to do in some state: the commands, and how the screen gets there.
  private static let states: [(name: String, count: Int, keys: String)] = [
    ("nothing has come", 0, ""), ("one event", 1, ""), ("the detail", 3, "Enter"), ("the facets", 3, "t"),
    ("the timeline", 3, "i"), ("the zoomed detail", 3, "Enter z"), ("the composer", 0, "c"),
    ("the rules", 0, "H"),
    ("the log", 0, "E"), ("the help", 1, "?"), ("a menu", 1, "x"), ("a prompt", 1, "|"),
    ("the filter", 1, "f"),
  ]

  @Test(arguments: states.map(\.name))
  func `no command does nothing without a word`(name: String) throws {
    let state = try #require(Self.states.first { $0.name == name })
    for command in Command.allCases where !Self.isSilent(command) {
      var ui = shop(100, 40, count: state.count)
      ui.press(state.keys)
      guard !ui.model.keymap.keys(for: command, in: ui.model.scopes).isEmpty else { continue }
      let (screen, cursor, effects) = (ui.screen, ui.model.view().cursor, ui.effects.count)
      ui.run(.command(command))
      #expect(
        ui.screen != screen || ui.model.view().cursor != cursor || ui.effects.count > effects,
        "\(command.rawValue)")
    }
  }

  /// Moves end where there is nothing more, Esc at the top is there to be pressed once too often, and a tab that is
  /// shown already is there.
  private static func isSilent(_ command: Command) -> Bool {
    [
      .tab1, .down, .up, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .first, .last, .scrollLeft,
      .scrollRight,
      .back,
    ].contains(command)
  }

  @Test(arguments: Command.allCases)
  func `the palette has every command, with its line of help`(command: Command) {
    // Those that only move, and those that open the palette itself, have nothing to look for there.
    let isMove = [
      .down, .up, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .first, .last, .palette, .commandLine,
    ].contains(command)
    var ui = shop(120, 40)
    ui.press(":")
    ui.type(command.rawValue)
    #expect(isMove || ui.screen.contains(command.rawValue))
    ui = shop(120, 40)
    ui.press("?")
    let lines = command.helpLines
    var found = false
    for _ in 0..<40 where !found {
      // A long line goes on on the next row.
      found = lines.contains { ui.screen.contains($0.prefix(24)) }
      ui.press("PgDn")
    }
    #expect(found, "the help has no line for it")
  }

  @Test func `no keys mean two things in one scope`() {
    var seen: Set<String> = []
    for binding in Keymap.standard.bindings {
      #expect(!binding.keys.isEmpty, "\(binding)")
      #expect(
        seen.insert("\(binding.scope.name) \(binding.keyNames)").inserted,
        "\(binding.scope.name) \(binding.keyNames) stands twice")
    }
  }

  @Test func `the help lists the live keys`() {
    var ui = shop()
    ui.press("?")
    #expect(ui.screen.contains("Help"))
    #expect(ui.line(with: "Open the event").contains("Enter"))
  }

  @Test func `another keymap shows in the footer and works`() {
    let changed = Keymap(
      Keymap.standard.bindings.filter { $0.command != .filter } + [KeyBinding(.everywhere, "F9", .filter)])
    var ui = shop()
    ui.useKeymap(changed)
    #expect(ui.lines[23].contains("F9 Filter"))
    ui.press("F9")
    #expect(ui.model.filter.isEditing)
  }

  @Test(arguments: ["", "Enter", "f", "c", "?", "T", "X", "t", "Enter z", "y", "c F3"])
  func `Esc gets out of everything and never quits`(keys: String) {
    var ui = shop()
    ui.press(keys)
    ui.press("Esc Esc Esc Esc Esc")
    #expect(ui.model.focus == .list && ui.model.openOverlays.isEmpty)
    #expect(!ui.effects.contains(.quit))
  }

  @Test(
    arguments: [("Enter", "q Back"), ("c", "Esc Close"), ("t", "q Back"), ("i", "q Back")], [40, 60, 80])
  func `the way back and the help stay in the footer, whatever there is no room for`(
    way: (keys: String, back: String), width: Int
  ) {
    var ui = shop(width, width < 60 ? 12 : 24)
    ui.press(way.keys)
    let footer = ui.lines[width < 60 ? 11 : 23]
    #expect(footer.contains("Help"))
    #expect(ui.model.focus == .list && way.keys != "c" || footer.contains(way.back), "\(footer)")
  }

  @Test func `where it listens can be read on a small screen`() {
    let ui = HeadlessInspector(
      40, 12, addresses: ["http://127.0.0.1:21018", "unix:/run/user/1000/eventscope.sock"])
    #expect(ui.screen.contains("http://127.0.0.1:21018"))
    #expect(ui.screen.contains("unix:/run/user/1000/eventscope.sock"))
    #expect(ui.screen.contains("all keys"))
  }

  @Test func `q goes back, and at the top quits`() {
    var ui = shop()
    ui.press("Enter q")
    #expect(!ui.effects.contains(.quit))
    ui.press("q")
    #expect(ui.effects.contains(.quit))
  }

  @Test(arguments: ["", "Enter", "t", "y"])
  func `Ctrl-C quits from every pane`(keys: String) {
    var ui = shop()
    ui.press(keys)
    ui.press("Ctrl-C")
    #expect(ui.effects.contains(.quit))
  }

  @Test(arguments: ["f", "c", "?", "T", "X"])
  func `Ctrl-C leaves what lies over the panes`(keys: String) {
    var ui = shop()
    ui.press(keys)
    ui.press("Ctrl-C")
    #expect(ui.model.openOverlays.isEmpty && !ui.effects.contains(.quit))
  }

  @Test func `a command that can do nothing says why`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("r")
    #expect(ui.screen.contains("There is nothing to send again yet."))
    ui.press("~")
    #expect(ui.screen.contains("There is no filter to switch; f makes one."))
  }

  @Test func `a command can be given other keys, and who had them loses them`() {
    var keymap = Keymap.standard
    keymap.bind(["c", "F9"], to: .filter, in: .everywhere)
    #expect(keymap.keys(for: .filter, in: [.everywhere]) == ["c", "F9"])
    #expect(keymap.keys(for: .compose, in: [.everywhere]) == ["F7"])
    keymap.bind(["y"], to: .pause, in: .everywhere)
    #expect(keymap.keys(for: .copyData, in: [.everywhere]).isEmpty)
    keymap.bind(["F8"], to: .open, in: .filter)
    #expect(keymap.bindings(of: .open, in: [.filter]).first?.title == "Keep")
  }

  @Test func `a paste cannot command`() {
    var ui = shop()
    ui.paste("q\nX\ny\n")
    #expect(ui.effects.isEmpty)
    #expect(ui.screen.contains("A paste of 6 characters was ignored"))
    ui.press("f")
    ui.paste("type:a\nOR")
    #expect(ui.lines[1].contains("type:a OR"))
  }

  @Test func `a pending key shows what can follow`() {
    var ui = shop()
    ui.press("y")
    #expect(ui.line(with: " Copy ").contains("─") && ui.screen.contains("d  data"))
    #expect(ui.lines[23].contains("Esc Cancel") && !ui.lines[23].contains("Filter"))
    ui.press("i")
    #expect(ui.effects == [.copy(Array("id-7".utf8))])
  }

  @Test func `what can follow a key is a menu with a cursor`() {
    var ui = shop()
    ui.press("y j j Enter")
    #expect(ui.effects == [.copy(Array("id-7".utf8))])
    ui.press("y j Esc")
    #expect(ui.effects.count == 1 && !ui.screen.contains("d  data"))
    ui.press("y z")
    #expect(ui.screen.contains("y z is no key here."))
  }

  @Test func `each cell that can be copied has a key of its own, and is seen as far as there is room`() {
    var ui = HeadlessInspector(120, 24)
    let source = "/" + String(repeating: "long/", count: 16)
    ui.receive(Wire.binary(source: source, type: "com.shop.t", attributes: [("ce-subject", "s-1")]))
    ui.press("y l")
    #expect(ui.screen.contains(source))
    for (key, text) in [("s", source), ("y", "com.shop.t"), ("u", "s-1"), ("i", "7 B")] {
      ui.press(key)
      #expect(ui.effects.last == .copy(Array(text.utf8)), "\(key)")
      ui.press("y l")
    }
  }

  @Test func `themes are tried on while the cursor moves, and Esc takes the old one back`() {
    var ui = shop()
    ui.press("T j")
    #expect(ui.model.theme != "default-dark")
    ui.press("Esc")
    #expect(ui.model.theme == "default-dark")
    ui.press("T j Enter")
    #expect(ui.model.theme != "default-dark")
  }

  @Test func `as long as nothing came, the screen says how to send something`() {
    let ui = HeadlessInspector(80, 24)
    #expect(ui.screen.contains("Waiting for CloudEvents on  http://localhost:8080"))
    #expect(ui.screen.contains("curl http://localhost:8080 -H 'ce-specversion: 1.0'"))
  }

  @Test func `the curl line of the empty screen can be copied`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("y c")
    guard case .copy(let bytes)? = ui.effects.last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "curl http://localhost:8080 -H 'ce-specversion: 1.0' -H 'ce-type: com.example.hello' -H 'ce-source: /me' "
        + "-H 'ce-id: 1' -H 'content-type: application/json' -d '{\"hello\":1}'")
  }

  @Test func `a copied curl command means nothing else to a shell`() {
    var ui = HeadlessInspector(80, 24)
    ui.receive(Wire.binary(attributes: [("x-bad", "'; touch pwned #")], body: #"{"it's":"%s\n"}"#))
    ui.press("y c")
    guard case .copy(let bytes)? = ui.effects.last else {
      Issue.record("nothing was copied")
      return
    }
    let command = String(decoding: bytes, as: UTF8.self)
    #expect(command.contains(#"-H 'x-bad: '\''; touch pwned #'"#))
    #expect(command.hasSuffix(#"--data-binary '{"it'\''s":"%s\n"}'"#))
  }

  @Test func `what is wrong shows until it is over, whatever is pressed`() {
    var ui = shop()
    ui.run(.alarm(Message(.error, "the disk is full")))
    #expect(ui.screen.contains("the disk is full"))
    ui.press("j")
    #expect(ui.screen.contains("the disk is full"))
    ui.run(.alarmOver(Message(.ok, "there is room again")))
    #expect(ui.screen.contains("there is room again") && !ui.screen.contains("the disk is full"))
    ui.press("j")
    #expect(!ui.screen.contains("there is room again"))
  }
}

extension Command {
  /// What the help may say of it.
  fileprivate var helpLines: [String] {
    Keymap.standard.bindings(of: self, in: Scope.all).map(\.help)
  }
}
