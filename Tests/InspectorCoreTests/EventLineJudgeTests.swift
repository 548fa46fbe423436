import Testing

@testable import InspectorCore

/// The quick way through a file answers as the long way does.
@Suite("Judging event lines at once")
struct EventLineJudgeTests {
  static let lines = [
    #"{"specversion":"1.0","id":"1","source":"/a","type":"com.example.order","subject":"x"}"#,
    #"{"specversion":"1.0","id":"1","source":"/a","type":"com.example.order","data":{"n":42}}"#,
    #"{"type":"com.example.order","source":"/a","id":"2","time":"2026-11-23T08:31:40Z","specversion":"1.0"}"#,
    #"{"specversion":"1.0","id":"3","source":"\/a","type":"com\u002eexample.order"}"#,
    #"{"specversion":"1.0","id":"4","source":"/b","type":"other","data":"com.example.order"}"#,
    #"{"specversion":"1.0","id":"","source":"/a","type":"com.example.order"}"#,
    #"{"specversion":"9","id":"5","source":"/a","type":"com.example.order"}"#,
    #"{"specversion":null,"id":"6","source":"/a","type":"com.example.order"}"#,
    #"{"\u0073pecversion":"1.0","id":"7","source":"/a","type":"com.example.order"}"#,
    #"{"transport":"http","type":"com.example.order"}"#,
    #"{"transport":"http","event":{"specversion":"1.0","id":"8","source":"/a","type":"com.example.order"}}"#,
    #"{"specversion":"1.0","transport":"http","id":"9","source":"/a","type":"com.example.order"}"#,
    #"{"a":1}"#, #"["com.example.order"]"#, #"{"specversion":"1.0","type":"com.example.order""#, "",
    #"  {"specversion":"1.0","id":"10","source":"/a","type":"com.example.order"}  "#,
    #"{"specversion":"1.0","id":"12","source":"/b","type":"t","data_base64":"Y29tLmV4YW1wbGUub3JkZXI="}"#,
    #"{"specversion":"1.0","id":"13","source":"/b","type":"t","data":{"data_base64":"Y29tLmV4YW1wbGUub3JkZXI="}}"#,
    "{\"specversion\":\"1.0\",\"id\":\"11\",\"source\":\"/a\",\"type\":\"com.example.order\"}\r",
  ]

  static let queries = [
    "", "type:com.example.*", "type:*order source:/a", "-type:com.example.*", "is:invalid", "is:valid",
    "subject:x OR data.n:42", "source:/a", "size:>80", "id:1?", "com.example", "is:ndjson mode:structured",
    "peer:file",
  ]

  @Test("what is said of a line at once is what its entry says", arguments: queries)
  func agrees(query: String) throws {
    let condition = EventCondition.query(try Query(query))
    let now = WallTime(nanoseconds: 0)
    let judge = try #require(EventLineJudge(condition, name: "file", now: now))
    for text in Self.lines {
      let line = Array(text.utf8)
      let verdict = line.withUnsafeBytes { judge.verdict(on: $0) }
      guard RecordReader.kind(of: line) == .event else {
        #expect(verdict == .open, "\(text)")
        continue
      }
      var seen = SeenEvents()
      let entry = RecordedEntry(eventLine: line, name: "file", now: now)
      let matches = entry.withSubject(now: now, seen: &seen) { condition.matches($0) }
      #expect(verdict == .open || (verdict == .matches) == matches, "\(query) on \(text)")
    }
  }

  @Test("most lines are decided at once")
  func decides() throws {
    let judge = try #require(
      EventLineJudge(.query(try Query("type:com.example.*")), name: "file", now: WallTime(nanoseconds: 0)))
    let verdicts = Self.lines[..<5].map { line in Array(line.utf8).withUnsafeBytes { judge.verdict(on: $0) } }
    #expect(verdicts == [.matches, .matches, .matches, .matches, .fails])
  }

  @Test(
    "what asks for earlier events cannot be said of one line alone",
    arguments: ["is:duplicate", "-is:duplicate a", "(type:x OR is:duplicate)"])
  func needsMemory(query: String) throws {
    #expect(EventLineJudge(.query(try Query(query)), name: "file", now: WallTime(nanoseconds: 0)) == nil)
  }
}
