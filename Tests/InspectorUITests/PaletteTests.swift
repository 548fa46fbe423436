import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct PaletteTests {
  @Test func `a few letters find a command, with its live key`() {
    var ui = shop()
    ui.press("Ctrl-P")
    ui.type("paus")
    #expect(ui.line(with: " > ").contains("p"))
    ui.press("Enter")
    #expect(ui.model.isPaused)
  }

  @Test func `what cannot be done says why`() {
    var ui = HeadlessInspector(100, 30)
    ui.press("Ctrl-P")
    ui.type("send.resend")
    ui.press("Enter")
    #expect(ui.screen.contains("There is nothing to send again yet."))
    ui.press("Esc Ctrl-P")
    ui.type("composer.send")
    ui.press("Enter")
    #expect(ui.screen.contains("in the composer only"))
  }

  @Test func `commands are typed by their names, with words after them`() {
    var ui = shop(100, 30)
    ui.press(":")
    ui.type("filter type:*.paid")
    ui.press("Enter")
    #expect(ui.model.filter.applied == "type:*.paid")
    ui.press(":")
    ui.type("theme nord")
    ui.press("Enter")
    #expect(ui.model.theme == "nord")
    ui.press(":")
    ui.type("theme nrod")
    ui.press("Enter")
    #expect(ui.screen.contains("There is no theme nrod; did you mean \"nord\"?"))
    ui.press(":")
    ui.type("q")
    ui.press("Enter")
    #expect(ui.effects.last == .quit)
  }

  @Test func `what is done often and what was done last come first, and Tab writes what is being typed`() {
    var ui = shop(100, 30)
    ui.press("Ctrl-P")
    #expect(ui.lines.last { $0.contains(" > ") }?.contains("Filter") == true)
    ui.type("timeline")
    ui.press("Enter Ctrl-P")
    #expect(ui.lines.last { $0.contains(" > ") }?.contains("Timeline") == true)
    ui.press("Esc :")
    ui.type("the")
    ui.press("Tab")
    ui.type(" nord")
    ui.press("Enter")
    #expect(ui.model.theme == "nord")
  }

  @Test func `named filters are in the palette`() {
    var ui = shop(100, 30)
    ui.change { $0.savedFilters = [SavedFilter(name: "paid ones", text: "type:*.paid")] }
    ui.press("Ctrl-P")
    ui.type("paid ones")
    ui.press("Enter")
    #expect(ui.model.filter.applied == "type:*.paid")
  }

  @Test func `behind a verb its help stays while its words are typed`() {
    var ui = shop(100, 30)
    ui.press(":")
    ui.type("columns delta ext.part")
    #expect(ui.line(with: "ext.NAME").contains("columns"))
    ui.press("Enter")
    #expect(ui.model.columns.map(\.name) == ["delta", "ext.part"])
  }

  @Test(arguments: Mode.all(in: .standard).map(\.name))
  func `each mode is another screen, and Esc leads out of it`(name: String) throws {
    let mode = try #require(Mode.all(in: .standard).first { $0.name == name })
    var ui = try HeadlessInspector.afternoon(100, 30)
    let (list, scopes) = (ui.screen, ui.model.scopes)
    for keys in mode.keys { ui.press(keys) }
    #expect(mode.keys.isEmpty || ui.screen != list)
    ui.press("Esc Esc Esc Esc Esc")
    #expect(ui.model.scopes == scopes && !ui.effects.contains(.quit))
  }

  @Test func `everything that was said is in the log, in full`() {
    var ui = shop(60, 20)
    ui.run(.say(Message(.error, String(repeating: "a long story ", count: 12) + "ends")))
    ui.press("j E")
    #expect(ui.screen.contains("ends") && ui.screen.contains("✗"))
    ui.press("Esc")
    #expect(ui.model.openOverlays.isEmpty)
  }
}

@Suite struct ExportingTests {
  @Test func `an export goes to the clipboard as it would be run`() {
    var ui = shop()
    ui.press("x h y")
    guard case .copy(let bytes)? = ui.effects.last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self).contains("| http POST 'http://localhost:8080'"))
  }

  @Test func `w writes the bytes of what is shown`() {
    var ui = shop()
    ui.press("w w Enter")
    guard case .save(let request)? = ui.effects.last else {
      Issue.record("nothing was written")
      return
    }
    #expect(request.bytes == Array(#"{"total":1.10}"#.utf8) && request.path.hasSuffix(".json"))
    ui.press("w n Enter")
    guard case .save(let all)? = ui.effects.last else {
      Issue.record("nothing was written")
      return
    }
    #expect(all.bytes.count { $0 == 0x0a } == 8)
  }

  @Test func `a file that is there is written over only when asked for`() {
    var ui = shop()
    let request = SaveRequest(path: "x", bytes: [1], what: "data", overwrites: false)
    ui.run(.fileExists(request))
    ui.press("Enter")
    #expect(!ui.effects.contains { if case .save = $0 { true } else { false } })
    ui.run(.fileExists(request))
    ui.press("j Enter")
    guard case .save(let again)? = ui.effects.last else {
      Issue.record("nothing was written")
      return
    }
    #expect(again.overwrites)
  }

  @Test func `the demo is loaded at once where nothing is, and asked about where something is`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("D")
    guard case .receive(let requests)? = ui.effects.last else {
      Issue.record("nothing came")
      return
    }
    #expect(requests.count == 20)
    #expect(ui.model.live.counters.invalid == 2 && ui.model.live.counters.duplicates == 1)
    ui.press("D")
    #expect(ui.screen.contains("There are events already") && ui.screen.contains("Load 21 demo events"))
    #expect(ui.lines[0].contains("21 events"))
  }

  @Test func `a session leaves its filter, and the next one says what that hides`() {
    var ui = shop()
    ui.setFilter("type:*.paid")
    let kept = SessionState(text: SessionState(ui.model).text)
    #expect(kept == SessionState(ui.model))
    var next = HeadlessInspector(100, 24)
    next.change { $0.takeUp(kept, filters: true) }
    for index in 0..<3 { next.receive(Wire.binary(id: "\(index)", type: "com.shop.other")) }
    #expect(next.screen.contains("The filter from the last session hides 1 event — ~ switches it off."))
  }
}
