import InspectorTesting
import InspectorUI
import Testing

@Suite struct CompareTests {
  @Test func `two marked events are compared, attribute by attribute and value by value`() {
    var ui = HeadlessInspector(100, 30)
    ui.receive(Wire.binary(id: "1", body: #"{"total":1,"same":true}"#))
    ui.receive(Wire.binary(id: "2", body: #"{"total":1.0,"same":true}"#))
    ui.press("g m m C")
    #expect(ui.screen.contains("The two marked events"))
    #expect(ui.screen.contains("data/total") && ui.screen.contains("- 1") && ui.screen.contains("+ 1.0"))
    #expect(!ui.screen.contains("data/same"))
  }

  @Test func `more than two marked events are not compared, and that is said`() {
    var ui = shop(count: 8)
    ui.press("g m m m C")
    #expect(ui.screen.contains("Mark two to compare them; three are marked."))
  }

  @Test func `without marks an event is compared with the one before of its type and source`() {
    var ui = HeadlessInspector(100, 30)
    ui.receive(Wire.binary(id: "1", type: "a", body: "1"))
    ui.receive(Wire.binary(id: "2", type: "b", body: "2"))
    ui.receive(Wire.binary(id: "3", type: "a", body: "1"))
    ui.press("C")
    #expect(ui.screen.contains("The one before of the same type and source"))
    #expect(ui.screen.contains("1 difference"))
    ui.press("Esc g C")
    #expect(ui.screen.contains("No event of this type and source came before; m marks two events"))
  }

  @Test func `events of one trace are a tree, and Enter goes to one`() {
    var ui = HeadlessInspector(120, 30)
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    ui.receive(Wire.binary(id: "first", type: "ordered", attributes: [("ce-traceparent", trace)]))
    ui.receive(Wire.binary(id: "other", type: "unrelated"))
    ui.receive(
      Wire.binary(
        id: "second", type: "paid", attributes: [("ce-traceparent", trace), ("ce-causationid", "first")]))
    ui.press("R")
    #expect(ui.screen.contains("trace 4bf92f3577b34da6a3ce929d0e0e4736 · 2 events over 268 ms"))
    #expect(ui.line(with: "  └ ").contains("paid"))
    ui.press("k Enter")
    #expect(ui.model.selected?.id == "first")
  }

  @Test func `an event that has nothing in common says so`() {
    var ui = HeadlessInspector(100, 30)
    ui.receive(Wire.binary(id: "1"))
    ui.press("R")
    #expect(ui.screen.contains("No other event has its trace"))
  }
}
