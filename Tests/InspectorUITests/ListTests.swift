import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct ListTests {
  @Test func `an event that arrives is a row, and the newest is selected`() {
    let ui = shop(80, 12, count: 4)
    #expect(
      ui.screen == """
         LIVE  http://localhost:8080                                   4 events · 0.8/s
         Filter   f to filter, e.g. type:com.example.*
            TIME         TYPE                     SOURCE           SUBJECT        SIZE
            08:20:35.012 com.shop.order.created   /shop/eu/orders  order-1041     14 B
            08:20:35.146 com.shop.order.paid      /shop/eu/orders  order-1042     14 B
            08:20:35.280 com.shop.stock.reserved  /shop/eu/orders  order-1043     14 B
        ▌   08:20:35.414 com.shop.mail.queued     /shop/eu/orders  order-1044     14 B




         ⏎ Open  Tab Pane  f Filter  / Search  m Mark  c Compose  e Edit copy  ? Help
        """)
    #expect(ui.selectedSubject == "order-1044")
  }

  @Test func `nothing moves under the cursor when events arrive`() {
    var ui = shop(80, 12, count: 30)
    ui.press("k k k")
    // Without the scroll bar, which tells how much there is.
    let rows = ui.lines[3..<9].map { $0.prefix(78) }
    for index in 0..<50 { ui.receive(Wire.binary(id: "new-\(index)")) }
    #expect(ui.lines[3..<9].map { $0.prefix(78) } == rows)
    #expect(ui.screen.contains("▼ 50 new below — G to follow"))
    #expect(ui.lines[0].contains("80 events"))
  }

  @Test func `on the last row the cursor goes along with new events`() {
    var ui = shop(80, 12, count: 30)
    ui.receive(Wire.binary(id: "new", attributes: [("ce-subject", "the-newest")]))
    #expect(ui.selectedSubject == "the-newest")
    ui.press("k G")
    ui.receive(Wire.binary(id: "newer", attributes: [("ce-subject", "even-newer")]))
    #expect(ui.selectedSubject == "even-newer")
  }

  @Test(arguments: [
    ("g", "order-1041"), ("G", "order-1070"), ("g j j", "order-1043"), ("g Down Up", "order-1041"),
    ("G k", "order-1069"), ("g PgDn", "order-1047"), ("g Ctrl-D", "order-1044"), ("End Home", "order-1041"),
  ])
  func `keys move the cursor`(keys: String, subject: String) {
    var ui = shop(80, 12, count: 30)
    ui.press(keys)
    #expect(ui.selectedSubject == subject)
  }

  @Test func `a request that is no event is a row with its reason`() {
    var ui = HeadlessInspector(80, 12)
    ui.receive(Wire.request(contentType: "text/plain", body: "hello"))
    #expect(ui.line(with: "✗").contains("POST / — The message is no CloudEvent."))
    #expect(ui.lines[0].contains("1 invalid"))
  }

  @Test func `a repeated source and id is marked`() {
    var ui = HeadlessInspector(80, 12)
    ui.receive(Wire.binary(id: "same"))
    ui.receive(Wire.binary(id: "same"))
    #expect(ui.lines[3].hasPrefix("   "))
    #expect(ui.lines[4].hasPrefix("▌×2"))
  }

  @Test func `a warning is marked`() {
    var ui = HeadlessInspector(80, 12)
    ui.receive(Wire.binary(attributes: [("ce-subject", "a b")]))
    #expect(ui.lines[3].hasPrefix("▌!"))
  }

  @Test func `what is dropped is counted in the title`() {
    var ui = HeadlessInspector(100, 12, limits: .init(entries: 10))
    for index in 0..<25 { ui.receive(Wire.binary(id: "\(index)")) }
    #expect(ui.lines[0].contains("25 events"))
    #expect(ui.lines[0].contains("15 dropped"))
    #expect(ui.lines[1].contains("10 kept of 25"))
  }

  @Test func `the cursor stays on the oldest row when its entry is dropped`() {
    var ui = HeadlessInspector(80, 12, limits: .init(entries: 10))
    for index in 0..<10 { ui.receive(Wire.binary(id: "\(index)")) }
    ui.press("g")
    for index in 10..<15 { ui.receive(Wire.binary(id: "\(index)")) }
    #expect(ui.model.selected?.id == "5")
  }

  @Test func `paused, the view stays while events are counted`() {
    var ui = shop(80, 12, count: 3)
    ui.press("p")
    let rows = ui.lines[3..<9]
    ui.receive(Wire.binary(id: "later"))
    #expect(ui.lines[0].contains("PAUSED"))
    #expect(ui.lines[0].contains("4 events"))
    #expect(ui.lines[3..<9] == rows)
    ui.press("p")
    #expect(ui.lines[0].contains("LIVE"))
    #expect(ui.screen.contains("com.example.test"))
  }

  @Test func `title, filter and facets count the same events, sent ones too`() {
    var ui = shop(200, 50, count: 6)
    for index in 0..<3 {
      ui.inspector.keepSent(Delivery(request: Wire.binary(id: "s\(index)"), at: ui.time), status: 202)
    }
    ui.run(.storeChanged(ui.store.snapshot()))
    ui.setFilter("is:sent")
    #expect(ui.lines[0].contains("9 events") && ui.lines[0].contains("3 sent"))
    #expect(ui.lines[1].contains("3 of 9"))
    // Four types of events were received, and another was sent.
    #expect(ui.lines[2].prefix(30).contains("TYPE") && ui.lines[2].prefix(30).contains("5 values"))
    let counts = ui.lines[3..<8].compactMap { Int($0.prefix(30).split { $0 == " " || $0 == "│" }.last ?? "") }
    #expect(counts.reduce(0, +) == 9)
  }

  @Test func `what was sent and is invalid has both marks`() {
    var ui = shop(count: 1)
    ui.inspector.keepSent(
      Delivery(request: Wire.binary(id: "", type: "wrong"), at: ui.time), status: 400)
    ui.run(.storeChanged(ui.store.snapshot()))
    #expect(ui.line(with: "wrong").contains("⊘✗"))
  }

  @Test func `a wide list alone shows all columns`() {
    var ui = shop(200, 30)
    ui.press("z")
    for title in ["TYPE", "ID", "MODE", "STATUS", "SIZE"] { #expect(ui.lines[2].contains(title)) }
  }

  @Test(arguments: [80, 100, 120])
  func `the address stays as it is when the rate comes and goes`(width: Int) {
    for port in ["8080", "21018"] {
      for length in 4...30 {
        let host = String(repeating: "h", count: length)
        var ui = HeadlessInspector(width, 24, addresses: ["http://\(host):\(port)"])
        ui.receive(Wire.request(contentType: "text/plain", body: "no event"))
        func address() -> String? {
          ui.lines[0].split(separator: " ").first { $0.contains(":") }.map(String.init)
        }
        let quiet = address()
        for _ in 0..<12 {
          ui.pass(seconds: 1)
          #expect(address() == quiet, "\(ui.lines[0])")
        }
      }
    }
  }

  @Test func `a narrow title has the port, and what is invalid`() {
    var ui = HeadlessInspector(40, 12)
    ui.receive(Wire.request(contentType: "text/plain", body: "no event"))
    #expect(ui.lines[0].contains(":8080") && ui.lines[0].contains("1 invalid"))
    #expect(!ui.lines[0].contains("http"))
  }

  @Test func `clearing asks first, with Cancel selected`() {
    var ui = shop(count: 5)
    ui.press("X Enter")
    #expect(ui.model.shown.count == 5)
    ui.press("X j Enter")
    #expect(ui.model.rows.count == 0)
    #expect(ui.lines[0].contains("0 events") && ui.lines[0].contains("5 cleared"))
    #expect(ui.screen.contains("Cleared 5 events; u takes it back for 30 s"))
  }

  @Test func `columns stay straight with wide and joined characters`() {
    var ui = HeadlessInspector(80, 14)
    for subject in [
      "plain", "%E6%B3%A8%E6%96%87", "e%CC%81", "%E2%9A%A0%EF%B8%8F", "%F0%9F%87%A9%F0%9F%87%AA",
      "%D7%A9%D7%9C",
    ] {
      ui.receive(Wire.binary(id: subject, attributes: [("ce-subject", subject)]))
    }
    let canvas = ui.model.view()
    for row in 3..<9 {
      // The size ends two columns before the edge in each row.
      #expect(canvas[77, row].text == "B")
    }
  }
}
