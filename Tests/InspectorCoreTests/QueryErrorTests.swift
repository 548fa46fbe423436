import InspectorCore
import Testing

@Suite struct QueryErrorTests {
  @Test(arguments: [
    // Could become right by typing on.
    ("type:", 5, 0, true), ("type:a OR", 9, 0, true), ("type:a OR ", 10, 0, true), ("-", 1, 0, true),
    ("a AND", 5, 0, true), ("a AND ", 6, 0, true), ("NOT ", 4, 0, true), ("\"open", 5, 0, true),
    ("type:\"open", 10, 0, true), ("(type:a", 7, 0, true),
    ("(", 1, 0, true), ("(a (b", 5, 0, true), ("is:inv", 3, 3, true), ("status:4x", 7, 2, true),
    ("size:>", 6, 0, true), ("age:<5", 5, 1, true), ("mode:bin", 5, 3, true), ("data.a:>-", 8, 1, true),
    // Wrong whatever comes.
    ("typo:a", 0, 4, false), ("type:a tpye:b", 7, 4, false), ("type:a)", 6, 1, false), (")", 0, 0, false),
    ("()", 1, 0, false), ("(a OR)", 5, 0, false), ("(-)", 2, 0, false), ("OR a", 0, 0, false),
    ("a OR OR b", 5, 0, false), ("NOT OR b", 4, 0, false), ("AND a", 0, 0, false),
    ("a AND AND b", 6, 0, false), ("a AND OR b", 6, 0, false), ("a OR AND b", 5, 0, false),
    ("(a AND)", 6, 0, false),
    ("NOT AND", 4, 0, false), ("is:inv x", 3, 3, false),
    ("is:nothing", 3, 7, false),
    ("type: a", 5, 0, false), ("size:>big", 6, 3, false), ("size:>0x10", 6, 4, false),
    ("size:nan", 5, 3, false),
    ("age:<5 x", 5, 1, false), ("age:<m", 5, 1, false), ("status:9999", 7, 4, false), ("seq:a", 4, 1, false),
    ("data.a:>x", 8, 1, false), ("mode:bin x", 5, 3, false), ("data.:1", 0, 5, false),
    ("transport:tcp", 10, 3, false),
    ("é typo:a", 2, 4, false), ("👩‍👩‍👧 typo:a", 2, 4, false),
  ])
  func `what is wrong is told with its place`(text: String, offset: Int, length: Int, isIncomplete: Bool) {
    let error = #expect(throws: QueryError.self) { try Query(text) }
    #expect(error?.offset == offset)
    #expect(error?.length == length)
    #expect(error?.isIncomplete == isIncomplete)
    #expect(error?.expected.isEmpty == false)
  }

  @Test(arguments: [
    ("tpye:a", "did you mean type:?"), ("stauts:1", "did you mean status:?"),
    ("is:invlaid", "did you mean invalid?"),
    ("mode:binray", "did you mean binary?"), ("size:>big", "written like 512, 64k or 1.5m"),
    ("AND a", "a term is missing before AND"), ("a AND", "a term is missing after AND"),
    ("localhost:8080", "the word in quotes"), ("data.:1", "as in data.total:>100"),
  ])
  func `the error says what would be right`(text: String, hint: String) {
    let error = #expect(throws: QueryError.self) { try Query(text) }
    #expect((error.map { $0.message + $0.expected } ?? "").contains(hint))
  }

  @Test func `the description counts columns from 1`() {
    let error = #expect(throws: QueryError.self) { try Query("a typo:b") }
    #expect(error?.description == "column 3: typo is no field; did you mean type:?")
  }

  @Test(arguments: ["(", "-", "NOT ", "-("]) func `deep nesting ends in an error`(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    #expect(throws: QueryError.self) { try Query(text + "a") }
    #expect(throws: Never.self) {
      try Query(String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60))
    }
  }

  @Test func `an address is a word`() throws {
    #expect(throws: Never.self) { try Query("http://localhost:8080/a") }
    #expect(throws: Never.self) { try Query("-https://x") }
  }

  @Test func `queries are the same where their text is, byte by byte`() throws {
    #expect(try Query("type:a") == Query("type:a"))
    #expect(try Query("type:é") != Query("type:e\u{301}"))
  }

  @Test func `each field's example can be asked, and has a help text`() {
    for field in QueryField.all {
      #expect(throws: Never.self, "\(field.example)") { try Query(field.example) }
      #expect(field.example.hasPrefix(field.name), "\(field.name)")
      #expect(!field.help.isEmpty)
    }
    let names = QueryField.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
