import InspectorCore
import Testing

@Suite struct FilterReadingTests {
  @Test(arguments: [
    ("", FilterLanguage.query), ("order", .query), ("type:com.shop.*", .query), ("type:a OR type:b", .query),
    ("-is:invalid \"a phrase\"", .query), ("data.total:>100", .query), ("a OR b", .query), ("NOT a", .query),
    ("(a b) c", .query), ("like in exists", .query), ("\"type LIKE 'x'\"", .query),
    ("type:\"a = b\"", .query),
    ("type LIKE 'com.%'", .cesql), ("type = 'a'", .cesql), ("EXISTS subject", .cesql),
    ("sequence > 10", .cesql),
    ("type in ('a', 'b')", .cesql), ("type like 'a%'", .cesql), ("IS_INT(sequence)", .cesql),
    ("=subject", .cesql),
    ("= type:x", .cesql), ("type LIKE", .cesql), ("id <> 'a'", .cesql), ("1 + 1", .cesql),
    ("sequence % 2", .cesql), ("a-b c+d", .query), ("type:a.* -b", .query), ("* a", .query), ("a *", .query),
    ("a XOR b", .cesql),
  ])
  func `the language of a text`(text: String, language: FilterLanguage) {
    #expect(FilterLanguage.of(text) == language)
    #expect(FilterReading(text).language == language)
  }

  @Test(arguments: [
    ("", FilterReading.Verdict.empty), ("   ", .empty), ("=", .empty), ("type:a", .valid), ("word", .valid),
    ("type:a (", .incomplete), ("size:big", .invalid), ("type LIKE 'a%'", .valid), ("type LIKE", .incomplete),
    ("type LIKE 'a", .incomplete), ("type = = 'a'", .invalid), ("=type", .notBoolean),
    ("=1 + 2", .notBoolean),
    ("=LENGTH(type)", .notBoolean), ("=IS_INT(id)", .valid), ("=flag", .valid), ("=true", .valid),
    ("data.total > 5", .invalid),
  ])
  func `what a text is worth`(text: String, verdict: FilterReading.Verdict) {
    let reading = FilterReading(text)
    #expect(reading.verdict == verdict)
    #expect((reading.problem == nil) == (verdict == .empty || verdict == .valid))
    #expect(reading.condition == nil || verdict == .valid)
  }

  @Test(arguments: [
    ("type LIKE", 10, "expected"), ("type = = 'a'", 8, "expected"), ("= type =", 9, "expected"),
    ("data.total > 5", 5, "a query does"), ("=type", 2, "gives a String"),
  ])
  func `what is wrong with it, and where`(text: String, column: Int, part: String) throws {
    let problem = try #require(FilterReading(text).problem)
    #expect(problem.column == column)
    #expect(problem.message.contains(part), "\(problem.message)")
  }
}
