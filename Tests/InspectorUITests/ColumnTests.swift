import CloudEvents
import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct ColumnTests {
  /// Orders with totals, one of them without.
  private func orders(_ width: Int = 110, _ height: Int = 20) -> HeadlessInspector {
    var ui = HeadlessInspector(width, height)
    for (index, total) in ["20", "3.5", "-1", "100"].enumerated() {
      ui.receive(
        Wire.binary(
          id: "\(index)", type: "t\(index)", attributes: [("ce-priority", "p\(index)")],
          body: #"{"order":{"total":\#(total)}}"#))
    }
    ui.receive(Wire.binary(id: "4", type: "t4", body: "[]"))
    ui.press("\\ \\ \\")
    return ui
  }

  private func column(_ ui: HeadlessInspector, under title: String) -> [String] {
    let header = Array(ui.lines[2])
    guard let range = String(header).range(of: title) else { return [] }
    let x = String(header).distance(from: String(header).startIndex, to: range.lowerBound)
    return ui.lines[3..<8].map { String($0.dropFirst(x).prefix { $0 != " " }) }
  }

  private func types(_ ui: HeadlessInspector) -> [String] {
    (0..<ui.model.rows.count).compactMap { ui.model.shown.entry(ui.model.rows.number(at: $0))?.type }
  }

  private func command(_ text: String, in ui: inout HeadlessInspector) {
    ui.press(":")
    ui.type(text)
    ui.press("Enter")
  }

  @Test func `columns show extensions and values of the data, in the order that is asked for`() {
    var ui = orders()
    command("columns data.order.total, ext.priority, type", in: &ui)
    #expect(ui.model.columns.map(\.name) == ["data.order.total", "ext.priority", "type"])
    #expect(column(ui, under: "order.total") == ["20", "3.5", "-1", "100", ""])
    #expect(column(ui, under: "priority") == ["p0", "p1", "p2", "p3", ""])
    #expect(column(ui, under: "TYPE") == ["t0", "t1", "t2", "t3", "t4"])
    #expect(!ui.lines[2].contains("SOURCE"))
  }

  @Test func `signs add to the columns and take away from them`() {
    var ui = orders()
    command("columns +delta -subject -size", in: &ui)
    #expect(ui.model.columns == [.type, .source, .delta])
    ui.press("u")
    #expect(ui.model.columns == Column.standard)
  }

  @Test(arguments: [
    ("columns sise", "There is no column sise; did you mean \"size\"?"),
    ("columns time", "Time is always there."),
    ("columns -type -source -subject -size", "One column must stay."),
  ])
  func `a column that there is not is told`(line: String, said: String) {
    var ui = orders()
    command(line, in: &ui)
    #expect(ui.screen.contains(said))
    #expect(ui.model.columns == Column.standard)
  }

  @Test func `the delta is the time since the row above, whatever the order`() {
    var ui = orders()
    command("columns delta type", in: &ui)
    #expect(ui.lines[3..<8].map { $0.contains("+134 ms") } == [false, true, true, true, true])
    ui.setFilter("-type:t1")
    #expect(ui.lines[4].contains("+268 ms"))
    ui.setFilter("")
    ui.press("s j Enter g")
    #expect(ui.lines[4].contains("-134 ms"))
  }

  @Test func `by the delta the list cannot be sorted, and it says why`() {
    var ui = orders()
    command("columns delta type", in: &ui)
    ui.press("s G k Enter")
    #expect(ui.model.sort == nil && ui.screen.contains("no order of its own"))
    ui.press("Esc")
    let x = ui.lines[2].distance(from: ui.lines[2].startIndex, to: ui.lines[2].firstIndex(of: "D")!)
    ui.run(.input(.mouse(Mouse(point: Point(x: x, y: 2), kind: .press(.left)))))
    #expect(ui.model.sort == nil && ui.screen.contains("no order of its own"))
  }

  @Test func `the list is sorted by values as numbers, those without one first`() {
    var ui = orders()
    command("columns type data.order.total", in: &ui)
    ui.press("s G k Enter")
    #expect(ui.model.sort?.column.name == "data.order.total")
    #expect(types(ui) == ["t4", "t2", "t1", "t0", "t3"])
    #expect(ui.lines[2].contains("order.total ▲"))
  }

  @Test func `in the menu columns are shown, hidden and moved`() {
    var ui = orders()
    ui.press("o")
    #expect(ui.screen.contains("✓ Type") && ui.screen.contains("  Delta"))
    ui.press("J J")
    #expect(ui.model.columns == [.source, .subject, .type, .size])
    ui.press("K Enter")
    #expect(ui.model.columns == [.source, .subject, .size])
    ui.press("K")
    #expect(ui.screen.contains("has no place"))
    ui.press("= Esc")
    #expect(ui.model.columns == Column.standard)
  }

  @Test func `in the menu a column is added, and the cursor is on it`() {
    var ui = orders()
    ui.press("o a")
    ui.type("data.ord")
    ui.press("Tab Tab")
    ui.press("Enter")
    #expect(ui.model.columns.map(\.name).last == "data.order.total")
    #expect(ui.line(with: "data.order.total").contains(">"))
    ui.press("K K K K")
    #expect(ui.model.columns.map(\.name).first == "data.order.total")
  }

  @Test func `from the data a column is added for the value under the cursor`() {
    var ui = orders()
    ui.press("g Enter 2 j j j j a")
    #expect(ui.line(with: "Add column:").contains("data.order.total"))
    ui.press("Enter")
    #expect(ui.model.columns.map(\.name).last == "data.order.total")
  }

  @Test func `a wrong name is asked for again`() {
    var ui = orders()
    ui.press("o a")
    ui.type("nothing")
    ui.press("Enter")
    #expect(ui.screen.contains("There is no column nothing"))
  }

  @Test func `what was added is kept for the next session, what is configured is not`() {
    var ui = orders()
    command("columns data.order.total type", in: &ui)
    let session = SessionState(text: SessionState(ui.model).text)
    var next = orders()
    next.change { $0.takeUp(session, filters: true) }
    #expect(next.model.columns == ui.model.columns)
    next.change { $0.setColumns([.delta, .type]) }
    #expect(SessionState(next.model).columns == nil)
    let empty = SessionState(text: SessionState(next.model).text)
    next.change {
      $0.setColumns([.id])
      $0.takeUp(empty, filters: true)
    }
    #expect(next.model.columns == [.id])
  }

  @Test func `a narrow list keeps longest what was added`() {
    var ui = orders(60, 20)
    command("columns type source subject size data.order.total", in: &ui)
    #expect(ui.lines[2].contains("order.total") && !ui.lines[2].contains("SOURCE"))
    ui.resize(40, 12)
    #expect(ui.screen.contains("order.total"))
  }

  @Test func `of a long path the end stands over the column`() {
    var ui = orders(80, 20)
    command("columns type source data.order.lines.0.supplier.address.city", in: &ui)
    #expect(ui.lines[2].contains("…"))
    #expect(ui.lines[2].contains("address.city"))
  }

  @Test func `a wide character in a value leaves the columns straight`() {
    var ui = HeadlessInspector(100, 12)
    ui.receive(Wire.binary(id: "1", type: "t", body: #"{"n":"日本 👍\u0007"}"#))
    ui.receive(Wire.binary(id: "2", type: "t", body: #"{"n":"plain"}"#))
    ui.press("\\ \\ \\")
    command("columns data.n type", in: &ui)
    let canvas = ui.model.view()
    let x = (0..<100).first { canvas[$0, 3].text == "t" && canvas[$0 + 1, 3].text == " " }
    #expect(x != nil && canvas[x!, 4].text == "t")
    #expect(ui.lines[3].contains("日本 👍␇"))
  }

  @Test func `a cell of an added column is copied whole`() {
    var ui = orders()
    command("columns type ext.priority", in: &ui)
    ui.press("g y l p")
    #expect(ui.effects.contains(.copy(Array("p0".utf8))))
  }
}
