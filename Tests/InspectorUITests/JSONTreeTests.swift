import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct JSONTreeTests {
  private func open(_ body: String, _ width: Int = 80, _ height: Int = 24) -> HeadlessInspector {
    var ui = HeadlessInspector(width, height)
    ui.receive(Wire.binary(body: body))
    ui.press("Enter 2 z")
    return ui
  }

  /// The lines of the tree, without what stands over it.
  private func tree(_ ui: HeadlessInspector) -> [String] {
    let lines = ui.lines.map { String($0.drop { $0 == "▌" || $0 == "▐" }.prefix(70)) }
    return lines.filter { $0.contains("▾") || $0.contains("▸") || $0.contains("\"") || $0.contains("}") }
      .map { $0.trimmingSpaces }
  }

  @Test func `objects and arrays are a tree`() {
    let ui = open(#"{"order":"o-1","lines":[{"sku":"77","qty":1},{}],"total":12345678901234567890}"#)
    #expect(
      tree(ui) == [
        "▾ {   3 items", #""order": "o-1","#, #"▾ "lines": [   2 items"#, "▾ {   2 items", #""sku": "77","#,
        #""qty": 1"#, "},", "{}", #""total": 12345678901234567890"#, "}",
      ])
  }

  @Test func `h folds and l unfolds, and a folded line shows what is in it`() {
    var ui = open(#"{"lines":[{"sku":"77","qty":1}],"n":1}"#)
    ui.press("j j j h")
    #expect(tree(ui).contains(#"▸ "lines": [ {"sku":"77","qty":1}],   1 item"#), "\(tree(ui))")
    #expect(!ui.screen.contains(#""sku": "77""#))
    ui.press("l")
    #expect(ui.screen.contains(#""sku": "77""#))
  }

  @Test func `the path of the cursor is shown, and h goes to what it stands in`() {
    var ui = open(#"{"a":{"b":[10,20]}}"#)
    ui.press("G k k k")
    #expect(ui.screen.contains("a.b[1]"))
    ui.press("h")
    #expect(ui.lines.contains { $0.hasPrefix(" data.a.b") && !$0.contains("[") }, "\(ui.screen)")
  }

  @Test func `* folds everything and unfolds it again`() {
    var ui = open(#"{"a":{"b":1},"c":[1,2]}"#)
    ui.press("*")
    #expect(tree(ui).count == 4)
    ui.press("*")
    #expect(ui.screen.contains(#""b": 1"#))
  }

  @Test func `+ on a value asks for it in the data`() {
    var ui = open(#"{"lines":[{"sku":"7 7"}]}"#)
    ui.press("g j j j j j +")
    #expect(ui.model.filter.applied == #"data.lines.0.sku:"7 7""#, "\(ui.model.filter.applied)")
    #expect(ui.model.rows.count == 1)
  }

  @Test func `what is large is shown at its beginning, and whole where that is asked for`() {
    let items = (0..<90_000).map { #"{"number":\#($0)}"# }.joined(separator: ",")
    var ui = open("[\(items)]")
    ui.press("G")
    #expect(ui.screen.contains("more: A shows all"))
    #expect(!ui.screen.contains("89999"))
    ui.press("A G")
    #expect(ui.screen.contains("89999") && !ui.screen.contains("more: A shows all"))
  }

  /// Goes on to another way to look at data until it is hex.
  private func goOnToHex(_ ui: inout HeadlessInspector) {
    for _ in DataDecoders.standard.list where !ui.screen.contains("7b 22 61 22") { ui.press("v") }
  }

  @Test func `v shows the data in the next way`() {
    var ui = open(#"{"a":1}"#)
    goOnToHex(&ui)
    #expect(ui.screen.contains("7b 22 61 22"))
  }

  @Test func `in Hex a byte and its character are told together`() {
    var ui = open(#"{"a":1}"#)
    goOnToHex(&ui)
    ui.press("G k")
    ui.press("G")
    ui.press("l")
    #expect(ui.lines[22].contains("offset 1 · 0x22 = 34"))
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
