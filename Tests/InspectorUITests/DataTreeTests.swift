import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// Data other than JSON that folds as JSON does.
@Suite struct DataTreeTests {
  private static let xml =
    "<order id=\"7\"><lines><line sku=\"77\">1</line><line/></lines><note>hello</note></order>"

  private func open(_ contentType: String, _ body: [UInt8]) -> HeadlessInspector {
    var ui = HeadlessInspector(80, 24)
    ui.receive(
      Array(
        ("POST / HTTP/1.1\r\nHost: localhost:8080\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n"
          + "Content-Type: \(contentType)\r\nContent-Length: \(body.count)\r\n\r\n").utf8) + body)
    ui.press("Enter 2 z")
    return ui
  }

  @Test func `XML is a tree whose elements fold and unfold`() {
    var ui = open("application/xml", Array(Self.xml.utf8))
    #expect(ui.line(with: "<order").contains("▾ <order id=\"7\">   2 items"))
    #expect(ui.line(with: "<lines>").contains("  ▾ <lines>   2 items"))
    while !ui.line(with: "▌").contains("<lines>") { ui.press("j") }
    ui.press("h")
    #expect(
      ui.line(with: "<lines>").contains("▸ <lines> <line sku=\"77\">1</line> <line/> </lines>   2 items"))
    #expect(ui.line(with: "<note>").contains("    <note>hello</note>"))
    ui.press("l")
    #expect(ui.lines.contains { $0.contains("    <line sku=") })
    ui.press("h h")
    #expect(ui.line(with: "▌").contains("<order"), "h goes to what it stands in")
  }

  @Test func `everything folds but what holds it, and a search unfolds what hides it`() {
    var ui = open("application/xml", Array(Self.xml.utf8))
    ui.press("*")
    #expect(ui.line(with: "<order").contains("▾") && ui.line(with: "<lines>").contains("▸"))
    ui.press("/")
    ui.type("77")
    ui.press("Enter")
    #expect(ui.lines.contains { $0.contains("    <line sku=\"77\">") && !$0.contains("▸") })
    ui.press("* *")
    #expect(ui.line(with: "<lines>").contains("▾"))
  }

  @Test(arguments: [
    (
      "application/cbor", [0xa2, 0x61, 0x61, 0x82, 0x01, 0x02, 0x61, 0x62, 0xa1, 0x61, 0x63, 0x03] as [UInt8]
    ),
    ("application/msgpack", [0x82, 0xa1, 0x61, 0x92, 0x01, 0x02, 0xa1, 0x62, 0x81, 0xa1, 0x63, 0x03]),
    ("application/protobuf", [0x0a, 0x04, 0x08, 0x01, 0x10, 0x02, 0x12, 0x02, 0x08, 0x03]),
  ])
  func `binary data folds too`(contentType: String, body: [UInt8]) {
    var ui = open(contentType, body)
    let unfolded = ui.lines.count { $0.contains("▾") }
    #expect(unfolded >= 2, "\(ui.screen)")
    ui.press("*")
    #expect(ui.lines.contains { $0.contains("▸") } && ui.lines.count { $0.contains("▾") } < unfolded)
    ui.press("*")
    #expect(ui.lines.count { $0.contains("▾") } == unfolded)
  }
}
