import InspectorCore
import Testing

@Suite("Cleaning text")
struct TextCleanerTests {
  @Test(
    "Controls, invisible characters and what nobody can name are shown",
    arguments: [
      ("plain ASCII ~!", "plain ASCII ~!"),
      ("\u{1B}[31mred", "␛[31mred"),
      ("a\tb\r\nc\0", "a␉b␍␊c␀"),
      ("\u{7F}", "␡"),
      ("\u{9B}31m", "<9B>31m"),
      ("a\u{202E}b\u{2066}c", "a<U+202E>b<U+2066>c"),
      ("\u{200E}\u{200F}\u{61C}", "<U+200E><U+200F><U+061C>"),
      ("zero\u{200B}\u{2060}\u{FEFF}\u{AD}", "zero<U+200B><U+2060><U+FEFF><U+00AD>"),
      ("tag\u{E0041}", "tag<U+E0041>"),
      ("\u{FFF9}x\u{FFFB}", "<U+FFF9>x<U+FFFB>"),
      ("\u{E000}\u{FFFE}\u{10FFFF}\u{378}", "<U+E000><U+FFFE><U+10FFFF><U+0378>"),
      ("line\u{2028}separator", "line<U+2028>separator"),
      ("\u{3164}\u{115F}", "<U+3164><U+115F>"),
      ("日本 ügyfél שלום", "日本 ügyfél שלום"),
    ])
  func shown(text: String, expected: String) {
    #expect(TextCleaner.clean(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(
    "Emoji sequences stay whole",
    arguments: [
      "👨‍👩‍👧‍👦", "❤️‍🔥", "👍🏽", "🇭🇺", "1️⃣", "⚠️", "🏳️‍🌈", "👩🏻‍❤️‍💋‍👨🏿",
    ])
  func emoji(text: String) {
    #expect(TextCleaner.clean(text) == text)
    #expect(DisplayWidth.of(text) == 2)
  }

  @Test(
    "Joiners and selectors outside an emoji sequence are shown",
    arguments: [
      ("a\u{200D}b", "a<U+200D>b"), ("👍\u{200D}b", "👍<U+200D>b"), ("\u{200D}👍", "<U+200D>👍"),
      ("a\u{FE0F}", "a<U+FE0F>"), ("👍\u{FE0F}\u{FE0F}", "👍\u{FE0F}<U+FE0F>"),
      ("👍\u{200D}", "👍<U+200D>"), ("👍\u{FE01}", "👍<U+FE01>"), ("葛\u{E0100}", "葛<U+E0100>"),
    ])
  func strayJoiners(text: String, expected: String) {
    #expect(TextCleaner.clean(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("A character keeps four combining marks, and a mark needs a character")
  func combiningMarks() {
    let five = "e" + String(repeating: "\u{301}", count: 5)
    let cleaned = TextCleaner.clean(five)
    #expect(
      cleaned.unicodeScalars.elementsEqual(("e\u{301}\u{301}\u{301}\u{301}" + "<U+0301>").unicodeScalars))
    #expect(TextCleaner.clean("\u{301}a") == "<U+0301>a")
    #expect(TextCleaner.clean("\u{1B}\u{301}") == "␛<U+0301>")
  }

  @Test("A joined sequence has an end")
  func longSequence() {
    let chain = Array(repeating: "👍", count: 40).joined(separator: "\u{200D}")
    #expect(TextCleaner.clean(chain).contains("<U+200D>"))
  }

  @Test("Cleaning what is clean changes nothing")
  func idempotent() {
    let text = "\u{1B}[2J\u{9B}\u{202E}e\u{301}\u{301}\u{301}\u{301}\u{301}👨‍👩‍👧\u{200D}x\u{E0041}"
    let once = TextCleaner.clean(text)
    #expect(TextCleaner.clean(once).utf8.elementsEqual(once.utf8))
  }

  @Test(
    "No scalar comes through that moves, hides or turns anything",
    arguments: [0...0xFFFF, 0x10000...0x10FFFF])
  func everyScalar(range: ClosedRange<UInt32>) {
    for value in range {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for kept in TextCleaner.clean(String(scalar)).unicodeScalars {
        switch kept.properties.generalCategory {
        case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
          Issue.record("U+\(String(value, radix: 16)) came through")
        case .format where ![0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F].contains(value):
          if ![0x890, 0x891, 0x8E2, 0x110BD, 0x110CD].contains(value) {
            Issue.record("format U+\(String(value, radix: 16)) came through")
          }
        default: break
        }
      }
    }
  }

  @Test(
    "Bytes that are not UTF-8 are shown",
    arguments: [
      ([0x61, 0xFF, 0x62], "a<ff>b"), ([0xC0, 0x80], "<c0><80>"), ([0xED, 0xA0, 0x80], "<ed><a0><80>"),
      ([0xE6, 0x97], "<e6><97>"), ([0xE6, 0x97, 0xA5], "日"), ([0xF4, 0x90, 0x80, 0x80], "<f4><90><80><80>"),
      ([0xF0, 0x9F, 0x91, 0x8D], "👍"), ([], ""), ([0x1B, 0x9B], "␛<9b>"),
    ] as [([UInt8], String)])
  func bytes(bytes: [UInt8], expected: String) {
    #expect(TextCleaner.clean(bytes: bytes) == expected)
  }

  @Test("A megabyte of combining marks takes no longer than it should", .timeLimit(.minutes(1)))
  func hostileMarks() {
    let text = "a" + String(repeating: "\u{301}", count: 500_000)
    #expect(DisplayWidth.of(text) == 1 + 8 * (500_000 - 4))
    #expect(DisplayWidth.of(text, upTo: 10) == 10)
    #expect(TextCleaner.clean(text).utf8.count == 1 + 4 * 2 + (500_000 - 4) * 8)
  }

  @Test("Nor does a megabyte of letters that are not ASCII", .timeLimit(.minutes(1)))
  func muchText() {
    let text = String(repeating: "日本", count: 200_000)
    #expect(TextCleaner.clean(text).utf8.elementsEqual(text.utf8))
    let marks = String(repeating: "\u{301}\u{323}", count: 200_000)
    #expect(QueryCompletion.quoted(marks).utf8.count == marks.utf8.count + 2)
  }
}
