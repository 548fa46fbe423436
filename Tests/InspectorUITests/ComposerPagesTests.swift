import CloudEvents
import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

@Suite struct ComposerPagesTests {
  private func sent(_ ui: HeadlessInspector) -> SendRequest? {
    for case .send(let request) in ui.effects.reversed() { return request }
    return nil
  }

  @Test func `headers that are written go with the message, their variables filled in`() throws {
    var ui = HeadlessInspector(80, 24)
    ui.setEnvironment(["TOKEN": "t0p"])
    ui.press("c F3")
    ui.type("X-Tenant: 7")
    ui.press("Enter")
    ui.type("Authorization: Bearer {env:TOKEN}")
    ui.press("F5")
    let fields = try #require(sent(ui)).fields
    #expect(fields.contains(HeaderLine("X-Tenant", "7")))
    #expect(fields.contains(HeaderLine("Authorization", "Bearer t0p")))
  }

  @Test func `a variable is shown resolved, unless its name says that it is a secret`() {
    var ui = HeadlessInspector(100, 24)
    ui.setEnvironment(["REGION": "eu", "API_TOKEN": "t0p"])
    ui.press("c Ctrl-U")
    ui.type("com.{env:REGION}.{env:API_TOKEN}.{env:NONE}")
    #expect(ui.line(with: "type").contains("→ com.eu.****.{env:NONE}"))
    ui.press("F5")
    #expect(sent(ui) == nil && ui.screen.contains("The environment variable NONE is not set"))
  }

  @Test func `Tab writes out what was seen, one after the other, and an empty field is passed by`() {
    var ui = shop(100, 24)
    ui.press("c Ctrl-U")
    ui.type("com.shop.order")
    #expect(ui.line(with: "type").contains("Tab: 2 types seen"))
    ui.press("Tab")
    let first = ui.line(with: "type")
    ui.press("Tab")
    #expect(ui.line(with: "type") != first && ui.line(with: "type").contains("com.shop.order."))
    ui.press("Ctrl-U Tab")
    ui.type("x")
    #expect(ui.line(with: "source").contains("/eventscopex"))
  }

  @Test func `a curl command that is pasted offers to fill the form`() throws {
    var ui = HeadlessInspector(100, 30)
    ui.press("c")
    ui.paste(
      "curl -X POST 'http://127.0.0.1:9000/in' \\\n -H 'ce-specversion: 1.0' -H \"ce-id: a'b\" -H 'ce-type: t.p' "
        + "-H 'ce-source: /c' -H 'X-Own: y' -H 'content-type: application/json' --data-raw $'{\"n\":\"it\\'s\"}'"
    )
    #expect(ui.screen.contains("This is a curl command"))
    ui.press("Enter F5")
    let request = try #require(sent(ui))
    #expect(request.address.description == "http://127.0.0.1:9000/in")
    #expect(request.fields.contains(HeaderLine("ce-type", "t.p")))
    #expect(request.fields.contains(HeaderLine("ce-id", "a'b")))
    #expect(request.fields.contains(HeaderLine("X-Own", "y")))
    #expect(request.body == Array(#"{"n":"it's"}"#.utf8))
  }

  @Test func `so does a JSON event, and other text is text`() throws {
    var ui = HeadlessInspector(100, 30)
    ui.press("c")
    ui.paste(#"{"specversion":"1.0","id":"7","source":"/p","type":"pasted","n":5,"data":{"a":1.0}}"#)
    ui.press("Enter F5")
    let request = try #require(sent(ui))
    #expect(
      request.fields.contains(HeaderLine("ce-n", "5")) && request.fields.contains(HeaderLine("ce-id", "7")))
    #expect(request.body == Array(#"{"a":1.0}"#.utf8))
    var other = HeadlessInspector(100, 30)
    other.press("c Ctrl-U")
    other.paste("curly")
    #expect(other.line(with: "type").contains("curly"))
  }

