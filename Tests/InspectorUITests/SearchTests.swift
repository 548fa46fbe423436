import InspectorTesting
import InspectorUI
import Testing

@Suite struct SearchTests {
  @Test func `in the list a search looks into data, counts, and goes round`() {
    var ui = HeadlessInspector(80, 24)
    for index in 0..<6 {
      ui.receive(Wire.binary(id: "\(index)", body: index % 2 == 0 ? #"{"who":"Needle"}"# : "{}"))
    }
    ui.press("g /")
    ui.type("needle")
    ui.press("Enter")
    #expect(ui.screen.contains("\"needle\" 1 of 3"))
    ui.press("n")
    #expect(ui.model.selected?.id == "2")
    ui.press("n n")
    #expect(ui.model.selected?.id == "0")
    ui.press("N")
    #expect(ui.model.selected?.id == "4")
  }

  @Test func `a search in the list shows in an open detail where it stands`() {
    var ui = HeadlessInspector(120, 24)
    let items = (0..<200).map { #"{"n":\#($0)}"# }.joined(separator: ",")
    for index in 0..<4 {
      let last = index % 2 == 1 ? #","needle""# : ""
      ui.receive(Wire.binary(id: "\(index)", type: "plain", body: "[\(items)\(last)]"))
    }
    ui.press("g 2 /")
    ui.type("needle")
    ui.press("Enter")
    #expect(ui.model.selected?.id == "1" && ui.screen.contains("\"needle\" 1 of 2"))
    #expect(ui.lines[3..<22].contains { $0.contains("│") && $0.contains("needle") })
    ui.press("1 n")
    #expect(ui.model.selected?.id == "3" && ui.model.detail.tab == 1)
    #expect(ui.lines[3..<22].contains { $0.contains("│") && $0.contains("needle") })
    ui.press("1 /")
    ui.type("plain")
    ui.press("Enter")
    #expect(ui.model.detail.tab == 0, "where it stands in the tab that is open, that stays")
  }

  @Test func `the titles of columns are no matches`() {
    var ui = shop(80, 24, count: 8)
    ui.press("/")
    ui.type("type")
    let canvas = ui.model.view()
    #expect((0..<80).allSatisfy { canvas[$0, 2].overlay != .searchMatch })
  }

  @Test func `what comes while somebody searches is found too`() {
    var ui = HeadlessInspector(80, 24)
    ui.receive(Wire.binary(id: "1", body: #""needle""#))
    ui.press("/")
    ui.type("needle")
    ui.press("Enter")
    ui.receive(Wire.binary(id: "2", body: #""needle""#))
    #expect(ui.screen.contains("of 2"))
  }

  @Test func `in the detail a search goes through the whole body, and into what is folded`() {
    let items = (0..<500).map { #"{"n":\#($0),"name":"item-\#($0)"}"# }.joined(separator: ",")
    var ui = HeadlessInspector(100, 30)
    ui.receive(Wire.binary(body: "[\(items)]"))
    ui.press("Enter 2 *")
    #expect(!ui.screen.contains("item-499\""))
    ui.press("/")
    ui.type("item-49")
    ui.press("Enter")
    #expect(ui.screen.contains("\"item-49\" 1 of 11"))
    #expect(ui.screen.contains("item-49\""))
    ui.press("N")
    #expect(ui.screen.contains("11 of 11") && ui.screen.contains("[499].name"))
  }

  @Test(arguments: [
    #"{"n":"0123456789012345678"}"#, "plain text \(String(repeating: "of some length ", count: 10))\n",
  ])
  func `a search reaches what was not shown of what is large`(piece: String) {
    let isJSON = piece.hasPrefix("{")
    let many = Array(repeating: piece, count: 1_300_000 / piece.utf8.count)
    let body =
      isJSON ? "[" + (many + [#"{"n":"needle"}"#]).joined(separator: ",") + "]" : many.joined() + "needle"
    var ui = HeadlessInspector(100, 30)
    ui.receive(Wire.binary(contentType: isJSON ? "application/json" : "text/plain", body: body))
    ui.press("Enter 2 /")
    ui.type("needle")
    ui.press("Enter")
    #expect(ui.screen.contains("\"needle\" 1 of 1"))
    #expect(ui.lines.dropLast(2).contains { $0.contains("needle") })
  }

  @Test func `what is searched for is told as long as the cursor is on a match`() {
    var ui = shop(count: 8)
    ui.press("g /")
    ui.type("order-1043")
    ui.press("Enter")
    #expect(ui.screen.contains("\"order-1043\" 1 of 1"))
    ui.press("j")
    #expect(!ui.screen.contains("\"order-1043\""))
    ui.press("n")
    #expect(ui.screen.contains("\"order-1043\" 1 of 1"))
    ui.press("Esc")
    #expect(!ui.screen.contains("\"order-1043\""))
  }

  @Test func `n without a search says what it is for`() {
    var ui = shop()
    ui.press("n")
    #expect(ui.screen.contains("Nothing is searched for; / searches."))
  }

  @Test func `what is searched for can become the filter`() {
    var ui = shop(count: 8)
    ui.press("/")
    ui.type("type:com.shop.mail.*")
    #expect(ui.screen.contains("Ctrl-F use as filter"))
    ui.press("Ctrl-F")
    #expect(ui.model.filter.applied == "type:com.shop.mail.*" && ui.model.rows.count == 2)
  }

  @Test func `Esc in a search brings back what was searched for before`() {
    var ui = shop(count: 8)
    ui.press("/")
    ui.type("paid")
    ui.press("Enter /")
    ui.type("nothing at all")
    ui.press("Esc")
    #expect(ui.screen.contains("\"paid\""))
  }
}
