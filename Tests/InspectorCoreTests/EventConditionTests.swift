import CESQL
import InspectorCore
import Testing

/// One notion of a filter, whatever language it is written in.
@Suite struct EventConditionTests {
  @Test(
    arguments: [
      ("", true), ("type:com.*", true), ("cesql: type LIKE 'com.%'", true), ("cesql:1=2", false),
      ("type:com.* cesql: EXISTS id", true), ("type:x cesql: EXISTS id", false),
      ("\"cesql: no\"", false), ("cesql: id = 'a' OR id = '1'", true),
    ] as [(String, Bool)])
  func `a text is a query, an expression, or both`(text: String, holds: Bool) throws {
    let bench = Bench()
    bench.receive(Wire.binary())
    let condition = try EventCondition(text)
    #expect(bench.entries[0].withSubject(now: .start) { condition.matches($0) } == holds)
  }

  @Test(
    arguments: [
      ("cesql: type LIK 'x'", 12, false), ("cesql: id =", 11, true), ("type:x cesql: )", 14, false),
      ("typ:x cesql: id = 'a'", 0, false), ("(type:x cesql: 1", 8, true),
    ] as [(String, Int, Bool)])
  func `what is wrong is told with its place in the whole text`(text: String, offset: Int, isIncomplete: Bool)
  {
    do {
      _ = try EventCondition(text)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.offset == offset && error.isIncomplete == isIncomplete, "\(error)")
    }
  }

  @Test func `conditions are equal where they are written alike`() throws {
    for (index, left) in Self.texts.enumerated() {
      for (other, right) in Self.texts.enumerated() {
        #expect(try (EventCondition(left) == EventCondition(right)) == (index == other))
      }
    }
  }

  static let texts = ["", "type:a", "type:b", "cesql: 1", "cesql: 2", "type:a cesql: 1", "id:1"]

  @Test func `a type alone is enough where nothing else is asked`() throws {
    #expect(
      try EventCondition("type:a").dependsOnlyOnType && !EventCondition("cesql: type = 'a'").dependsOnlyOnType
    )
    let both = EventCondition.all([try EventCondition("type:a*"), try EventCondition("-type:ab")])
    #expect(both.dependsOnlyOnType && both.matches(type: "a") && !both.matches(type: "ab"))
    #expect(!EventCondition.everything.dependsOnlyOnType)
  }

  @Test(
    arguments: [
      ("", false), ("type:a", false), ("is:invalid", true), ("-is:valid", true), ("is:refused", true),
      ("a OR status:4xx", true), ("is:duplicate", false), ("cesql: 1", false), ("is:invalid cesql: 1", true),
    ] as [(String, Bool)])
  func `it is known whether refused deliveries can be meant`(text: String, asks: Bool) throws {
    #expect(try EventCondition(text).asksAboutRefusals == asks)
  }
}
