import InspectorCore
import InspectorUI
import Testing

@Suite("Drawing on a canvas")
struct CanvasTests {
  private func canvas(_ width: Int, _ height: Int = 1) -> Canvas {
    Canvas(size: Size(width: width, height: height))
  }

  @Test(
    "Text is cut by glyph, with an ellipsis",
    arguments: [
      ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"),
      ("日本語", 4, "日…"), ("日本語", 1, "…"), ("e\u{301}te\u{301}", 2, "e\u{301}…"), ("👨‍👩‍👧‍👦 x", 3, "👨‍👩‍👧‍👦…"),
      ("a\u{1B}[0m", 5, "a␛[0m"), ("x\u{202E}", 6, "x<U+2…"),
    ])
  func cut(text: String, width: Int, expected: String) {
    var canvas = canvas(10)
    let used = canvas.draw(text, x: 0, y: 0, width: width)
    #expect(canvas.lines() == [expected])
    #expect(used <= width)
  }

  @Test("Without an ellipsis, or with alignment")
  func alignment() {
    var canvas = canvas(10, 4)
    canvas.draw("日本語", x: 0, y: 0, width: 5, ellipsis: false)
    canvas.draw("ab", x: 0, y: 1, width: 10, align: .right)
    canvas.draw("ab", x: 0, y: 2, width: 10, align: .center)
    canvas.draw("toolongtext", x: 2, y: 3, align: .right)
    #expect(canvas.lines() == ["日本", "        ab", "    ab", "  toolong…"])
  }

  @Test(
    "Scrolling skips columns; a wide glyph cut in half leaves a space",
    arguments: [(0, "a日本b"), (1, "日本b"), (2, " 本b"), (3, "本b"), (4, " b"), (5, "b"), (6, ""), (60, "")])
  func scroll(columns: Int, expected: String) {
    var canvas = canvas(10)
    canvas.draw("a日本b", x: 0, y: 0, scroll: columns)
    #expect(canvas.lines() == [expected])
  }

  @Test("Nothing is drawn outside the canvas or the clip")
  func clipping() {
    var canvas = canvas(6, 3)
    for (x, y) in [(-2, 0), (4, 1), (0, 2), (0, -1), (0, 3), (9, 1)] {
      canvas.draw("日日日", x: x, y: y, ellipsis: false, clip: Rect(x: 1, y: 0, width: 4, height: 2))
    }
    #expect(canvas.lines() == ["  日", "", ""])
    canvas.draw("ab日", x: 2, y: 0, width: 4, clip: Rect(x: 0, y: 0, width: 5, height: 1))
    #expect(canvas.lines()[0] == "  ab")
  }

  @Test("Writing over half of a wide glyph leaves no half behind")
  func wideHalves() {
    var canvas = canvas(4)
    canvas.draw("日本", x: 0, y: 0)
    canvas.draw("x", x: 1, y: 0)
    #expect(canvas.lines() == [" x本"])
    canvas.draw("語", x: 1, y: 0)
    #expect(canvas.lines() == [" 語"])
    #expect(canvas[2, 0].width == 0)
    canvas.draw("y", x: 1, y: 0)
    #expect(canvas.lines() == [" y"])
    #expect(canvas[2, 0] == Cell())
  }

