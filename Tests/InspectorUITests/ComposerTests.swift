import CloudEvents
import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct ComposerTests {
  private func sent(_ ui: HeadlessInspector) -> SendRequest? {
    for case .send(let request) in ui.effects.reversed() { return request }
    return nil
  }

  @Test func `the form shows what placeholders will become`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("c")
    #expect(ui.lines[0].contains("to: http://localhost:8080"))
    #expect(
      ui.line(with: "time").contains("{now}") && ui.line(with: "time").contains("→ 2026-11-23T08:20:35.012Z"))
  }

  @Test func `what is previewed is what is sent`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Ctrl-U")
    ui.type("com.example.made")
    ui.press("F3 F3")
    #expect(ui.screen.contains("ce-type: com.example.made"))
    #expect(ui.screen.contains("Content-Length: 18"))
    let previewedID = ui.line(with: "ce-id").split(separator: " ").last.map(String.init)
    ui.press("F5")
    let request = try #require(sent(ui))
    #expect(request.body == Array(#"{"hello": "world"}"#.utf8))
    #expect(request.fields.contains(HeaderLine("ce-type", "com.example.made")))
    #expect(request.fields.first { $0.name == "ce-id" }?.value == previewedID)
    #expect(request.address.description == "http://localhost:8080")
  }

  @Test func `structured mode puts the event into the body`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Up Up Right F5")
    let request = try #require(sent(ui))
    #expect(request.fields == [HeaderLine("Content-Type", "application/cloudevents+json; charset=utf-8")])
    let event = try JSONEventFormat().event(from: request.body)
    #expect(event.type == "com.example.hello")
  }

  @Test func `an extension is typed as name=value`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Up Up Right Up Up")
    ui.type("partition:integer=7")
    ui.press("F5")
    let event = try JSONEventFormat().event(from: try #require(sent(ui)).body)
    #expect(event[AttributeName("partition")!] == .integer(7))
  }

  @Test func `what is wrong is shown beside the field and asked about once`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Down Ctrl-U")
    ui.type("not a uri")
    #expect(ui.line(with: "source").contains("✗ source is no URI-reference"))
    ui.press("F5")
    #expect(sent(ui) == nil)
    #expect(ui.screen.contains("F5 again sends it anyway"))
    ui.press("F5")
    #expect(sent(ui) != nil)
  }

  @Test func `broken JSON says line and column`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Up Up Up")
    ui.press("End")
    ui.type("x")
    #expect(ui.screen.contains("JSON, line 1, column 19"))
  }

  @Test func `the answer is shown`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("c F5")
    ui.run(
      .delivered(
        1,
        .answered(
          status: 202, reason: "Accepted", fields: [HeaderLine("X-Seen", "yes")], body: Array("thanks".utf8),
          duration: .microseconds(3100))))
    #expect(ui.screen.contains("HTTP 202 Accepted   in 3.1 ms"))
    #expect(ui.screen.contains("X-Seen: yes"))
    #expect(ui.screen.contains("thanks"))
  }

  @Test func `what could not be sent says why`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("c F5")
    ui.run(.delivered(1, .failed("Nobody listens on http://localhost:9.")))
    #expect(ui.screen.contains("Nobody listens on http://localhost:9."))
  }

  @Test func `Esc closes and keeps what was typed`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Ctrl-U")
    ui.type("com.example.kept")
    ui.press("Esc c")
    #expect(ui.screen.contains("com.example.kept"))
  }

  @Test func `a copy of an event comes with a new id`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.receive(
      Wire.binary(id: "old", attributes: [("ce-subject", "a%20b"), ("ce-key", "k")], body: #"{"n":1.0}"#))
    ui.press("e")
    #expect(ui.line(with: "subject").contains("a b"))
    #expect(ui.screen.contains("key=k"))
    ui.press("F5")
    let request = try #require(sent(ui))
    #expect(request.body == Array(#"{"n":1.0}"#.utf8))
    #expect(!request.fields.contains(HeaderLine("ce-id", "old")))
    #expect(request.fields.contains(HeaderLine("ce-subject", "a%20b")))
  }

  @Test func `resending sends the same bytes`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.receive(Wire.binary(id: "again", attributes: [("X-Odd", "Kept")], body: " {\"n\" : 1.0}\n"))
    ui.press("r")
    let request = try #require(sent(ui))
    #expect(request.body == Array(" {\"n\" : 1.0}\n".utf8))
    #expect(request.fields.contains(HeaderLine("ce-id", "again")))
    #expect(request.fields.contains(HeaderLine("X-Odd", "Kept")))
    #expect(!request.fields.contains { $0.name == "Host" || $0.name == "Content-Length" })
  }

  @Test func `resending keeps bytes that are no text, and leaves secrets behind`() throws {
    var ui = HeadlessInspector(80, 24)
    let head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\n"
      + "X-Latin: caf\u{e9}\r\nReferer: http://me:pw@h/\r\nAuthorization: Bearer b\r\n\r\n"
    let bytes = head.unicodeScalars.map { UInt8($0.value) }
    ui.receive(
      Delivery(
        transport: .http, peer: "127.0.0.1:9", received: WallTime(nanoseconds: 0), bytes: bytes,
        headLength: bytes.count))
    ui.press("r")
    let request = try #require(sent(ui))
    #expect(request.fields.contains(HeaderLine("X-Latin", bytes: Array("caf".utf8) + [0xe9])))
    #expect(request.fields.contains(HeaderLine("Referer", "http://****@h/")))
    #expect(!request.fields.contains { $0.name == "Authorization" })
    let answer = SendOutcome.answered(
      status: 202, reason: "Accepted", fields: [], body: [], duration: .milliseconds(3))
    ui.run(.delivered(request.id, answer))
    #expect(ui.screen.contains("202 Accepted · 3 ms · sent without 1 secret header"))
    ui.change { $0.keepsSecrets = true }
    ui.press("r")
    let whole = try #require(sent(ui))
    #expect(whole.fields.contains(HeaderLine("Authorization", "Bearer b")))
    ui.run(.delivered(whole.id, answer))
    #expect(!ui.screen.contains("sent without"))
  }

  @Test func `resending to another place asks first, and keeps the path`() throws {
    var ui = HeadlessInspector(80, 24)
    let request = Wire.request(
      body: #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#, target: "/hook?x=2")
    ui.inspector.keepSent(
      Delivery(request: request, at: ui.time, peer: "http://service.test:9000"), status: 202)
    ui.run(.storeChanged(ui.store.snapshot()))
    ui.press("r")
    #expect(sent(ui) == nil)
    #expect(ui.screen.contains("Send again to http://service.test:9000/hook?x=2?"))
    ui.press("j Enter")
    #expect(try #require(sent(ui)).address.description == "http://service.test:9000/hook?x=2")
  }

  @Test func `what came in goes again to where it came in, whatever the composer sends to`() throws {
    var ui = HeadlessInspector(
      80, 24, addresses: ["http://localhost:9000", "http://localhost:8080", "unix:/tmp/e.sock"])
    ui.receive(Wire.binary(id: "here"))
    ui.press("c Up Ctrl-U")
    ui.type("http://service.test:9000")
    ui.press("Esc r")
    #expect(try #require(sent(ui)).address.description == "http://localhost:8080")
  }

  @Test func `what a paste or an event put into the form can be taken back`() {
    var ui = HeadlessInspector(80, 24)
    ui.receive(Wire.binary(id: "1", type: "com.example.received"))
    ui.press("c Ctrl-U")
    ui.type("half.written")
    ui.press("Esc e")
    #expect(ui.line(with: "type  ").contains("com.example.received"))
    ui.press("Ctrl-Y")
    #expect(ui.line(with: "type  ").contains("half.written"))
    ui.press("Ctrl-Y")
    #expect(ui.line(with: "type  ").contains("com.example.received"))
  }

  @Test func `a name in braces that is no placeholder is told`() {
    var ui = HeadlessInspector(120, 24)
    ui.press("c Down Ctrl-U")
    ui.type("/a/{nope}")
    #expect(ui.screen.contains("{nope} is no placeholder"))
    ui.press("Ctrl-U")
    ui.type("/a/{seq}")
    #expect(!ui.screen.contains("is no placeholder"))
  }

  @Test func `the draft of the last session is told of when the composer is opened`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Ctrl-U")
    ui.type("com.example.draft")
    let draft = ui.model.draft
    var next = HeadlessInspector(80, 24)
    next.change { $0.takeUp(draft) }
    next.press("c")
    #expect(next.screen.contains("the draft that the last session left"))
    next.press("Esc c")
    #expect(!next.screen.contains("the last session left"))
  }

  @Test func `credentials are not sent on`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.receive(Wire.binary(attributes: [("Authorization", "Bearer abc")]))
    ui.press("r")
    #expect(!(try #require(sent(ui)).fields.contains { $0.name == "Authorization" }))
  }

  @Test func `a request that carries no event is not sent again`() {
    var ui = HeadlessInspector(80, 24)
    ui.receive(Wire.request(body: "", method: "GET"))
    ui.press("r")
    #expect(sent(ui) == nil)
    #expect(ui.screen.contains("Only POST and PUT carry events; this was GET."))
  }

  @Test func `what could not be delivered is marked`() {
    var ui = HeadlessInspector(120, 36)
    ui.inspector.keepSent(
      Delivery(request: Wire.binary(id: "mine"), at: ui.time), status: 0, isDelivered: false)
    ui.run(.storeChanged(ui.store.snapshot()))
    #expect(ui.lines[3].hasPrefix("▌⊘"))
    ui.press("Enter")
    #expect(ui.line(with: "answer").contains("none: it did not get there"))
  }

  @Test func `a long line of data is typed into quickly`() {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Up Up Up Home")
    ui.paste(String(repeating: "x", count: 200_000))
    for _ in 0..<20 { ui.press("Left y") }
    #expect(ui.model.isComposing)
  }

  @Test func `to a socket for lines the event goes as a line`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.press("c Up Ctrl-U")
    ui.type("unix+ndjson:/tmp/x.sock")
    ui.press("F5")
    let request = try #require(sent(ui))
    #expect(request.fields.isEmpty)
    #expect(!request.body.contains(0x0a))
    #expect(try JSONEventFormat().event(from: request.body).type == "com.example.hello")
  }

  @Test func `what is sent stands before what it brings about, and a filter sees its answer when it comes`() {
    var ui = HeadlessInspector(80, 24)
    ui.setFilter("status:429")
    let numbers = ui.inspector.keepSending(Delivery(request: Wire.binary(id: "mine"), at: ui.time))
    ui.receive(Wire.binary(id: "echo"))
    #expect(ui.model.rows.count == 0)
    ui.store.note(answer: 429, isDelivered: true, to: numbers)
    ui.run(.storeChanged(ui.store.snapshot()))
    #expect(ui.model.rows.count == 1 && ui.model.selected?.id == "mine")
    ui.setFilter("-status:429")
    #expect(ui.model.rows.count == 1 && ui.model.selected?.id == "echo")
    ui.setFilter("")
    #expect(ui.lines[3].contains("⊘") && !ui.lines[4].contains("⊘"))
  }

  @Test func `the facets count an answer when it comes`() {
    var ui = HeadlessInspector(160, 45)
    let numbers = ui.inspector.keepSending(Delivery(request: Wire.binary(id: "mine"), at: ui.time))
    ui.run(.storeChanged(ui.store.snapshot()))
    #expect(ui.line(with: " 418").isEmpty)
    ui.store.note(answer: 418, isDelivered: true, to: numbers)
    ui.run(.storeChanged(ui.store.snapshot()))
    ui.pass(seconds: 2)
    #expect(!ui.line(with: " 418").isEmpty)
  }

  @Test func `the detail says that an answer is waited for, and then what it was`() {
    var ui = HeadlessInspector(120, 36)
    let numbers = ui.inspector.keepSending(Delivery(request: Wire.binary(id: "mine"), at: ui.time))
    ui.run(.storeChanged(ui.store.snapshot()))
    ui.press("Enter")
    #expect(ui.line(with: "answer").contains("not there yet"))
    ui.store.note(answer: 202, isDelivered: true, to: numbers)
    ui.run(.storeChanged(ui.store.snapshot()))
    #expect(ui.line(with: "answer").contains("202"))
  }

  @Test func `an event that was sent is in the list`() {
    var ui = HeadlessInspector(80, 24)
    ui.inspector.keepSent(Delivery(request: Wire.binary(id: "mine"), at: ui.time), status: 202)
    ui.run(.storeChanged(ui.store.snapshot()))
    #expect(ui.lines[3].hasPrefix("▌↑"))
  }
}
