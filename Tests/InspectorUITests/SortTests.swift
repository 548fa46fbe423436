import InspectorTesting
import InspectorUI
import Testing

@Suite struct SortTests {
  private func types(_ ui: HeadlessInspector) -> [String] {
    (0..<ui.model.rows.count).compactMap { ui.model.shown.entry(ui.model.rows.number(at: $0))?.type }
  }

  @Test func `the list is sorted by a column, and turned round by choosing it again`() {
    var ui = shop(100, 30, count: 8)
    ui.press("s j j Enter")
    #expect(types(ui) == types(ui).sorted())
    #expect(ui.lines[2].contains("TYPE ▲"))
    ui.press("s Enter")
    #expect(types(ui) == types(ui).sorted().reversed())
    #expect(ui.lines[2].contains("TYPE ▼"))
  }

  @Test func `an order by a column that is not shown is told, and that of arrival is no column's`() {
    var ui = shop(80, 24, count: 8)
    #expect(!ui.lines[2].contains("▲") && !ui.lines[2].contains("▼"))
    ui.press("s G k k k Enter")
    #expect(ui.model.sort == RowSort(.status))
    #expect(ui.lines[2].hasSuffix("by STATUS ▲"))
  }

  @Test func `a click on a column's title sorts by it, and another turns it round`() {
    var ui = shop(100, 30, count: 8)
    let x = Array(ui.lines[2]).firstIndex(of: "Y")!
    ui.run(.input(.mouse(Mouse(point: Point(x: x, y: 2), kind: .press(.left)))))
    #expect(ui.lines[2].contains("TYPE ▲"))
    ui.run(.input(.mouse(Mouse(point: Point(x: x, y: 2), kind: .press(.left)))))
    #expect(ui.lines[2].contains("TYPE ▼"))
  }

  @Test func `order and columns are there again in the next session`() {
    var ui = shop(100, 30)
    ui.press("s j j Enter s Enter o Enter Esc")
    let session = SessionState(text: SessionState(ui.model).text)
    var next = shop(100, 30)
    next.change { $0.takeUp(session, filters: true) }
    #expect(next.model.sort == ui.model.sort && next.model.columns == ui.model.columns)
    #expect(next.model.columns != Column.standard && types(next) == types(ui))
  }

  @Test func `in the order of the last session what comes first is sorted, until somebody moves`() {
    var ui = HeadlessInspector(100, 14)
    var session = SessionState()
    session.sort = RowSort(.type)
    ui.change { $0.takeUp(session, filters: true) }
    ui.press("D")
    // What has no type stands behind what has one.
    #expect(types(ui).dropLast() == types(ui).dropLast().sorted()[...] && types(ui).last == "")
    #expect(ui.lines[2].contains("TYPE ▲"))
    ui.press("k k")
    ui.receive(Wire.binary(id: "later", type: "aaa"))
    #expect(types(ui).last == "aaa" && ui.screen.contains("▼ 1 new below"))
    ui.press("X j Enter")
    for type in ["c", "a", "b"] { ui.receive(Wire.binary(id: type, type: type)) }
    #expect(types(ui) == ["a", "b", "c"])
  }

  @Test func `what comes later stands below what was sorted, and no row moves`() {
    var ui = shop(100, 14, count: 30)
    ui.press("s j j Enter g j j")
    let rows = ui.lines[3..<11].map { $0.prefix(97) }
    for index in 0..<5 { ui.receive(Wire.binary(id: "new-\(index)", type: "aaa")) }
    #expect(ui.lines[3..<11].map { $0.prefix(97) } == rows)
    #expect(ui.screen.contains("▼ 5 new below"))
    #expect(types(ui).suffix(5).allSatisfy { $0 == "aaa" })
    ui.press("s")
    #expect(ui.line(with: "▲ now").contains("again with 5 new"))
    ui.press("Enter g")
    #expect(types(ui).first == "aaa" && ui.lines[2].contains("TYPE ▲"))
    ui.press("s Enter g")
    #expect(types(ui).last == "aaa" && ui.lines[2].contains("TYPE ▼"))
  }

