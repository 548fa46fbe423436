import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// The rules over the screen, and what Checks says of them.
@Suite struct RuleListTests {
  static let rules = """
    [[rule]]
    name = "orders"
    when = 'type:com.shop.order.* data.total:>1'
    tag = "order"
    [[rule]]
    name = "big"
    cesql = "subject = 'order-9'"
    highlight = "warning"
    """

  func inspector(events: Int = 4) throws -> HeadlessInspector {
    var ui = HeadlessInspector(80, 24, rules: try RuleSet(text: Self.rules, file: "r.toml"))
    for index in 0..<events {
      ui.receive(
        Wire.binary(
          id: "id-\(index)", source: "/shop", type: index % 2 == 0 ? "com.shop.order.paid" : "com.shop.mail",
          attributes: [("ce-subject", "order-\(index)")], body: #"{"total":1.10}"#))
    }
    return ui
  }

  @Test func `why the file's rules are not in force is told whole, over those that are`() throws {
    var ui = try inspector()
    let sentence =
      "the rules stay as they were: r.toml:3:8: " + String(repeating: "something is wrong ", count: 6)
      + "at its end"
    ui.run(.rulesProblem(sentence))
    ui.press("H")
    #expect(ui.screen.contains("✗ the rules stay as they were") && ui.screen.contains("at its end"))
    #expect(ui.screen.contains("> ✓ orders"))
    ui.run(.rulesProblem(nil))
    #expect(!ui.screen.contains("stay as they were"))
  }

  @Test func `the rules are shown with what they are for, what they do, and their hits`() throws {
    var ui = try inspector()
    ui.press("H")
    #expect(ui.line(with: "orders").contains("> ✓ orders") && ui.line(with: "orders").contains("2 hits"))
    #expect(ui.screen.contains("type:com.shop.order.* data.total:>1 → tag"))
    #expect(ui.line(with: "✓ big").contains("0 hits"))
    #expect(ui.screen.contains("subject = 'order-9' → highlight"))
    ui.press("H")
    #expect(!ui.screen.contains("→ highlight"))
  }

  @Test func `a small screen shows what each rule is called, tried or not`() throws {
    var ui = try inspector()
    ui.resize(40, 12)
    ui.press("H d")
    #expect(ui.screen.contains("> ✓ orders") && ui.screen.contains("would match 2"))
    #expect(ui.screen.contains("  ✓ big"))
    var none = HeadlessInspector(40, 12)
    none.press("H")
    #expect(none.screen.contains("There are no rules. eventscope") && none.screen.contains("reads some."))
  }

  @Test func `a rule is switched off and on`() throws {
    var ui = try inspector()
    ui.press("H Enter")
    #expect(ui.effects.contains(.setRule(0, isEnabled: false)))
    #expect(ui.line(with: "orders").contains("· orders") && ui.line(with: "orders").contains("off"))
    ui.press("Enter")
    #expect(ui.line(with: "> ✓ orders").contains("2 hits"))
  }

  @Test func `a dry run counts what the rules would match of what is kept`() throws {
    var ui = try inspector(events: 5000)
    ui.press("H d")
    #expect(ui.screen.contains("Rules, tried on 5,000 events"))
    #expect(ui.line(with: "orders").contains("would match 2,500"))
    #expect(ui.line(with: "✓ big").contains("would match 1"))
    #expect(ui.store.counters.entries == 5000)
  }

  @Test func `without rules it says how to get some`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("H Enter")
    #expect(ui.screen.contains("There are no rules"))
  }

  @Test func `Checks says which rules match and why the others do not`() throws {
    var ui = try inspector(events: 1)
    ui.press("Enter 7 z")
    #expect(ui.screen.contains("orders matches"))
    #expect(ui.screen.contains("big: subject = 'order-9' does not hold: it is false"))
  }
}
