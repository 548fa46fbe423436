import Testing

@testable import InspectorCore

@Suite("Rules")
struct RulesTests {
  private func rules(_ text: String, highlights: [String]? = nil) throws -> RuleSet {
    try RuleSet(text: text, file: "r.toml", highlights: highlights)
  }

  private func verdict(_ text: String, on delivery: Delivery = Wire.binary()) throws -> RuleVerdict {
    let rules = try rules(text)
    return delivery.withSubject { rules.evaluate($0) }
  }

  private func problems(_ text: String, highlights: [String]? = nil) -> [String] {
    do {
      _ = try rules(text, highlights: highlights)
      return []
    } catch let error as RulesError {
      return error.problems.map(\.description)
    } catch {
      return ["another error: \(error)"]
    }
  }

  @Test("No rules do nothing")
  func none() throws {
    #expect(RuleSet().isEmpty)
    #expect(try rules("# only a comment\n").isEmpty)
    #expect(try rules("[[rule]]\nenabled = false\ntag = 'x'").isEmpty)
    #expect(try verdict("").outcome.isEmpty)
  }

  @Test("A rule does all that it says with an event that it matches")
  func allActions() throws {
    let verdict = try verdict(
      """
      [[rule]]
      name = "slow consumer"
      when = 'type:com.example.*'
      tag = ["orders", "slow"]
      highlight = "warning"
      respond = { status = 429, after = "2s", retry-after = 5, body = "later", headers = { X-Why = "test" } }
      drop = true
      """)
    #expect(
      verdict.outcome
        == EntryOutcome(rules: ["slow consumer"], tags: ["orders", "slow"], highlight: "warning"))
    #expect(
      verdict.answer
        == Answer(
          status: 429,
          headers: [
            ("Retry-After", "5"), ("X-Why", "test"), ("Content-Type", "text/plain; charset=utf-8"),
          ],
          body: Array("later".utf8), delay: .seconds(2)))
    #expect(verdict.isDropped)
  }

  @Test("A rule that does not match does nothing")
  func noMatch() throws {
    let verdict = try verdict("[[rule]]\nwhen = 'type:other'\ntag = 'x'\ndrop = true\nstop = true")
    #expect(verdict.outcome.isEmpty && !verdict.isDropped && verdict.answer == nil)
  }

  @Test("All that match act, first to last, until one stops")
  func order() throws {
    let text = """
      [[rule]]
      when = 'type:com.*'
      tag = "a"
      highlight = "ok"
      [[rule]]
      when = 'type:org.*'
      tag = "b"
      stop = true
      [[rule]]
      name = "third"
      when = 'data.n:1'
      tag = ["c", "a"]
      highlight = "error"
      stop = true
      [[rule]]
      tag = "d"
      """
    let outcome = try verdict(text).outcome
    #expect(outcome == EntryOutcome(rules: ["rule 1", "third"], tags: ["a", "c"], highlight: "error"))
    let other = try verdict(text, on: Wire.binary(body: #"{"n":2}"#)).outcome
    #expect(other.tags == ["a", "d"])
  }

  @Test("A later rule can ask for an earlier rule's tag")
  func tagsOfEarlierRules() throws {
    let text = "[[rule]]\ntag = 'x'\n[[rule]]\nwhen = 'tag:x'\ntag = 'y'\n[[rule]]\nwhen = 'tag:z'\ntag = 'w'"
    #expect(try verdict(text).outcome.tags == ["x", "y"])
  }

  @Test("Of two answers the first one counts")
  func twoAnswers() throws {
    let text = """
      [[rule]]
      respond = { status = 500, probability = 0 }
      [[rule]]
      name = "winner"
      respond = { status = 429 }
      [[rule]]
      respond = { status = 503 }
      """
    let verdict = try verdict(text)
    #expect(verdict.answer == Answer(status: 429))
    #expect(verdict.outcome.rules == ["winner"])
  }

  @Test("An answer without a status is 202, later", arguments: [("500ms", 0.5), ("1m", 60), ("1m30s", 90)])
  func delay(text: String, seconds: Double) throws {
    let answer = try verdict("[[rule]]\nrespond.after = '\(text)'").answer
    #expect(answer == Answer(status: 202, delay: .seconds(seconds)))
  }

  @Test("A seed repeats what a probability brings")
  func probability() throws {
    func answers(seed: Int) throws -> [Bool] {
      let rules = try rules("[[rule]]\nrespond = { status = 503, probability = 0.3, seed = \(seed) }")
      return Wire.binary().withSubject { subject in
        (0..<1000).map { _ in rules.evaluate(subject).answer != nil }
      }
    }
    let first = try answers(seed: 7)
    #expect(try answers(seed: 7) == first)
    #expect(try answers(seed: 8) != first)
    #expect((220...380).contains(first.count { $0 }))
  }

  @Test("Rules see what was refused too: they mark it, and neither answer, hide nor pass it on")
  func refused() throws {
    let text = """
      [[rule]]
      name = 'bad'
      when = 'is:invalid'
      tag = 'bad'
      highlight = 'error'
      respond = { status = 200 }
      forward = 'http://127.0.0.1:1'
      drop = true
      [[rule]]
      name = 'type'
      when = 'type:com.example.*'
      tag = 'typed'
      [[rule]]
      name = 'all'
      tag = 'valid ones'
      """
    let bench = Bench(rules: try rules(text))
    #expect(bench.receive(Wire.binary(id: nil)).status == 400)
    #expect(bench.receive(Wire.request(contentType: "text/html", body: "<p>")).status == 400)
    var refused = Wire.binary()
    refused.refusal = .init(status: 405, reason: "No.", rule: "http.method", section: "RFC 9110, 15.5.6")
    #expect(bench.receive(refused).status == 405)
    #expect(bench.receive(Wire.batch(Wire.json("1"), "{}")).status == 400)
    #expect(bench.entries.map(\.outcome.tags) == [["bad", "typed"], ["bad"], ["bad", "typed"], ["bad"]])
    #expect(bench.entries.map(\.outcome.highlight) == ["error", "error", "error", "error"])
    bench.receive(Wire.binary())
    #expect(bench.entries.last?.outcome.tags == ["typed", "valid ones"])
  }

  @Test("Rules count what they matched, from several threads")
  func hits() async throws {
    let rules = try rules("[[rule]]\nname='a'\ntag='x'\n[[rule]]\nname='b'\nwhen='type:other'\ntag='y'")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          Wire.binary().withSubject { subject in for _ in 0..<100 { _ = rules.evaluate(subject) } }
        }
      }
    }
    #expect(rules.rules.map(\.name) == ["a", "b"])
    #expect(rules.rules.map(\.counts.hits) == [400, 0])
    #expect(rules.count == 2)
  }

  @Test(
    "What is wrong is told with line and column, and what would be right",
    arguments: [
      ("x = 1", "r.toml:1:1: x is no key here; known are rule"),
      ("[[rules]]\ntag='x'", "r.toml:1:3: rules is no key here; did you mean rule?"),
      ("[rule]\ntag='x'", "r.toml:1:2: each rule begins with a line [[rule]], in two brackets"),
      ("rule = [1]", "r.toml:1:9: rule must be a table, and this is an integer"),
      ("[[rule]]\ntags = 'x'", "r.toml:2:1: tags is no key here; did you mean tag?"),
      (
        "[[rule]]\nname = 1\ntag = 'x'",
        #"r.toml:2:8: name must be a text such as "slow consumer", and this is an integer"#
      ),
      (
        "[[rule]]\nenabled = 'no'\ntag = 'x'",
        "r.toml:2:11: enabled must be true or false, and this is a string"
      ),
      (
        "[[rule]]\ntag = ['a', 2]",
        #"r.toml:2:13: tag must be a text or an array of them, such as "orders", and this is an integer"#
      ),
      (
        "[[rule]]\ntag = ''",
        #"r.toml:2:7: tag must be a text or an array of them, such as "orders", and this is empty"#
      ),
      (
        "[[rule]]\nhighlight = true",
        #"r.toml:2:13: highlight must be the name of a theme's role, such as "warning", and this is a Boolean"#
      ),
      ("[[rule]]\ndrop = 'yes'", "r.toml:2:8: drop must be true or false, and this is a string"),
      ("[[rule]]\nstop = 1", "r.toml:2:8: stop must be true or false, and this is an integer"),
      (
        "[[rule]]\nrespond = 429",
        "r.toml:2:11: respond must be a table such as { status = 429 }, or a preset such as \"flaky\", "
          + "and this is an integer"
      ),
      (
        "[[rule]]\nrespond = { status = 42 }",
        "r.toml:2:22: status must be a status from 200 to 599, and this is 42"
      ),
      ("[[rule]]\nrespond = { statsu = 429 }", "r.toml:2:13: statsu is no key here; did you mean status?"),
      (
        "[[rule]]\nrespond = { after = 2 }",
        #"r.toml:2:21: after must be a time up to 10 minutes, such as "2s" or "500ms", and this is an integer"#
      ),
      (
        "[[rule]]\nrespond = { after = '2 hours' }",
        #"r.toml:2:21: 2 hours is not a time up to 10 minutes, such as "2s" or "500ms""#
      ),
      (
        "[[rule]]\nrespond = { after = '2h' }",
        #"r.toml:2:21: 2h is not a time up to 10 minutes, such as "2s" or "500ms""#
      ),
      (
        "[[rule]]\nrespond = { probability = 2 }",
        "r.toml:2:27: probability must be a number from 0 to 1, and this is 2.0"
      ),
      (
        "[[rule]]\nrespond = { probability = nan }",
        "r.toml:2:27: probability must be a number from 0 to 1, and this is nan"
      ),
      ("[[rule]]\nrespond = { seed = 2 }", "r.toml:2:20: seed means nothing without probability"),
      (
        "[[rule]]\nrespond = { retry-after = -1 }",
        "r.toml:2:27: retry-after must be seconds from 0 to 86400, and this is -1"
      ),
      ("[[rule]]\nrespond = { status = 204, body = 'x' }", "r.toml:2:34: an answer with 204 has no body"),
      (
        "[[rule]]\nrespond.headers = { 'a b' = 'x' }",
        "r.toml:2:21: a b is no name of a header; write such as X-Reason"
      ),
      (
        "[[rule]]\nrespond.headers = { Connection = 'x' }",
        "r.toml:2:21: Connection is written by eventscope itself; write such as X-Reason"
      ),
      (
        "[[rule]]\nrespond.headers = { X = \"a\\r\\nY: b\" }",
        "r.toml:2:25: a header's value is ASCII without control characters"
      ),
      (
        "[[rule]]\nname = 'x'",
        "r.toml:1:1: this rule does nothing; give it one of tag, highlight, notify, respond, forward, write, "
          + "exec, drop, stop"
      ),
      (
        "[[rule]]\nrespond = 'flakey'", "r.toml:2:11: flakey is none of these words; did you mean flaky?"
      ),
      (
        "[[rule]]\nrespond = { preset = 'slo' }",
        "r.toml:2:22: slo is none of these words; did you mean slow?"
      ),
      (
        "[[rule]]\nforward = 'localhost:9000'",
        "r.toml:2:11: localhost:9000 is no address: an address is http://HOST:PORT, https://HOST:PORT, unix:PATH "
          + "or unix+ndjson:PATH"
      ),
      (
        "[[rule]]\nforward = { mode = 'binary' }",
        #"r.toml:2:11: to, the address, is missing, as in { to = "http://127.0.0.1:9000" }"#
      ),
      (
        "[[rule]]\nforward = { to = 'http://x', mode = 'as-recieved' }",
        "r.toml:2:37: as-recieved is none of these words; did you mean as-received?"
      ),
      (
        "[[rule]]\nforward = { to = 'http://x', retry = -1 }",
        "r.toml:2:38: retry must be a number of retries from 0 to 100, and this is -1"
      ),
      (
        "[[rule]]\nforward = { to = 'http://x', timeout = '0s' }",
        "r.toml:2:40: a timeout is longer than nothing"
      ),
      (
        "[[rule]]\nforward = 'http://x:0'",
        "r.toml:2:11: http://x:0 has no port to send to; write one from 1 to 65535"
      ),
      (
        "[[rule]]\nforward = 'unix+ndjson:/s'",
        "r.toml:2:11: lines have no Via header, so a loop of them would not end; use unix:PATH for HTTP"
      ),
      (
        "[[rule]]\nforward = { to = 'http://x', headers = { Via = '1' } }",
        "r.toml:2:42: Via is written by eventscope itself; write such as X-Reason"
      ),
      (
        "[[rule]]\nwrite = 5",
        #"r.toml:2:9: write must be a file's path such as "orders.ndjson", "#
          + #"or { to = "all.ndjson", as = "record" }, and this is an integer"#
      ),
      (
        "[[rule]]\nwrite = { as = 'event' }",
        #"r.toml:2:9: to, the file's path, is missing, as in { to = "all.ndjson", as = "record" }"#
      ),
      (
        "[[rule]]\nwrite = { to = 'x', as = 'xml' }",
        "r.toml:2:26: xml is none of these words; it is one of event, record"
      ),
      (
        "[[rule]]\nexec = 'ls -l'",
        #"r.toml:2:8: exec must be an array of a program and its arguments, without a shell, such as "#
          + #"["notify-send", "order"], and this is a string"#
      ),
      (
        "[[rule]]\nexec = []",
        #"r.toml:2:8: exec must be an array of a program and its arguments, without a shell, such as "#
          + #"["notify-send", "order"], and there is no program in it"#
      ),
      ("[[rule]]\nexec = ['a', 1]", "r.toml:2:14: exec must be a text, and this is an integer"),
      (
        "[[rule]]\nnotify = 'loud'",
        "r.toml:2:10: loud is none of these words; it is one of bell, desktop"
      ),
      (
        "[[rule]]\nwhen = 'a'\ncesql = 'TRUE'\ntag = 'x'",
        "r.toml:3:1: a rule has one of when, cesql, filter, and here is when already"
      ),
      (
        "[[rule]]\ntag = 'x'\ncesql = \"id = 'a' AN 1\"",
        "r.toml:3:19: expected an operator or the end, found \"AN\""
      ),
      (
        "[[rule]]\ntag = 'x'\ncesql = \"\"\"\nid = 'a'\n  AND (\"\"\"",
        "r.toml:5:8: expected an attribute, a literal, a function or \"(\", found the end"
      ),
      (
        "[[rule]]\ntag = 'x'\n[rule.filter]\nexakt = { type = 'a' }",
        #"r.toml:4:1: "exakt" is no dialect; expected exact, prefix, suffix, all, any, not or sql"#
      ),
      (
        "[[rule]]\ntag = 'x'\nfilter = { all = [{ exact = { type = 'a' } }, { not = 5 }] }",
        #"r.toml:3:55: a filter is an object such as {"exact":{"type":"com.example.test"}}"#
      ),
      (
        "[[rule]]\ntag = 'x'\n[rule.filter.exact]\nType = 'a'",
        #"r.toml:4:1: "Type" is no attribute's name; those have a-z and 0-9 only"#
      ),
    ])
  func wrongFiles(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(
    "A wrong query is told at its character",
    arguments: [
      ("[[rule]]\ntag = 'x'\nwhen = 'type:a tpye:b'", "r.toml:3:16: "),
      ("[[rule]]\ntag = 'x'\nwhen = \"type:a tpye:b\"", "r.toml:3:16: "),
      ("[[rule]]\ntag = 'x'\nwhen = \"type:\\u0061 tpye:b\"", "r.toml:3:8: "),
      ("[[rule]]\ntag = 'x'\nwhen = '''\ntype:a tpye:b'''", "r.toml:4:8: "),
      ("[[rule]]\ntag = 'x'\nwhen = '''type:a\n tpye:b'''", "r.toml:4:2: "),
    ])
  func wrongQuery(text: String, place: String) {
    let found = problems(text)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(place + "tpye is no field; did you mean type:?") == true, "\(found)")
  }

  @Test("All that is wrong is told, in the order of the file")
  func allProblems() throws {
    let text = "[[rule]]\ntag = 1\nwhen = '('\n[[rule]]\nwhen = 'x'\nrespond = { status = 1 }\n"
    let found = problems(text)
    #expect(found.map { $0.split(separator: ":")[1] } == ["2", "3", "6"])
    let error = #expect(throws: RulesError.self) { try rules(text) }
    #expect(error?.summary == found[0] + " (and 2 more)")
    #expect(error?.description == found.joined(separator: "\n"))
  }

  @Test("A highlight that no theme has is refused where the roles are known")
  func highlights() {
    let text = "[[rule]]\nhighlight = 'waring'"
    #expect(
      problems(text, highlights: ["warning", "event.ok"]) == [
        "r.toml:2:13: waring is no role of a theme; did you mean warning?"
      ])
    #expect(problems(text).isEmpty)
  }

  @Test("The help has all actions, in the order in which they are done")
  func help() throws {
    #expect(
      RuleActions.help.map(\.key) == [
        "tag", "highlight", "notify", "respond", "forward", "write", "exec", "drop",
      ])
    for action in RuleActions.help { _ = try rules("[[rule]]\n" + action.example) }
  }
}

extension Delivery {
  /// Has an inspector take it, and lends its entry as rules see it.
  fileprivate func withSubject<Value>(_ body: (QuerySubject) -> Value) -> Value {
    let bench = Bench()
    bench.receive(self)
    return bench.entries[0].withSubject(now: received, body)
  }
}
