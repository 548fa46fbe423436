import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct CESQLFilterTests {
  private func filtered(_ text: String, _ width: Int = 100) -> HeadlessInspector {
    var ui = shop(width, 24, count: 8)
    ui.press("f")
    ui.type(text)
    return ui
  }

  @Test func `an expression filters, and the bar says its language`() {
    let ui = filtered("type LIKE 'com.shop.order.%' AND EXISTS subject")
    #expect(ui.lines[1].contains("✓ type LIKE"))
    #expect(ui.lines[1].contains("CESQL valid  4 of 8"))
    #expect(ui.model.rows.count == 4)
  }

  @Test(arguments: [
    ("type LIKE", "…", "CESQL incomplete, column 10"), ("type = =", "✗", "CESQL invalid, column 8"),
    ("=type", "≠", "CESQL not Boolean, column 2"), ("type:", "…", "query incomplete, column 6"),
    ("size:big", "✗", "query invalid, column 6"),
  ])
  func `each state has a glyph, a word and a column`(text: String, glyph: String, word: String) {
    let ui = filtered(text)
    #expect(ui.lines[1].contains("Filter \(glyph) \(text)"))
    #expect(ui.lines[1].contains(word), "\(ui.lines[1])")
    #expect(ui.lines[22].contains("\(glyph) "), "\(ui.lines[22])")
  }

  @Test func `the last right filter stays while the next one is typed`() {
    var ui = filtered("type LIKE 'com.shop.mail.%'")
    #expect(ui.model.rows.count == 2)
    ui.type(" AND")
    #expect(ui.model.rows.count == 2)
    #expect(ui.lines[22].contains("showing the previous filter"))
  }

  @Test func `events that cannot be judged are counted, and W says why`() {
    var ui = filtered("priority > 3", 120)
    #expect(ui.model.rows.count == 0)
    #expect(ui.lines[1].contains("8 errors · W"))
    ui.press("Enter W")
    #expect(ui.screen.contains("8 events could not be judged"))
    #expect(ui.screen.contains("EXISTS priority AND"))
  }

  @Test func `the log has each thing that a filter goes wrong with once`() {
    var ui = filtered("priority > 3", 120)
    #expect(ui.model.log.isEmpty)
    ui.press("Enter")
    ui.receive(Wire.binary(id: "later"))
    ui.press("~ ~ E")
    let told = ui.lines.filter { $0.contains("The filter cannot judge some events") }
    #expect(told.count == 1 && told[0].contains("priority"))
    #expect(ui.screen.contains("EXISTS priority"))
  }

  @Test func `W tells which part decides about an event`() {
    var ui = filtered("type:com.shop.* data.total:>100")
    ui.press("Enter ~ W")
    #expect(ui.screen.contains("does not pass the filter because"))
    #expect(ui.screen.contains("✗ data.total:>100"))
    ui.press("Esc")
    ui.setFilter("EXISTS subject AND subject = 'order-1048'")
    ui.press("W")
    #expect(ui.screen.contains("passes the filter because"))
    #expect(ui.line(with: "✓   EXISTS subject").contains("true"))
  }

  @Test func `an invalid event is reached by is:invalid only`() {
    var ui = shop(count: 2)
    ui.receive(Wire.binary(id: ""))
    ui.setFilter("=true")
    #expect(ui.model.rows.count == 2)
    ui.setFilter("is:invalid")
    #expect(ui.model.rows.count == 1)
  }

  @Test func `Tab completes names, functions and values that were seen`() {
    var ui = filtered("EXISTS sub")
    ui.press("Tab")
    #expect(ui.model.filter.field.text == "EXISTS subject")
    ui.type(" AND type = 'com.shop.ma")
    ui.press("Tab")
    #expect(ui.model.filter.field.text == "EXISTS subject AND type = 'com.shop.mail.queued'")
    ui.type(" AND IS_I")
    ui.press("Tab")
    #expect(ui.model.filter.field.text.hasSuffix("AND IS_INT("))
  }

  @Test func `Up and Down go through the filters that were kept`() {
    var ui = shop(count: 8)
    for text in ["type:com.shop.mail.*", "is:valid"] {
      ui.press("f Ctrl-U")
      ui.type(text)
      ui.press("Enter")
    }
    #expect(ui.effects.contains(.keepFilterHistory(["type:com.shop.mail.*", "is:valid"])))
    ui.press("f Ctrl-U")
    ui.type("dra")
    ui.press("Up Up")
    #expect(ui.model.filter.field.text == "type:com.shop.mail.*")
    ui.press("Down Down")
    #expect(ui.model.filter.field.text == "dra")
  }

  @Test func `a filter is kept under a name and recalled`() {
    var ui = shop(count: 8)
    ui.setFilter("type:com.shop.mail.*")
    ui.press("Ctrl-S")
    ui.type("mails")
    ui.press("Enter")
    #expect(ui.effects.contains(.keepFilter(name: "mails", text: "type:com.shop.mail.*")))
    ui.press("Backspace S")
    #expect(ui.line(with: "mails").contains("type:com.shop.mail.*"))
    ui.press("Enter")
    #expect(ui.model.rows.count == 2)
  }

  @Test func `a kept filter is removed, and u brings it back`() {
    var ui = shop(count: 8)
    ui.change { model in
      model.savedFilters = ["mails", "paid", "all"].map { SavedFilter(name: $0, text: "type:*.\($0)") }
    }
    ui.press("S j d")
    #expect(ui.effects.last == .forgetFilter(name: "paid"))
    #expect(ui.screen.contains("Removed the filter paid; u takes it back."))
    #expect(!ui.screen.contains("type:*.paid") && ui.line(with: " > ").contains("all"))
    ui.press("u")
    #expect(ui.effects.last == .keepFilter(name: "paid", text: "type:*.paid"))
    #expect(ui.model.savedFilters.map(\.name) == ["mails", "paid", "all"])
    ui.press("u")
    #expect(ui.screen.contains("No filter was removed, renamed or kept last."))
    ui.press("d d d")
    #expect(ui.model.savedFilters.isEmpty && ui.model.openOverlays.isEmpty)
    ui.press("u")
    #expect(ui.model.savedFilters.count == 1)
  }

  @Test func `a kept filter is given another name, and none that is taken`() {
    var ui = shop(count: 8)
    ui.change { model in
      model.savedFilters = ["mails", "paid"].map { SavedFilter(name: $0, text: "type:*.\($0)") }
    }
    ui.press("S e")
    ui.type("paid")
    ui.press("Enter")
    #expect(ui.screen.contains("There is a filter paid already."))
    ui.press("Ctrl-U")
    ui.type("letters")
    ui.press("Enter")
    #expect(ui.effects.contains(.forgetFilter(name: "mails")))
    #expect(ui.effects.contains(.keepFilter(name: "letters", text: "type:*.mails")))
    #expect(ui.line(with: " > ").contains("letters"))
  }

  @Test func `the filter's footer tells keeping from saving`() {
    var ui = shop(120, 36)
    ui.setFilter("type:*.paid")
    ui.press("f")
    #expect(ui.lines[35].contains("⏎ Keep") && ui.lines[35].contains("Ctrl-S Save as"))
  }

  @Test func `+ and - make terms of an event's values`() {
    var ui = shop(120, 36, count: 8)
    ui.press("g + Enter")
    #expect(ui.model.filter.applied == "type:com.shop.order.created")
    ui.press("Tab 1")
    let subject = ui.lines.firstIndex { $0.contains("subject ") && $0.contains("order-1041") }
    #expect(subject != nil)
    ui.press("g j j j j -")
    #expect(ui.model.filter.applied.hasPrefix("type:com.shop.order.created -"), "\(ui.model.filter.applied)")
  }

  @Test func `+ adds to CESQL in CESQL`() {
    var ui = shop(80, 24, count: 8)
    ui.setFilter("EXISTS subject")
    ui.press("+ Enter")
    #expect(ui.model.filter.applied == "=(EXISTS subject) AND (type = 'com.shop.mail.queued')")
    #expect(ui.model.rows.count == 2)
  }
}

@Suite struct FilterTypingTests {
  @Test func `what is typed comes into force when the typing pauses, its state at once`() {
    var model = shop(100, 24, count: 8).model
    func key(_ name: String) -> Action { .input(.key(Key(name)!)) }
    _ = model.update(key("f"))
    for name in ["i", "s", ":", "i", "n", "v", "a", "l", "i", "d"] { _ = model.update(key(name)) }
    #expect(model.view().lines()[1].contains("✓ is:invalid"))
    #expect(model.rows.count == 8)
    let moment = model.nextMoment
    #expect(moment != nil)
    _ = model.update(.tick(moment!, utcOffset: 0))
    #expect(model.rows.count == 0 && model.nextMoment == nil)
  }

  @Test func `Enter does not wait`() {
    var model = shop(100, 24, count: 8).model
    for name in ["f", "i", "s", ":", "i", "n", "v", "a", "l", "i", "d", "Enter"] {
      _ = model.update(.input(.key(Key(name)!)))
    }
    #expect(model.rows.count == 0 && !model.filter.isEditing)
  }
}
