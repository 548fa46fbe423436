import InspectorTesting
import Testing

@testable import InspectorUI

@Suite struct FacetTests {
  private func mixed(_ width: Int = 200, _ height: Int = 50) -> HeadlessInspector {
    var ui = HeadlessInspector(width, height)
    for index in 0..<6 {
      ui.receive(
        Wire.binary(
          id: "\(index)", source: index < 4 ? "/eu" : "/us", type: index < 5 ? "a" : "b",
          attributes: [("ce-subject", "s-\(index % 2)")]))
    }
    ui.receive(Wire.request(contentType: "text/plain", body: "no event"))
    return ui
  }

  @Test func `types, sources, subjects, modes and validity are counted`() {
    let ui = mixed()
    let side = ui.lines.map { String($0.prefix(30)) }
    for (title, value, count) in [
      ("TYPE", " a", "5"), ("SOURCE", "/eu", "4"), ("SUBJECT", "s-0", "3"), ("MODE", "binary", "6"),
      ("VALIDITY", "invalid", "1"),
    ] {
      #expect(side.contains { $0.contains(title) }, "\(title)")
      #expect(side.contains { $0.contains(value) && $0.contains(" \(count)") }, "\(value)")
    }
  }

  @Test func `First goes to the first value, and Last to the last`() {
    var ui = mixed()
    ui.press("t t G")
    #expect(ui.model.facets.selected?.text == "invalid")
    ui.press("g")
    #expect(ui.model.facets.selected?.text == "a")
    ui.press("j j PgUp")
    #expect(ui.model.facets.selected?.text == "a")
  }

  @Test func `what has a warning counts as valid, as it does for the filter`() {
    var ui = mixed()
    ui.receive(
      Wire.request(body: #"{"specversion":"0.3","id":"w","source":"/s","type":"t"}"#))
    #expect(ui.lines.map { String($0.prefix(30)) }.contains { $0.contains(" valid") && $0.contains(" 7") })
    ui.press("t t G")
    while ui.model.facets.selected?.text != "valid" { ui.press("k") }
    ui.press("Enter")
    #expect(ui.model.rows.count == 7)
  }

  @Test func `the facets fill the height that they have`() {
    var ui = HeadlessInspector(200, 50)
    for index in 0..<20 { ui.receive(Wire.binary(id: "\(index)", type: "type-\(index)")) }
    #expect(ui.lines.filter { $0.prefix(30).contains("type-") }.count == 20)
  }

  @Test func `a value is asked for, left out, and taken out of the filter`() {
    var ui = mixed()
    ui.press("t t j j Enter")
    #expect(ui.model.filter.applied == "source:/eu")
    #expect(ui.model.rows.count == 4)
    ui.press("x")
    #expect(ui.model.filter.applied == "-source:/eu")
    ui.press("Space")
    #expect(ui.model.filter.applied == "")
    ui.press("x a")
    #expect(ui.model.filter.applied == "")
  }

  @Test func `what the filter shows is told without colour`() {
    var ui = mixed()
    ui.setFilter("source:/eu")
    #expect(ui.lines.contains { $0.hasPrefix(" ✓ /eu") })
    #expect(ui.lines.contains { $0.hasPrefix(" ✗ /us") })
    ui.setFilter("-source:/eu")
    #expect(ui.lines.contains { $0.hasPrefix(" ✗ /eu") })
  }

  @Test func `CESQL is not rewritten`() {
    var ui = mixed()
    ui.setFilter("type = 'a'")
    ui.press("t t x")
    #expect(ui.model.filter.applied == "type = 'a'")
    #expect(ui.screen.contains("The filter is CESQL"))
  }

  @Test func `many values are folded, and Enter shows all of them`() throws {
    var ui = HeadlessInspector(200, 50)
    for index in 0..<90 { ui.receive(Wire.binary(id: "\(index)", type: "type-\(index)")) }
    let more = try #require(ui.screen.firstMatch(of: /… (\d+) more types/))
    let shown = 90 - (try #require(Int(more.1)))
    #expect(shown > 20)
    ui.press("t t " + [String](repeating: "j", count: shown).joined(separator: " ") + " Enter")
    #expect(!ui.screen.contains("more types"))
  }

  @Test func `over each facet stands how many values it has`() {
    let ui = mixed(200, 50)
    for facet in ["TYPE", "SOURCE", "MODE"] {
      #expect(
        ui.lines.contains {
          $0.prefix(30).firstMatch(of: /^ [A-Z]+ +\d+ values?/) != nil && $0.contains(facet)
        })
    }
  }

  @Test func `where there is only ASCII the keys under the facets name Enter`() {
    var ui = mixed(200, 50)
    #expect(ui.line(with: "exclude").contains("⏎ only"))
    ui.change { $0.isASCII = true }
    #expect(ui.line(with: "exclude").contains("Enter only"))
  }

  @Test func `what is dropped is no longer counted`() {
    var ui = HeadlessInspector(200, 50, limits: .init(entries: 10))
    for index in 0..<25 { ui.receive(Wire.binary(id: "\(index)", type: index < 20 ? "old" : "new")) }
    #expect(ui.lines.contains { $0.prefix(30).contains("old") && $0.prefix(30).contains(" 5") })
  }

  @Test(arguments: [
    (80, "nothing in the last 6 min 30 s"), (120, "nothing in the last 9 min 50 s"),
    (40, "nothing in 3 min 10 s"),
  ])
  func `an empty timeline names the time that it shows`(width: Int, what: String) {
    var ui = shop(width, width < 60 ? 12 : 24)
    ui.pass(seconds: 595)
    ui.press("i")
    #expect(ui.line(with: "events per 5 s").hasSuffix(what), "\(ui.screen)")
  }

  @Test func `the timeline shows when events came`() {
    var ui = mixed(120, 36)
    #expect(!ui.screen.contains("events per"))
    ui.press("i")
    #expect(ui.screen.contains("events per 5 s"))
    #expect(ui.screen.contains("peak 7") && ui.screen.contains("now"))
    ui.press("i")
    #expect(!ui.screen.contains("events per"))
  }
}
