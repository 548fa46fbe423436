import CloudEvents
import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct DetailTests {
  private func open(_ bytes: [UInt8], tab: Int, _ width: Int = 100, _ height: Int = 40) -> HeadlessInspector {
    var ui = HeadlessInspector(width, height)
    ui.receive(bytes)
    ui.press("Enter \(tab)")
    return ui
  }

  @Test func `attributes are shown decoded`() {
    let ui = open(
      Wire.binary(attributes: [("ce-subject", "50%25%20%C3%A9"), ("ce-traceparent", "00-ab-cd-01")]), tab: 1)
    #expect(ui.line(with: "subject").contains("50% é"))
    #expect(ui.line(with: "traceparent").contains("00-ab-cd-01  (extension, String)"))
    #expect(ui.line(with: "datacontenttype").contains("application/json"))
  }

  @Test(arguments: [
    (#"{"a":1,"b":{"c":1,"c":2}}"#, "data.b.c stands there twice"),
    (#"{"a":1,"a":2,"a":3}"#, "data.a and 1 more stands there twice"), (#"{"a":{"c":1},"b":{"c":1}}"#, ""),
  ])
  func `members that stand in an object twice are told`(body: String, sentence: String) {
    let ui = open(Wire.binary(body: body), tab: 7)
    #expect(ui.screen.contains("stands there twice") != sentence.isEmpty)
    #expect(ui.screen.contains(sentence) || sentence.isEmpty)
  }

  @Test func `what looks at data another way says which, and ends with events of another type`() {
    var ui = HeadlessInspector(120, 30)
    ui.receive(Wire.binary(id: "1", type: "a"))
    ui.receive(Wire.binary(id: "2", type: "a"))
    ui.receive(Wire.binary(id: "3", type: "b"))
    ui.press("g Tab 2 v")
    #expect(ui.screen.contains("Data as ") && ui.screen.contains(" · v goes on: 2 of "))
    ui.press("J")
    #expect(ui.screen.contains("because you asked for it"))
    ui.press("J")
    #expect(!ui.screen.contains("because you asked for it"))
  }

  @Test(arguments: [
    (160, "1 Attributes [2 Data] 3 Headers  4 Raw  5 Hex  6 As…  7 Checks"),
    (120, "1 Attr [2 Data] 3 Head 4 Raw 5 Hex 6 As… 7 Checks"),
    (80, "1 Attributes [2 Data] 3 Headers  4 Raw  5 Hex  6 As…  7 Checks"),
    (40, "1 Attr [2 Data] 3 Head 4 5 6 7 Checks"),
  ])
  func `the longest titles of tabs are shortened first, and Checks stays a word`(width: Int, tabs: String) {
    var ui = open(Wire.binary(), tab: 2)
    ui.resize(width, 36)
    #expect(ui.screen.contains(tabs), "\(ui.screen)")
  }

  @Test func `a body that came compressed is decoded once`() {
    var ui = HeadlessInspector(100, 24)
    let body = Base64.decode("H4sIAAAAAAACA6tWqsosKEhNUbIqKSpN1VHKU7KKNtQx0jGOrQUAy7DlmRsAAAA=")!
    let head = Wire.binary(attributes: [("Content-Encoding", "gzip")], body: "")
    var delivery = Delivery(request: head)
    delivery.bytes += body
    try? delivery.decodeContent(limit: 1000)
    ui.receive(delivery)
    ui.press("Enter 2")
    #expect(ui.screen.contains("JSON, because the content type is application/json · UTF-8 · 27 bytes"))
    #expect(ui.screen.contains("\"zipped\": true"))
  }

  @Test func `a body that could not be parsed is shown as it came`() {
    let ui = open(Wire.request(body: #"{"specversion":"1.0", "id": 5, oops"#), tab: 2)
    #expect(ui.screen.contains("The body: Text, because it is no JSON"))
    #expect(ui.screen.contains(#"{"specversion":"1.0", "id": 5, oops"#))
    let whole = open(Wire.request(body: #"{"specversion":"1.0","id":"5"}"#), tab: 2)
    #expect(whole.screen.contains("The event has no data."))
  }

  @Test func `members of a batch are counted from one wherever they are named`() {
    let good = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#
    let body = #"[\#(good),{"specversion":"1.0","id":"2","source":"/s"}]"#
    for tab in [1, 7] {
      let ui = open(
        Wire.request(contentType: "application/cloudevents-batch+json", body: body), tab: tab)
      #expect(ui.screen.contains("member 2 · spec.required"), "\(ui.screen)")
      #expect(tab == 7 || ui.line(with: " batch ").contains("2 of 2"))
    }
  }

  @Test(arguments: ["image/png", "application/octet-stream"])
  func `bytes stand as many to a line as there is room for, whatever they are`(type: String) {
    let png: [UInt8] =
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d] + Array("IHDR".utf8)
      + [UInt8](repeating: 7, count: 30)
    var ui = HeadlessInspector(120, 36)
    var delivery = Delivery(request: Wire.binary(contentType: type, body: ""))
    delivery.bytes += png
    ui.receive(delivery)
    ui.press("Enter 2")
    #expect(ui.line(with: "00000008 ").contains("IHDR"), "\(ui.screen)")
  }

  @Test func `the footer masks what is revealed`() {
    var ui = open(Wire.binary(attributes: [("Authorization", "Bearer abc")]), tab: 3, 200)
    #expect(ui.lines.last?.contains(". Reveal") == true)
    ui.press(".")
    #expect(ui.lines.last?.contains(". Mask") == true && ui.screen.contains("Bearer abc"))
  }

  @Test func `documented extensions are explained beside their values`() {
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    let ui = open(
      Wire.binary(attributes: [("ce-sampledrate", "30"), ("ce-traceparent", parent)]), tab: 1)
    #expect(ui.line(with: "sampledrate").contains("30  (1 of 30 events is sent)"))
    #expect(ui.line(with: "traceparent").contains(parent))
    #expect(ui.screen.contains("trace 4bf92f3577b34da6a3ce929d0e0e4736"))
  }

  @Test func `JSON data keeps its numbers, its order and its duplicates`() {
    let ui = open(Wire.binary(body: #"{"b":1.10,"a":12345678901234567890,"b":1e400}"#), tab: 2)
    let lines = ui.lines.filter { $0.contains("\"a\"") || $0.contains("\"b\"") }.map { $0.drop { $0 == " " } }
    #expect(lines == [#""b": 1.10,"#, #""a": 12345678901234567890,"#, #""b": 1e400"#])
  }

  @Test func `binary data is shown as numbers`() {
    let ui = open(Wire.binary(contentType: "application/octet-stream", body: "\u{1}\u{2}ab"), tab: 2)
    #expect(ui.screen.contains("01 02 61 62"))
  }

  @Test func `headers stand in order, with what they mean`() {
    let ui = open(Wire.binary(attributes: [("ce-subject", "a%20b")]), tab: 3)
    #expect(ui.line(with: "ce-subject:").contains("a%20b"))
    #expect(ui.screen.contains("→ subject a b"))
    #expect(ui.screen.contains("Host: localhost:8080"))
  }

  @Test func `raw shows the bytes that came, line by line`() {
    let ui = open(Wire.binary(body: #"{"n": 1}"#), tab: 4)
    #expect(ui.screen.contains("POST / HTTP/1.1"))
    #expect(ui.screen.contains("ce-specversion: 1.0"))
    #expect(ui.screen.contains(#"{"n": 1}"#))
    #expect(ui.screen.contains("(no line break at the end)"))
  }

  @Test func `an invalid event says why, with rule and section`() {
    let ui = open(Wire.binary(id: "", attributes: [("ce-time", "yesterday")]), tab: 7)
    #expect(ui.screen.contains("✗ id is empty"))
    #expect(ui.screen.contains("spec.timestamp · CloudEvents 1.0.2, time"))
  }

  @Test func `a valid event says what was checked`() {
    let ui = open(Wire.binary(attributes: [("ce-time", "2026-11-23T08:20:36Z")]), tab: 7)
    #expect(ui.screen.contains("✓ a valid CloudEvent of version 1.0"))
    #expect(ui.screen.contains("✓ time is RFC 3339"))
  }

  @Test func `what the listener refused shows the listener's reason`() {
    var ui = HeadlessInspector(100, 40)
    var delivery = Delivery(request: Wire.request(body: "{}", method: "DELETE"))
    delivery.refusal = .init(
      status: 405, reason: "DELETE is not taken.", rule: "http.method", section: "RFC 9110, 15.5.6")
    ui.receive(delivery)
    ui.press("Enter 7")
    #expect(ui.screen.contains("✗ DELETE is not taken."))
    #expect(ui.screen.contains("http.method · RFC 9110, 15.5.6"))
  }

  @Test(arguments: [3, 4, 5])
  func `secrets are masked until a key reveals them`(tab: Int) {
    var ui = open(Wire.binary(attributes: [("Authorization", "Bearer abc.def.ghi")]), tab: tab)
    let secret = tab == 5 ? "61 62 63 2e" : "abc.def.ghi"
    #expect(!ui.screen.contains(secret))
    ui.press(".")
    #expect(ui.screen.contains(secret))
    ui.press("J")
    ui.receive(Wire.binary(id: "2", attributes: [("Authorization", "Bearer abc.def.ghi")]))
    ui.press("J")
    #expect(!ui.screen.contains(secret), "the next event's secrets are masked again")
  }

  @Test func `an event that is open stays open when others come`() {
    var ui = shop(80, 24, count: 3)
    ui.press("Enter")
    ui.receive(Wire.binary(id: "later"))
    #expect(ui.selectedSubject == "order-1043")
    ui.press("J")
    #expect(ui.model.selected?.id == "later")
  }

  @Test func `long text scrolls to its end and no further`() {
    var ui = open(
      Wire.binary(contentType: "text/plain", body: (1...200).map { "line \($0)" }.joined(separator: "\n")),
      tab: 2)
    ui.press("G")
    #expect(ui.screen.contains("line 200"))
    ui.press("g")
    #expect(ui.screen.contains("line 1"))
  }

  @Test(arguments: ["\u{1B}]52;c;aGk=\u{7}", "\u{9B}31m", "\u{202E}evil", "\u{1B}[2J"])
  func `no control of an event reaches the screen`(payload: String) {
    for tab in 1...7 {
      let ui = open(Wire.binary(contentType: "text/plain", body: payload), tab: tab)
      for scalar in ui.screen.unicodeScalars where scalar != "\n" {
        let isControl =
          scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
          || (0x202a...0x202e).contains(scalar.value)
        #expect(!isControl, "U+\(String(scalar.value, radix: 16)) in tab \(tab)")
      }
    }
  }
}
