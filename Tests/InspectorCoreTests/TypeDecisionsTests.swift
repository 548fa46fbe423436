import Testing

@testable import InspectorCore

@Suite("What a type decides about rules")
struct TypeDecisionsTests {
  private func rules(_ text: String) throws -> RuleSet { try RuleSet(text: text, file: "r.toml") }

  private func typeRules(_ conditions: String...) throws -> [Rule] {
    try conditions.map { text in
      Rule(
        name: text, isEnabled: true, condition: try EventCondition(text), conditionText: text, actions: [],
        stops: false, activity: RuleActivity(name: text))
    }
  }

  private func decide(_ decisions: TypeDecisions, on type: String) -> TypeDecisions.Decision? {
    Wire.binary(type: type).withSubject { decisions.decision(for: $0.event.encoded.type, in: $0.eventBytes) }
  }

  @Test("What the type alone decides is asked once for each type, and stays right")
  func decidedByType() throws {
    let rules = try typeRules("type:a", "type:b*", "-type:a", "type:b data.n:1")
    let decisions = TypeDecisions(rules)
    for _ in 0..<2 {
      for type in ["a", "b", "bc"] {
        let decision = try #require(decide(decisions, on: type))
        #expect(decision.matches == [type == "a", type != "a", type != "a", false])
        #expect(decision.isWhole == false)
      }
    }
    #expect(decisions.count == 3)
    #expect(decisions.isUseful && decisions.decides(2) && !decisions.decides(3))
    #expect(!TypeDecisions(try typeRules("")).isUseful)
  }

  @Test("Where types decide all, the verdict on a type is made once, and each event counts")
  func verdictByType() throws {
    let text = """
      [[rule]]
      name = 'a'
      when = 'type:a*'
      tag = ['x', 'y']
      highlight = 'warning'
      [[rule]]
      name = 'b'
      when = 'type:ab'
      tag = 'y'
      respond = { status = 429 }
      stop = true
      [[rule]]
      name = 'c'
      when = 'type:*'
      drop = true
      """
    let rules = try rules(text)
    for (type, names, tags, status, isDropped) in [
      ("ab", ["a", "b"], ["x", "y"], 429, false), ("a", ["a", "c"], ["x", "y"], nil, true),
      ("z", ["c"], [], nil, true),
    ] as [(String, [String], [String], Int?, Bool)] {
      for _ in 0..<2 {
        try Wire.binary(type: type).withSubject { subject in
          let slow = rules.evaluate(subject)
          let verdict = try #require(
            rules.decision(onValid: subject.event.encoded.type, in: subject.eventBytes, at: subject.received)
          ).verdict
          #expect(verdict.outcome == slow.outcome)
          #expect(verdict.outcome.rules == names && verdict.outcome.tags == tags)
          #expect(verdict.answer?.status == status && slow.answer?.status == status)
          #expect(verdict.isDropped == isDropped && slow.isDropped == isDropped)
        }
      }
    }
    #expect(rules.rules.map(\.counts.hits) == [8, 4, 8])
    let random = try self.rules("[[rule]]\nwhen='type:a'\nrespond={ status = 500, probability = 0.5 }")
    Wire.binary(type: "a").withSubject { subject in
      #expect(
        random.decision(onValid: subject.event.encoded.type, in: subject.eventBytes, at: subject.received)
          == nil)
    }
  }

  @Test("The memory of types is bounded")
  func typesAreBounded() throws {
    let decisions = TypeDecisions(try typeRules("type:t1*"))
    for number in 0..<(TypeDecisions.maximumCount + 10) {
      let type = "t\(number)"
      #expect(decide(decisions, on: type)?.matches == [type.hasPrefix("t1")])
    }
    #expect(decisions.count == 10)
    let long = String(repeating: "x", count: TypeDecisions.maximumLength + 1)
    #expect(decide(decisions, on: long) == nil)
    let text = "[[rule]]\nwhen = 'type:\(long)'\ntag = 'long'"
    let rules = try rules(text)
    #expect(Wire.binary(type: long).withSubject { rules.evaluate($0) }.outcome.tags == ["long"])
  }
}