  @Test("However it is drawn on, each row stays as wide as the canvas")
  func invariant() {
    let pieces = ["日", "a", "👍🏽", "e\u{301}", "🇩🇪日", "\u{1B}x日", "日本語日本語日本語"]
    var canvas = canvas(9, 2)
    var seed: UInt32 = 7
    for _ in 0..<2_000 {
      seed = seed &* 1_664_525 &+ 1_013_904_223
      let piece = pieces[Int(seed >> 8) % pieces.count]
      let x = Int(seed >> 12) % 13 - 2
      canvas.draw(piece, x: x, y: Int(seed >> 4) % 2, width: Int(seed >> 16) % 8, scroll: Int(seed >> 20) % 3)
      for y in 0..<2 {
        #expect(canvas.row(y).reduce(0) { $0 + $1.width } == 9)
        for x in 0..<9 where canvas[x, y].width == 2 { #expect(canvas[x + 1, y].width == 0) }
      }
    }
  }

  @Test("Canvases are the same where they show the same, however it was drawn")
  func equality() {
    let (family, other) = ("👨‍👩‍👧‍👦", "👩‍👩‍👦‍👦")
    var (one, two) = (canvas(8, 2), canvas(8, 2))
    one.draw(family, x: 0, y: 0)
    two.draw(other, x: 0, y: 1)
    #expect(!one.isRow(0, sameAs: two))
    two.draw("        ", x: 0, y: 1)
    two.draw(family, x: 0, y: 0)
    #expect(one == two)
    one.draw(other, x: 4, y: 0)
    two.draw(family, x: 4, y: 0)
    #expect(one != two)
    #expect(!one.isRow(0, sameAs: two))
    #expect(one.isRow(1, sameAs: two))
    one = canvas(8, 2)
    one.draw("ab", x: 0, y: 0, hash: 0)
    two = canvas(8, 2)
    two.draw("ab", x: 0, y: 0)
    #expect(one != two)
  }

  @Test("What changed in a row is named, and what is more than ASCII")
  func changes() {
    var before = canvas(8)
    before.draw("ab日é", x: 0, y: 0)
    var after = before
    after.draw("x", x: 1, y: 0)
    let found = after.cells(inRow: 0, unlike: before).filter { $0.cell.width > 0 }
    #expect(found.map(\.x) == [1, 2, 4])
    #expect(found.map(\.cell.text) == ["x", "日", "é"])
    #expect(found.map(\.isChanged) == [true, false, false])
    let whole = after.cells(inRow: 0, unlike: nil)
    #expect(whole.map(\.isChanged) == Array(repeating: true, count: 8))
  }

  @Test("Runs share one line and one room")
  func spans() {
    var canvas = canvas(8)
    let used = canvas.draw(
      [TextSpan("key", .jsonKey), TextSpan(": "), TextSpan("\"value\"", .jsonString)], x: 0, y: 0)
    #expect(canvas.lines() == ["key: \"v…"])
    #expect(used == 8)
    #expect(canvas[0, 0].role == .jsonKey)
    #expect(canvas[7, 0].role == .jsonString)
  }

  @Test("Boxes, lines, fills and overlays")
  func shapes() {
    var canvas = canvas(12, 4)
    canvas.fill(Rect(x: 1, y: 1, width: 10, height: 2), role: .dialog, text: "·")
    canvas.box(Rect(x: 0, y: 0, width: 12, height: 4), title: "Very long title")
    canvas.overlay(Rect(x: -5, y: 2, width: 100, height: 1), role: .listSelected)
    #expect(
      canvas.lines() == [
        "┌ Very l… ─┐",
        "│··········│",
        "│··········│",
        "└──────────┘",
      ])
    #expect(canvas[5, 2].overlay == .listSelected)
    #expect(canvas[5, 1].overlay == nil)
    #expect(canvas[5, 1].role == .dialog)
  }

  @Test(
    "A canvas of no size takes everything and shows nothing", arguments: [(0, 0), (1, 1), (0, 5), (5, 0)])
  func tiny(width: Int, height: Int) {
    var canvas = canvas(width, height)
    canvas.draw("日本", x: 0, y: 0)
    canvas.box(Rect(x: 0, y: 0, width: 5, height: 5), title: "x")
    canvas.fill(Rect(x: -1, y: -1, width: 9, height: 9), role: .dialog)
    #expect(canvas.lines().count == height)
  }

  @Test("A draw looks only at what it can show", .timeLimit(.minutes(1)))
  func boundedWork() {
    let text = String(repeating: "e\u{301}日\u{1B}", count: 2_000_000)
    var canvas = canvas(80)
    for _ in 0..<1_000 { canvas.draw(text, x: 0, y: 0) }
    #expect(canvas.lines()[0].hasSuffix("…"))
  }

  @Test("On terminals with wide ambiguous characters, lines are ASCII and text keeps its columns")
  func ambiguous() {
    var canvas = Canvas(size: Size(width: 6, height: 2), widths: WidthProfile(ambiguousIsWide: true))
    canvas.horizontalLine(y: 0, from: 0, width: 6)
    canvas.draw("●a…日", x: 0, y: 1)
    #expect(canvas.lines() == ["------", "●a…~"])
  }
}
