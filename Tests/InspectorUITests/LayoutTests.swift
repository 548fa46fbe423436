import InspectorTesting
import InspectorUI
import Testing

@Suite struct LayoutTests {
  @Test(arguments: [
    (200, 50), (120, 36), (80, 24), (60, 20), (40, 12), (40, 10), (20, 4), (10, 2), (9, 5), (1, 1),
  ])
  func `any size has a screen of that size`(width: Int, height: Int) {
    var ui = shop(width, height, count: 30)
    for keys in [
      "Enter", "]", "Esc", "t", "t", "c", "F3", "F3", "Esc", "?", "Esc", "T", "Esc", "f", "Esc", "z", "z",
    ] {
      ui.press(keys)
      #expect(ui.model.view().size == Size(width: width, height: height))
    }
  }

  @Test func `a screen that was resized is the one that a fresh start has`() {
    var ui = shop(200, 50, count: 30)
    for (width, height) in [(20, 4), (1, 1), (120, 36), (80, 24)] { ui.resize(width, height) }
    #expect(ui.screen == shop(80, 24, count: 30).screen)
  }

  @Test(arguments: ["g j j j j j j j j j j", "k k k k k k k k k k", "g PgDn k k"])
  func `the list stands where it stood when the size is what it was`(keys: String) {
    var ui = shop(80, 24, count: 60)
    ui.press(keys)
    let screen = ui.screen
    for (width, height) in [(200, 50), (20, 4), (1, 1), (80, 24)] {
      ui.resize(width, height)
      ui.run(.input(.wake))
    }
    #expect(ui.screen == screen)
    ui.press("Enter Esc")
    #expect(ui.screen == screen)
  }

  @Test func `the row under the cursor is always there`() {
    for height in 2...24 {
      let ui = shop(80, height, count: 30)
      #expect(ui.screen.contains("order-1070"), "at a height of \(height)")
    }
  }

  @Test func `side by side the detail is open from the start`() {
    let ui = shop(120, 36)
    #expect(ui.screen.contains("[1 Attr] 2 Data"))
    #expect(ui.screen.contains("TYPE"))
  }

  @Test func `no border runs through what stands where nothing has come`() {
    let ui = shop(120, 36, count: 0)
    #expect(ui.screen.contains("Waiting for CloudEvents on") && !ui.screen.contains("│"))
  }

  @Test func `stacked the detail opens with Enter and closes with Esc`() {
    var ui = shop(80, 24)
    #expect(!ui.screen.contains("[1 Attributes]"))
    ui.press("Enter")
    #expect(ui.screen.contains("[1 Attributes]") && ui.screen.contains("TIME"))
    ui.press("Esc")
    #expect(!ui.screen.contains("[1 Attributes]"))
  }

  @Test func `small, one pane has the screen at a time`() {
    var ui = shop(40, 12)
    ui.press("Enter")
    #expect(ui.screen.contains("[1 Attr]") && !ui.screen.contains("TIME"))
    ui.press("Esc")
    #expect(ui.screen.contains("TIME"))
  }

  @Test func `zooming gives a pane the whole screen`() {
    var ui = shop(120, 36)
    ui.press("Enter z")
    #expect(!ui.screen.contains("TIME"))
    ui.press("z")
    #expect(ui.screen.contains("TIME"))
  }

  @Test func `large, the types stand at the side`() {
    let ui = shop(200, 50)
    #expect(ui.lines[3].contains("com.shop.mail.queued") || ui.lines[3].contains("com.shop.order.created"))
    #expect(ui.lines[2].hasPrefix(" TYPE"))
  }

  @Test func `Tab goes round the panes`() {
    var ui = shop(200, 50)
    #expect(ui.model.focus == .list)
    ui.press("Tab")
    #expect(ui.model.focus == .detail)
    ui.press("Tab")
    #expect(ui.model.focus == .facets)
    ui.press("Tab")
    #expect(ui.model.focus == .timeline)
    ui.press("Shift-Tab Shift-Tab")
    #expect(ui.model.focus == .detail)
  }