  @Test func `the newest first takes what comes at the top, and goes along with it there`() {
    var ui = shop(100, 24, count: 5)
    ui.press("s j Enter")
    #expect(ui.screen.contains("Newest first; new events come at the top."))
    ui.receive(Wire.binary(id: "new", type: "new"))
    #expect(types(ui).first == "new" && ui.model.selected?.type == "new")
    #expect(!ui.screen.contains("1 new"))
    ui.press("s g Enter")
    #expect(types(ui).last == "new" && ui.model.selected?.type == "new" && ui.model.list.follows)
  }

  @Test(arguments: [30, 5])
  func `with the newest first no row moves while the cursor is elsewhere, and what waits above is counted`(
    count: Int
  ) {
    var ui = shop(100, 14, count: count)
    ui.press("s j Enter j j")
    let rows = ui.lines[3..<11].map { $0.prefix(97) }
    for index in 0..<3 { ui.receive(Wire.binary(id: "new-\(index)", type: "new-\(index)")) }
    #expect(ui.lines[3..<11].map { $0.prefix(97) } == rows)
    #expect(ui.screen.contains("▲ 3 new above — g to follow"))
    ui.press("k k k")
    #expect(ui.model.selected?.type == "new-0" && ui.screen.contains("▲ 2 new above"))
    ui.press("g")
    #expect(ui.model.selected?.type == "new-2" && !ui.screen.contains("new above"))
    ui.receive(Wire.binary(id: "last", type: "last"))
    #expect(ui.model.selected?.type == "last")
  }

  @Test func `with the newest first a search goes down the rows, to what came later too`() {
    var ui = shop(100, 24, count: 5)
    ui.press("s j Enter")
    ui.receive(Wire.binary(id: "new", type: "com.shop.order.new"))
    ui.press("g /")
    ui.type("shop.order")
    ui.press("Enter")
    #expect(ui.model.selected?.id == "new" && ui.screen.contains("1 of 4"))
    ui.press("n")
    #expect(ui.model.selected?.id == "id-4" && ui.screen.contains("2 of 4"))
    ui.press("N N")
    #expect(ui.model.selected?.id == "id-0" && ui.screen.contains("4 of 4"))
  }

  @Test(arguments: ["s j Enter", "s j j Enter"])
  func `after a delete in a sorted list the cursor is on the next row`(keys: String) {
    var ui = shop(100, 24, count: 8)
    ui.press(keys + " g j j")
    let next = ui.model.rows.number(at: 3)
    ui.press("d")
    #expect(ui.model.selected?.number == next)
    ui.press("k d")
    #expect(ui.model.selected?.number == next)
  }

  @Test func `the cursor stays on its event when the order changes`() {
    var ui = shop(100, 30, count: 8)
    ui.press("g j j")
    let subject = ui.selectedSubject
    ui.press("s j j Enter")
    #expect(ui.selectedSubject == subject)
  }

  @Test func `columns are chosen, and the last one stays`() {
    var ui = shop(120, 24, count: 2)
    ui.press("\\ o")
    #expect(ui.line(with: "Status").contains("Status"))
    ui.press("j j j j j j Enter Esc")
    #expect(ui.lines[2].contains("STATUS"))
    #expect(ui.lines[3].contains("202") || !ui.lines[3].isEmpty)
    ui.press("u")
    #expect(!ui.lines[2].contains("STATUS"))
  }

  @Test func `dropped entries leave a sorted list`() {
    var ui = HeadlessInspector(100, 30, limits: .init(entries: 10))
    for index in 0..<10 { ui.receive(Wire.binary(id: "\(index)", type: "t\(9 - index)")) }
    ui.press("s j j Enter")
    for index in 10..<15 { ui.receive(Wire.binary(id: "\(index)", type: "later")) }
    #expect(ui.model.rows.count == 10)
    #expect(types(ui).first == "t0" && types(ui).last == "later")
  }
}
