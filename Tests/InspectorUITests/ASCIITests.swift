import InspectorCore
import InspectorTesting
import InspectorUI
import Testing

/// The screen of a terminal that shows nothing but ASCII.
@Suite struct ASCIITests {
  private static let widths = WidthProfile(isASCII: true)

  /// The rows as such a terminal shows them.
  private func lines(_ ui: HeadlessInspector) -> [String] {
    let canvas = ui.model.view(widths: Self.widths)
    return (0..<canvas.size.height).map { y in
      canvas.row(y).filter { $0.width > 0 }.map { ASCIIGlyphs.text(of: $0, in: .ascii) }.joined()
    }
  }

  @Test(arguments: [
    ("a\u{1b}[31m\u{7f}\u{9b}", #"a\x1b[31m\x7f\x9b"#), ("日本", "<U+65E5><U+672C>"),
    ("e\u{301}", "e<U+0301>"), ("👨‍👩‍👧", "<U+1F468><U+200D><U+1F469><U+200D><U+1F467>"),
    ("“→”…—", "<U+201C><U+2192><U+201D><U+2026><U+2014>"), ("\u{202e}x", "<U+202E>x"), ("␛", #"\x1b"#),
  ])
  func `what is no ASCII in a text is escaped, and nothing is lost`(text: String, shown: String) {
    #expect(Glyphs(text, profile: Self.widths.forText).map(\.text).joined() == shown)
    #expect(DisplayWidth.of(text, profile: Self.widths.forText) == shown.utf8.count)
  }

  @Test func `each mark of a row has a stand-in of its own, and the scroll bar is no border`() {
    let marks = ["●", "✗", "↑", "⊘", "×", "!"].map { ASCIIGlyphs.text(of: Cell(text: $0), in: .ascii) }
    #expect(Set(marks).count == marks.count, "\(marks)")
    let (bar, border) = ("▐", "│")
    #expect(
      ASCIIGlyphs.text(of: Cell(text: bar), in: .ascii)
        != ASCIIGlyphs.text(of: Cell(text: border), in: .ascii))
  }

  @Test func `the program's own marks have stand-ins of one column`() {
    #expect(Glyphs("─●…", profile: Self.widths).map(\.width) == [1, 1, 1])
  }

  @Test(arguments: Scene.all)
  func `a screen is nothing but ASCII, and nothing in it is unknown`(scene: Scene) throws {
    for (width, height) in [(120, 36), (80, 24), (40, 12)] {
      var ui = try HeadlessInspector.afternoon(width, height)
      ui.change { $0.isASCII = true }
      scene.play(in: &ui)
      for line in lines(ui) {
        #expect(line.utf8.allSatisfy { 0x20..<0x7f ~= $0 }, "\(line)")
        #expect(line.utf8.count == width, "\(line)")
        // The program's own words need no escapes, but for letters of the demo events.
        let escapes = line.matches(of: /<U\+[0-9A-F]+>/).map { String($0.output) }
        #expect(
          !escapes.contains { ["<U+2026>", "<U+00B7>", "<U+2192>", "<U+2014>", "<U+2713>"].contains($0) },
          "\(line)")
      }
    }
  }

  @Test func `columns stay straight beside text that is escaped`() {
    var ui = HeadlessInspector(120, 20)
    for (index, subject) in ["plain", "日本", "e\u{301}", "⚠️", "👨‍👩‍👧", "שלום"].enumerated() {
      let coded = subject.utf8.map { $0 < 0x80 ? String(Unicode.Scalar($0)) : "%" + String($0, radix: 16) }
        .joined()
      ui.receive(Wire.binary(id: "\(index)", type: "t", attributes: [("ce-subject", coded)]))
    }
    ui.press("\\ \\ \\")
    let rows = lines(ui)[3..<9]
    #expect(
      Set(rows.map { $0.distance(from: $0.startIndex, to: $0.firstRange(of: "7 B")!.lowerBound) }).count == 1)
    #expect(rows.contains { $0.contains("<U+65E5>") } && rows.contains { $0.contains("e<U+0301>") })
  }

  @Test func `the cursor of a field stands behind what is typed`() {
    var ui = HeadlessInspector(120, 20)
    ui.press("f")
    ui.type("日")
    let canvas = ui.model.view(widths: Self.widths)
    let x = canvas.cursor!.x
    #expect(canvas[x - 1, canvas.cursor!.y].text == ">" && canvas[x, canvas.cursor!.y].text == " ")
  }

  @Test func `data shows its escapes and not what looks alike`() {
    var ui = HeadlessInspector(120, 30)
    ui.receive(Wire.binary(body: #"{"quote":"“a” – b","bell":"\u{1b}"}"#.replacing("\u{1b}", with: "x")))
    ui.press("Enter 2")
    let screen = lines(ui).joined(separator: "\n")
    #expect(screen.contains("<U+201C>a<U+201D> <U+2013> b"))
  }
}
