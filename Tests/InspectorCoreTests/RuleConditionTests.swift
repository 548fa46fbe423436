import Testing

@testable import InspectorCore

/// Which events rules are for, in the three languages, and what they say of an event.
@Suite struct RuleConditionTests {
  func tags(_ text: String, on delivery: Delivery = Wire.binary()) throws -> [String] {
    let rules = try RuleSet(text: text, file: "r.toml")
    return delivery.withSubject { rules.evaluate($0).outcome.tags }
  }

  @Test(
    arguments: [
      ("when = 'type:com.*'", true), ("when = 'type:x'", false), ("", true),
      (#"cesql = "type LIKE 'com.%' AND EXISTS id""#, true), (#"cesql = "id = '2'""#, false),
      ("filter = { prefix = { type = 'com.' } }", true), ("filter = { exact = { type = 'com.' } }", false),
      ("filter = [{ prefix = { type = 'com.' } }, { not = { exact = { id = '1' } } }]", false),
      ("[rule.filter]\nprefix = { type = 'com.', source = '/t' }", true),
      ("[rule.filter.not.any]\n", nil),
      ("[[rule.filter]]\nexact = { id = '1' }\n[[rule.filter]]\nsuffix = { type = 'test' }", true),
      (
        "[rule.filter]\nall = [{ exact = { id = '1' } }, { any = [{ sql = \"FALSE\" }, { sql = \"TRUE\" }] }]",
        true
      ),
      ("[rule.filter]\nnot.not.exact.id = '1'", true),
    ] as [(String, Bool?)])
  func `a rule is for the events that its condition holds for`(condition: String, holds: Bool?) throws {
    let text = "[[rule]]\ntag = 'x'\n\(condition)"
    if let holds {
      #expect(try tags(text) == (holds ? ["x"] : []))
    } else {
      #expect(throws: RulesError.self) { try tags(text) }
    }
  }

  @Test func `an explanation says which match and why the others do not`() throws {
    let rules = try RuleSet(
      text: """
        [[rule]]
        name = "a"
        when = 'type:com.* data.n:2'
        tag = "a"
        [[rule]]
        name = "b"
        enabled = false
        tag = "b"
        [[rule]]
        name = "c"
        cesql = "id = '1'"
        stop = true
        [[rule]]
        name = "d"
        tag = "d"
        """, file: "r.toml")
    let explained = Wire.binary().withSubject { rules.explain($0) }
    #expect(
      explained == [
        RuleExplanation(rule: "a", state: .notMatched([FailedPart("data.n:2", "data.n is 1")])),
        RuleExplanation(rule: "b", state: .disabled), RuleExplanation(rule: "c", state: .matched),
        RuleExplanation(rule: "d", state: .notAsked(after: "c")),
      ])
    #expect(rules.rules.map(\.counts.hits) == [0, 0, 0, 0])
    #expect(rules.rules.map(\.actions) == [["tag"], ["tag"], ["stop"], ["tag"]])
    #expect(rules.rules.map(\.condition) == ["type:com.* data.n:2", "", "id = '1'", ""])
  }

  @Test func `a rule can be switched, and goes on counting`() throws {
    let rules = try RuleSet(text: "[[rule]]\nname = 'a'\ntag = 'x'", file: "r.toml")
    Wire.binary().withSubject { _ = rules.evaluate($0) }
    let off = rules.setting(enabled: false, at: 0)
    #expect(off.isEmpty && Wire.binary().withSubject { off.evaluate($0).outcome.tags }.isEmpty)
    let on = off.setting(enabled: true, at: 0)
    Wire.binary().withSubject { _ = on.evaluate($0) }
    #expect(on.rules[0].counts.hits == 2 && on.rules[0].counts.lastHit == .start)
    #expect(on.rules[0].rates.perSecond(at: .start) == 0.4)
    let again = try RuleSet(text: "[[rule]]\nname = 'a'\ndrop = true", file: "r.toml", replacing: on)
    #expect(again.rules[0].counts.hits == 2)
    let other = try RuleSet(text: "[[rule]]\nname = 'b'\ndrop = true", file: "r.toml", replacing: on)
    #expect(other.rules[0].counts.hits == 0)
  }

  @Test(
    arguments: [
      ("throttled", 429, "5", nil), ("gone", 410, nil, nil), ("unsupported", 415, nil, nil),
      ("unavailable", 503, "5", nil), ("slow", 202, nil, 5),
    ] as [(String, Int, String?, Int?)])
  func `presets answer as the webhook specification has it`(
    preset: String, status: Int, retryAfter: String?, delay: Int?
  ) throws {
    for text in ["respond = '\(preset)'", "respond = { preset = '\(preset)' }"] {
      let rules = try RuleSet(text: "[[rule]]\n\(text)", file: "r.toml")
      let answer = Wire.binary().withSubject { rules.evaluate($0).answer }
      #expect(answer?.status == status && answer?.delay == delay.map { .seconds($0) })
      #expect(answer?.headers.map(\.value) == (retryAfter.map { [$0] } ?? []))
    }
  }

  @Test func `a table changes what a preset says, and flaky is so now and then`() throws {
    let rules = try RuleSet(
      text: "[[rule]]\nrespond = { preset = 'throttled', retry-after = 9, status = 503 }", file: "r.toml")
    #expect(
      Wire.binary().withSubject { rules.evaluate($0).answer }
        == Answer(status: 503, headers: [("Retry-After", "9")]))
    let flaky = try RuleSet(text: "[[rule]]\nrespond = { preset = 'flaky', seed = 1 }", file: "r.toml")
    let count = Wire.binary().withSubject { subject in
      (0..<1000).count { _ in flaky.evaluate(subject).answer != nil }
    }
    #expect((220...380).contains(count))
  }
}
