import CESQL
import CloudEvents
import Testing

/// What each sub-expression was.
@Suite struct ExplanationTests {
  private func lines(_ text: String) throws -> [String] {
    try CESQLExpression(text).explain(sample).steps.map { step in
      let errors = step.errors.map { " " + $0.kind.rawValue }.joined()
      let indent = String(repeating: "  ", count: step.depth)
      let value = step.value.map(\.description) ?? "not evaluated"
      return "\(indent)\(step.line):\(step.column) \(step.text) → \(value)\(errors)"
    }
  }

  @Test func `each part has its value and its errors, in the order of evaluation`() throws {
    #expect(
      try lines("hops > 2 AND\n  LENGTH(missing) = 0") == [
        "    1:1 hops → 3",
        "    1:8 2 → 2",
        "  1:1 hops > 2 → true",
        "      2:10 missing → false missingAttribute",
        "    2:3 LENGTH(missing) → 0 missingAttribute",
        "    2:21 0 → 0",
        "  2:3 LENGTH(missing) = 0 → false missingAttribute",
        "1:1 hops > 2 AND\n  LENGTH(missing) = 0 → false missingAttribute",
      ])
  }

  @Test func `what is not evaluated is said to be so, and operators in a row have each their value`() throws {
    #expect(
      try lines("TRUE OR (1 / 0 = 1) XOR FALSE") == [
        "  1:1 TRUE → true",
        "  1:9 (1 / 0 = 1) → not evaluated",
        "1:1 TRUE OR (1 / 0 = 1) → true",
        "  1:25 FALSE → false",
        "1:1 TRUE OR (1 / 0 = 1) XOR FALSE → true",
      ])
  }

  @Test func `the whole is what evaluation gives`() throws {
    for text in ["1 + missing / 0", "subject LIKE 'g%' AND flag", "CONCAT('ö', 1) IN (1, 'ö1')"] {
      let expression = try CESQLExpression(text)
      #expect(expression.explain(sample).result == expression.evaluate(sample))
    }
  }
}
