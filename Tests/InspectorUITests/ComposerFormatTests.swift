import CloudEvents
import CloudEventsAvro
import CloudEventsCBOR
import CloudEventsXML
import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// The composer's event formats, and what it says of data that is no JSON.
@Suite struct ComposerFormatTests {
  private func inspector() -> HeadlessInspector {
    HeadlessInspector(
      100, 30,
      formats: EventFormats([JSONEventFormat(), XMLEventFormat(), AvroEventFormat(), CBOREventFormat()]))
  }

  private func sent(_ ui: HeadlessInspector) -> SendRequest? {
    for case .send(let request) in ui.effects.reversed() { return request }
    return nil
  }

  /// The composer in a mode, with the cursor on its format.
  private func composer(_ mode: ContentMode) -> HeadlessInspector {
    var ui = inspector()
    ui.press("c Up Up")
    while !ui.line(with: "mode").contains("(\(mode.rawValue))") { ui.press("Right") }
    ui.press("Down")
    return ui
  }

  @Test func `the format is asked for where a mode has one`() {
    #expect(!composer(.binary).screen.contains("format"))
    #expect(composer(.structured).line(with: "format").contains("(json)  xml   avro   cbor"))
  }

  @Test(arguments: ["json", "xml", "avro", "cbor"])
  func `what is sent is in the format that was chosen`(name: String) throws {
    var ui = composer(.structured)
    while !ui.line(with: "format").contains("(\(name))") { ui.press("Right") }
    ui.press("F5")
    let request = try #require(sent(ui))
    let type = request.fields.first { $0.name.lowercased() == "content-type" }?.value
    #expect(type?.hasPrefix("application/cloudevents+\(name)") == true)
    let format = try #require(ui.store.binding.formats.named(name))
    let event = try format.event(from: request.body)
    #expect(event.type == "com.example.hello")
  }

  @Test func `only formats with a batch are offered in batched mode`() {
    var ui = composer(.structured)
    while !ui.line(with: "format").contains("(xml)") { ui.press("Right") }
    ui.press("Up Right Down")
    let names = ui.store.binding.formats.list.filter { $0.batchMediaType != nil }.map(\.name)
    let line = ui.line(with: "format")
    for format in ui.store.binding.formats.list {
      #expect(line.contains(format.name) == names.contains(format.name), "\(format.name) in \(line)")
    }
    ui.press("F5")
    #expect(sent(ui)?.fields.contains { $0.value.contains("cloudevents-batch") } == true)
  }

  @Test func `bytes that are no text are previewed as numbers`() {
    var ui = composer(.structured)
    while !ui.line(with: "format").contains("(cbor)") { ui.press("Right") }
    ui.press("F3 F3")
    #expect(ui.screen.contains("Content-Type: application/cloudevents+cbor"))
    #expect(ui.lines.contains { $0.contains("00000000") && $0.contains("73 70 65 63") })
  }

  @Test func `the format is kept in drafts, and a copy has that of the event`() throws {
    var ui = composer(.structured)
    while !ui.line(with: "format").contains("(cbor)") { ui.press("Right") }
    let draft = try ComposerDraft(ui.model.draft.text, path: "draft.toml")
    #expect(draft == ui.model.draft && ui.model.draft.text.contains("format = \"cbor\""))
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    event.data = .json(Array("1".utf8))
    ui.press("Esc")
    ui.receive(
      Wire.request(
        contentType: "application/cloudevents+xml",
        body: String(decoding: XMLEventFormat().encode(event), as: UTF8.self)))
    ui.press("e")
    #expect(ui.line(with: "format").contains("(xml)"))
  }

  @Test func `a caret shows where the data is no JSON any more`() {
    var ui = inspector()
    ui.press("c")
    ui.press("Up Up Up")
    ui.press("End")
    for _ in 0..<40 { ui.press("Backspace") }
    ui.paste("{\n  \"日\": 12 34\n}")
    let row = ui.lines.firstIndex { $0.contains("12 34") } ?? 0
    #expect(ui.screen.contains("JSON, line 2, column"))
    #expect(ui.lines[row + 1].trimmingSpaces == "^")
    let caret = ui.model.view().row(row + 1).firstIndex { $0.text == "^" }.map {
      $0 - ui.model.view().row(row + 1).startIndex
    }
    let wrong = ui.model.view().row(row).firstIndex { $0.text == "3" }.map {
      $0 - ui.model.view().row(row).startIndex
    }
    #expect(caret == wrong)
    #expect(ui.lines[row + 2].contains("}"))
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