  @Test func `something goes to another machine only after a question`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Up Ctrl-U")
    ui.type("http://service.test:9000")
    ui.press("F5")
    #expect(sent(ui) == nil && ui.screen.contains("Send to service.test?"))
    ui.press("j Enter")
    #expect(sent(ui) != nil)
  }

  @Test func `what was sent is listed with its answer, and comes back into the form`() throws {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Ctrl-U")
    ui.type("first.one")
    ui.press("F5")
    let id = try #require(sent(ui)).id
    ui.run(
      .delivered(
        id, .answered(status: 202, reason: "Accepted", fields: [], body: [], duration: .milliseconds(3))))
    ui.press("F3")
    #expect(ui.line(with: "first.one").contains("202 Accepted"))
    ui.press("Enter Ctrl-U")
    ui.type("second")
    #expect(ui.line(with: "type").contains("second"))
  }

  @Test(arguments: [
    ("100", 100, Duration.zero), ("100 at 20/s", 100, .milliseconds(50)), ("3 every 2s", 3, .seconds(2)),
  ])
  func `many are sent with a gap between them`(text: String, count: Int, gap: Duration) throws {
    var ui = HeadlessInspector(100, 24)
    ui.press("c F8 Ctrl-U")
    ui.type(text)
    ui.press("Enter")
    guard case .sendSeries(let series)? = ui.effects.last else {
      Issue.record("nothing is sent")
      return
    }
    #expect(series.count == count && series.gap(before: 1) == gap)
    let ids = try (0..<2).map {
      try series.request($0, now: ui.time, formats: .standard).fields.first { $0.name == "ce-id" }?.value
    }
    #expect(ids[0] != ids[1])
    ui.run(.progressed(SeriesProgress(id: series.id, count: count)))
    #expect(ui.screen.contains("Sending 0 of \(count)"))
    ui.press("Esc")
    #expect(ui.effects.last == .stopSeries)
  }

  @Test func `a scenario sends its steps in order, each after its gap`() throws {
    var ui = HeadlessInspector(100, 24)
    ui.makeScenario("step.one", "step.two")
    ui.press("F9")
    guard case .sendSeries(let series)? = ui.effects.last else {
      Issue.record("nothing is sent")
      return
    }
    #expect(series.count == 2 && series.gap(before: 1) == .milliseconds(250))
    let types = try (0..<2).map { try series.request($0, now: ui.time, formats: .standard).label }
    #expect(types == ["step.one", "step.two"])
  }

  @Test func `the first step is sent at once, and each other asks how long it waits for the one before`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Ctrl-G")
    #expect(ui.screen.contains("The scenario has 1 step; F4 lists, F9 sends."))
    ui.press("Ctrl-G")
    #expect(ui.lines[22].contains("Step 2 of the scenario waits 500ms"))
    #expect(ui.lines[22].contains("after step 1: 0s, 500ms, 2s"))
  }

  @Test func `the steps of a scenario are listed, and one that is taken out can be put back`() {
    var ui = HeadlessInspector(100, 24)
    ui.makeScenario("step.one", "step.two", "step.three")
    ui.press("F4")
    #expect(ui.line(with: "1  step.one").contains("at once"))
    #expect(ui.line(with: "2  step.two").contains("after 250ms"))
    ui.press("j d")
    #expect(!ui.screen.contains("step.two") && ui.screen.contains("2  step.three"))
    #expect(ui.screen.contains("Step 2 was taken out; u puts it back."))
    ui.press("u")
    #expect(ui.screen.contains("2  step.two") && ui.screen.contains("3  step.three"))
    ui.press("d d d")
    #expect(ui.screen.contains("No step is left."))
    ui.press("Esc F9")
    #expect(ui.screen.contains("The scenario is empty"))
  }

  @Test func `a step that is opened is changed in the form and put back in its place`() throws {
    var ui = HeadlessInspector(100, 24)
    ui.makeScenario("step.one", "step.two", "step.three")
    ui.press("F4 j Enter")
    #expect(ui.lines[0].contains("step 2 of 3") && ui.line(with: "type").contains("step.two"))
    ui.press("Ctrl-U")
    ui.type("step.other")
    ui.press("Ctrl-G")
    #expect(ui.lines[22].contains("Step 2 of the scenario waits 250ms"))
    ui.press("Enter F4")
    #expect(ui.screen.contains("2  step.other") && ui.screen.contains("3  step.three"))
    #expect(!ui.screen.contains("step.two"))
    ui.press("Esc Ctrl-G Enter")
    #expect(ui.screen.contains("The scenario has 4 steps"))
  }

  @Test func `what came back for each message of a series is in the history, the last one in the response`()
    throws
  {
    var ui = HeadlessInspector(100, 24)
    ui.makeScenario("step.one", "step.two")
    ui.press("F9")
    guard case .sendSeries(let series)? = ui.effects.last else {
      Issue.record("nothing is sent")
      return
    }
    var progress = SeriesProgress(id: series.id, count: 2)
    for (index, label, status) in [(0, "step.one", 202), (1, "step.two", 503)] {
      progress.note(
        series.answer(
          .answered(
            status: status, reason: "Said", fields: [], body: Array("body \(index)".utf8),
            duration: .milliseconds(3)), to: index, label: label, at: ui.time))
    }
    progress.isOver = true
    ui.run(.progressed(progress))
    #expect(ui.screen.contains("1 of 2 sent · 1 failed: 503 Said"))
    ui.press("Esc c F3 F3 F3")
    #expect(ui.screen.contains("HTTP 503 Said") && ui.screen.contains("body 1"))
    ui.press("F3")
    #expect(ui.line(with: "step.one").contains("202 Said") && ui.line(with: "step.two").contains("503 Said"))
    ui.press("j Enter")
    #expect(ui.line(with: "type").contains("step.one"))
  }

  @Test func `a history of a long series holds the last messages`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c F8 Ctrl-U")
    ui.type("300")
    ui.press("Enter")
    guard case .sendSeries(let series)? = ui.effects.last else {
      Issue.record("nothing is sent")
      return
    }
    var progress = SeriesProgress(id: series.id, count: 300)
    for index in 0..<300 {
      progress.note(series.answer(.failed("no \(index)"), to: index, label: "t", at: ui.time))
    }
    #expect(progress.failed == 300 && progress.answers.count == 100)
    ui.run(.progressed(progress))
    ui.press("F2")
    #expect(ui.screen.contains("no 299") && !ui.screen.contains("no 199"))
  }

  @Test func `digits go to a tab wherever no field takes text`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c F3 F3 1")
    #expect(ui.screen.contains("[1 Event]"))
    ui.press("F3 F3 5")
    #expect(ui.screen.contains("[5 History]"))
    #expect(ui.lines[22].contains("F5 sends; what was sent is listed.") && !ui.screen.contains("Enter puts"))
    ui.press("4 3")
    #expect(ui.screen.contains("[3 Preview]"))
    ui.press("1 Ctrl-U")
    ui.type("v2")
    #expect(ui.screen.contains("[1 Event]") && ui.line(with: "type").contains("v2"))
  }

  @Test(arguments: [
    "", "Up", "Up Up Right", "Down Down", "Down Down Down Down Down Down",
    "Down Down Down Down Down Down Down",
    "F3", "F2",
  ])
  func `what helps with a field is said whole on a small screen`(keys: String) {
    var ui = HeadlessInspector(40, 12)
    ui.press("c \(keys)")
    let row = ui.lines[10]
    #expect(!row.contains("…") && row.contains { $0.isLetter }, "\(row)")
  }

  @Test func `a draft as a file is the form again`() throws {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Ctrl-U")
    ui.type("a \"quoted\" {seq}")
    ui.press("F3")
    ui.type("X-A: b")
    let text = ui.model.draft.text
    let draft = try ComposerDraft(text, path: "draft.toml")
    #expect(draft == ui.model.draft)
    #expect(throws: ConfigurationProblem.self) { try ComposerDraft("tpye = 'x'", path: "t.toml") }
  }

  @Test func `what an editor makes of a field is in the field`() {
    var ui = HeadlessInspector(100, 24)
    ui.press("c Ctrl-E")
    #expect(ui.effects.last == .edit("com.example.hello", fileExtension: "txt"))
    ui.run(.edited("com.example.edited\n"))
    #expect(ui.line(with: "type").contains("com.example.edited"))
  }
}

extension HeadlessInspector {
  /// Opens the composer and adds a step for each type, each after 250 ms.
  fileprivate mutating func makeScenario(_ types: String...) {
    press("c")
    for (index, name) in types.enumerated() {
      press("Ctrl-U")
      type(name)
      press("Ctrl-G")
      if index > 0 {
        press("Ctrl-U")
        type("250ms")
        press("Enter")
      }
    }
  }

  fileprivate mutating func setEnvironment(_ variables: [String: String]) {
    change { $0.setEnvironment(variables) }
  }
}
