import InspectorTesting
import InspectorUI
import Testing

@Suite struct FilterTests {
  @Test func `a filter by type applies while it is typed, and counts what it hides`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.order.*")
    #expect(ui.lines[1].contains("✓ type:com.shop.order.*"))
    #expect(ui.lines[1].contains("query valid  4 of 8"))
    #expect(!ui.screen.contains("com.shop.mail.queued"))
  }

  @Test func `Enter keeps the filter and new events pass through it`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.*")
    ui.press("Enter")
    ui.receive(Wire.binary(id: "a", type: "com.shop.mail.sent"))
    ui.receive(Wire.binary(id: "b", type: "com.other"))
    #expect(ui.lines[1].contains("3 of 10"))
    #expect(ui.screen.contains("com.shop.mail.sent"))
  }

  @Test func `Esc brings back what was there before`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.*")
    ui.press("Enter f Ctrl-U")
    ui.type("type:nothing")
    ui.press("Esc")
    #expect(ui.lines[1].contains("type:com.shop.mail.*"))
    #expect(ui.lines[1].contains("2 of 8"))
  }

  @Test func `the filter is cleared by emptying it`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.*")
    ui.press("Enter f Ctrl-U Enter")
    #expect(ui.model.rows.count == 8)
    #expect(ui.lines[1].contains("f to filter"))
  }

  @Test func `Backspace clears the filter from anywhere`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.*")
    ui.press("Enter Backspace")
    #expect(ui.model.rows.count == 8)
    #expect(ui.lines[1].contains("f to filter"))
  }

  @Test func `stars in a word stand for any characters`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("shop.*queued")
    #expect(ui.model.rows.count == 2)
  }

  @Test func `what is no query stays in the field on Enter`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("size:big")
    ui.press("Enter")
    #expect(ui.model.filter.isEditing)
    #expect(ui.lines[1].contains("size:big"))
    ui.press("Esc")
    #expect(ui.model.rows.count == 8)
  }

  @Test func `choosing a type leaves the other terms alone`() {
    var ui = shop(200, 50, count: 8)
    ui.setFilter("-is:invalid type:com.shop.*")
    ui.press("t t Enter")
    #expect(ui.model.filter.applied.hasPrefix("-is:invalid type:com.shop."))
    #expect(!ui.model.filter.applied.contains("*"))
    ui.press("a")
    #expect(ui.model.filter.applied == "-is:invalid")
  }

  @Test func `~ switches the filter off and on again`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.*")
    ui.press("Enter ~")
    #expect(ui.model.rows.count == 8)
    #expect(ui.lines[1].contains("~ type:com.shop.mail.*") && ui.lines[1].contains("query off"))
    ui.press("~")
    #expect(ui.model.rows.count == 2)
  }

  @Test func `what is not right yet says so without colour, and the last right filter stays`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.* (")
    #expect(ui.lines[1].contains("…") || ui.lines[1].contains("✗"))
    #expect(ui.lines[1].contains("2 of 8"))
  }

  @Test func `a filter that hides everything says so and how to get out`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:nothing")
    #expect(ui.screen.contains("The filter hides all 8 events — ~ switches it off."))
  }

  @Test func `invalid ones are found by is:invalid`() {
    var ui = shop(count: 8)
    ui.receive(Wire.binary(id: ""))
    ui.press("f")
    ui.type("is:invalid")
    #expect(ui.model.rows.count == 1)
  }

  @Test func `Tab completes a type that was seen`() {
    var ui = shop(count: 8)
    ui.press("f")
    ui.type("type:com.shop.ma")
    ui.press("Tab")
    #expect(ui.lines[1].contains("type:com.shop.mail.queued"))
  }

  @Test func `Enter on a type shows only that type, and again all`() {
    var ui = shop(200, 50, count: 8)
    ui.press("t t Enter")
    #expect(ui.model.focus == .facets)
    #expect(ui.model.rows.count == 2)
    #expect(ui.lines[1].contains("type:com.shop."))
    ui.press("Enter")
    #expect(ui.model.rows.count == 8)
  }

  @Test func `x leaves a type out`() {
    var ui = shop(80, 24, count: 8)
    ui.press("t x")
    #expect(ui.model.rows.count == 6)
    #expect(ui.lines[1].contains("-type:com.shop."))
  }

  @Test func `types are counted`() {
    var ui = shop(80, 24, count: 7)
    ui.press("t")
    #expect(ui.screen.contains("com.shop.mail.q… 1") || ui.line(with: "com.shop.mail").contains("1"))
  }
}
