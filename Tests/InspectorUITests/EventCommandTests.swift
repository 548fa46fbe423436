import InspectorTesting
import InspectorUI
import Testing

@Suite struct EventCommandTests {
  @Test func `m marks and goes on, M shows only marked ones, U unmarks`() {
    var ui = shop(100, 24, count: 8)
    ui.press("g m j m")
    #expect(ui.lines[3].hasPrefix(" ●"))
    #expect(ui.lines[5].hasPrefix(" ●"))
    #expect(ui.lines[0].contains("2 marked"))
    ui.press("M")
    #expect(ui.model.rows.count == 2)
    ui.press("M U")
    #expect(ui.model.rows.count == 8 && ui.model.marks.isEmpty)
    ui.press("u")
    #expect(ui.model.marks.count == 2)
  }

  @Test(arguments: [(40, 12), (80, 24), (120, 36)])
  func `that only marked events are shown is told, and how many are not`(width: Int, height: Int) {
    var ui = shop(width, height, count: 8)
    ui.press("g m m M")
    #expect(ui.lines[1].contains("Only marked — M shows all"))
    #expect(ui.lines[height - 1].contains("M All events"))
    ui.receive(Wire.binary(id: "new"))
    #expect(ui.model.rows.count == 2)
    if width >= 80 {
      #expect(ui.lines[1].contains("2 of 9"))
      ui.setFilter("type:*.created")
      #expect(ui.lines[1].contains("Only marked — M shows all  1 of 9"))
    }
    ui.press("M")
    #expect(!ui.screen.contains("Only marked") && !ui.lines[height - 1].contains("M All events"))
  }

  @Test func `' goes round the marks`() {
    var ui = shop(100, 24, count: 8)
    ui.press("g m G k m g '")
    #expect(ui.selectedSubject == "order-1047")
    ui.press("'")
    #expect(ui.selectedSubject == "order-1041")
  }

  @Test func `d takes an event out of the list, u brings it back, Ctrl-R takes it out again`() {
    var ui = shop(80, 24, count: 8)
    ui.press("g j d")
    #expect(ui.model.rows.count == 7)
    #expect(!ui.screen.contains("order-1042"))
    #expect(ui.selectedSubject == "order-1043")
    #expect(ui.screen.contains("u takes it back"))
    ui.press("u")
    #expect(ui.selectedSubject == "order-1042")
    ui.press("Ctrl-R")
    #expect(ui.model.rows.count == 7)
  }

  @Test func `what was cleared comes back with u, and what came since stays`() {
    var ui = shop(80, 24, count: 5)
    ui.press("X j Enter")
    ui.receive(Wire.binary(id: "new"))
    #expect(ui.model.rows.count == 1)
    ui.press("u")
    #expect(ui.model.rows.count == 6)
  }

  @Test func `filters and orders are taken back too`() {
    var ui = shop(80, 24, count: 8)
    ui.press("f")
    ui.type("type:com.shop.mail.*")
    ui.press("Enter s j j Enter")
    #expect(ui.model.sort == RowSort(.type))
    ui.press("u")
    #expect(ui.model.sort == nil)
    ui.press("u")
    #expect(ui.model.rows.count == 8 && ui.lines[1].contains("f to filter"))
  }

  @Test(arguments: ["u", "Ctrl-R", "M", "'", "U"])
  func `what can do nothing says so`(key: String) {
    var ui = shop(80, 24, count: 2)
    ui.press(key)
    let sentence = ui.lines[22]
    #expect(
      sentence.contains("nothing to") || sentence.contains("No event is marked; m marks one."), "\(sentence)")
  }

  @Test func `a duplicate says the how many-th it is`() {
    var ui = HeadlessInspector(80, 24)
    for _ in 0..<3 { ui.receive(Wire.binary(id: "same")) }
    ui.press("g")
    #expect(ui.lines[3].hasPrefix("▌  "))
    #expect(ui.lines[4].hasPrefix(" ×2 "))
    #expect(ui.lines[5].hasPrefix(" ×3 "))
  }

  @Test func `a cell of the row is copied as it is shown, and whole`() {
    var ui = shop(60, 24, count: 2)
    ui.press("y l")
    #expect(ui.line(with: "Type").contains("com.shop.order.paid") && ui.screen.contains("Copy the cell"))
    ui.press("t")
    ui.press("y l j j Enter")
    #expect(ui.effects.last == .copy(Array("/shop/eu/orders".utf8)), "\(ui.effects)")
  }
}
