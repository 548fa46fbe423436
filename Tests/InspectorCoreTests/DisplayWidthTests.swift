import InspectorCore
import Testing

@Suite("Width of text")
struct DisplayWidthTests {
  @Test(
    "Columns as terminals count them",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
      ("ｆｕｌｌ", 8), ("ｶﾅ", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("🇩", 2), ("🇩🇪🇫", 4),
      ("⚠", 1), ("⚠️", 2), ("1️⃣", 2), ("❤️", 2), ("שלום", 4), ("שָׁלוֹם", 4), ("ไทย", 3), ("ที่", 1), ("क्षि", 3),
      ("─│┌●▲▼…", 7), ("\u{3000}", 2), ("\u{2003}", 1), ("\u{1B}", 1), ("\u{9B}", 4), ("\u{202E}", 8),
      ("🫠🩷", 4), ("䷀", 2), ("𠀀", 2),
    ])
  func columns(text: String, expected: Int) {
    #expect(DisplayWidth.of(text) == expected)
  }

  @Test("A character alone")
  func character() {
    #expect(DisplayWidth.of(Character("日")) == 2)
    #expect(DisplayWidth.of(Character("👨‍👩‍👧‍👦")) == 2)
  }

  @Test("Ambiguous characters are wide where the terminal says so")
  func ambiguous() {
    let wide = WidthProfile(ambiguousIsWide: true)
    #expect(DisplayWidth.of("─●…α", profile: wide) == 8)
    #expect(DisplayWidth.of("abc日", profile: wide) == 5)
  }

  @Test("Glyphs are cut between characters, never inside one")
  func glyphs() {
    #expect(Glyphs("aé日🇩🇪⚠️").map(\.text) == ["a", "é", "日", "🇩🇪", "⚠️"])
    #expect(Glyphs("\u{9B}").map(\.text) == ["<", "9", "B", ">"])
    #expect(Glyphs("क्षि").allSatisfy { $0.width <= 2 })
    #expect(Glyphs(String(repeating: "\u{1100}", count: 50)).allSatisfy { $0.width <= 2 })
  }
}
