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

  @Test func `the row under the cursor is always there`() {
    for height in 2...24 {
      let ui = shop(80, height, count: 30)
      #expect(ui.screen.contains("order-1070"), "at a height of \(height)")
    }
  }

  @Test func `side by side the detail is open from the start`() {
    let ui = shop(120, 36)
    #expect(ui.screen.contains("[1 Attributes]"))
    #expect(ui.screen.contains("TYPE"))
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
    #expect(ui.screen.contains("[1 Attributes]") && !ui.screen.contains("TIME"))
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
    #expect(ui.lines[2].hasPrefix("   TYPE"))
  }

  @Test func `Tab goes round the panes`() {
    var ui = shop(200, 50)
    #expect(ui.model.focus == .list)
    ui.press("Tab")
    #expect(ui.model.focus == .detail)
    ui.press("Tab")
    #expect(ui.model.focus == .facets)
    ui.press("Shift-Tab")
    #expect(ui.model.focus == .detail)
  }
}