  @Test func `> and < move the border beside the pane that has the focus`() {
    var ui = shop(120, 36)
    func border() -> Int? {
      ui.lines[10].firstIndex(of: "│").map { ui.lines[10].distance(from: ui.lines[10].startIndex, to: $0) }
    }
    #expect(border() == 66)
    ui.press("> >")
    #expect(border() == 78)
    ui.press("Tab >")
    #expect(border() == 72)
    for _ in 0..<40 { ui.press("<") }
    #expect(border().map { $0 > 60 && $0 < 119 } == true)
  }

  @Test func `large, facets, timeline, list and detail stand together, and their borders join`() {
    let ui = shop(200, 50)
    #expect(ui.screen.contains("events per 5 s"))
    #expect(ui.lines[7].contains("├─") && ui.lines[7].contains("─┬─"))
    let columns = ui.lines[8..<48].map { line in line.enumerated().filter { $0.element == "│" }.map(\.offset)
    }
    #expect(Set(columns).count == 1 && columns[0].count == 2)
  }

  @Test func `i and t show and hide timeline and facets where there is room`() {
    var ui = shop(80, 24)
    ui.press("i")
    #expect(ui.screen.contains("events per"))
    ui.press("i t")
    #expect(!ui.screen.contains("events per") && ui.screen.contains(" TYPE "))
    ui.resize(40, 10)
    #expect(ui.screen.contains("order-") || ui.screen.contains("com.shop"))
    ui.resize(80, 24)
    #expect(ui.screen.contains(" TYPE "))
  }

  @Test func `the columns that go first as it gets narrower`() {
    func header(_ width: Int) -> String { shop(width, 24).lines[2] }
    #expect(header(80).contains("SUBJECT") && header(80).contains("SIZE"))
    #expect(!header(70).contains("SUBJECT") && header(70).contains("SOURCE"))
    #expect(!header(58).contains("SOURCE") && header(58).contains("SIZE"))
    #expect(!header(40).contains("SIZE") && header(40).contains("TYPE"))
  }

  /// Text that is made to break screens: wide, joined, right to left, controls.
  private static let hostile = [
    "注文-9", "e%CC%81", "%E2%9A%A0%EF%B8%8F", "%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7",
    "%F0%9F%87%A9%F0%9F%87%AA", "%D7%A9%D7%9C%D7%95%D7%9D", "%1B%5B2J", "%E2%80%AEevil", "%C2%9B31m", "a%00b",
  ]

  @Test(arguments: [(200, 50), (120, 36), (80, 24), (40, 12)])
  func `hostile text leaves every pane in its place`(width: Int, height: Int) {
    var ui = HeadlessInspector(width, height)
    for (index, text) in Self.hostile.enumerated() {
      ui.receive(
        Wire.binary(
          id: "\(index)",
          attributes: [("ce-subject", text), ("ce-odd", text), ("X-Odd", "a\u{1B}]52;c;aGk=\u{7}b")],
          contentType: "text/plain", body: "\u{202E}x\u{1B}[31m 日本\n"))
    }
    for keys in [
      "", "Enter", "2", "3", "4", "5", "6", "7", "t", "i", "?", "Esc", "s", "Esc", "W", "C", "Esc", "R",
      "Esc",
    ] {
      ui.press(keys)
      let canvas = ui.model.view()
      for y in 0..<height {
        #expect(
          canvas.row(y).reduce(0) { $0 + ($1.width == 2 ? 2 : $1.width) } == width, "row \(y) after \(keys)")
      }
      for scalar in ui.screen.unicodeScalars where scalar != "\n" {
        #expect(
          scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
            && !(0x202a...0x202e).contains(scalar.value),
          "U+\(String(scalar.value, radix: 16)) after \(keys)")
      }
    }
  }
}
