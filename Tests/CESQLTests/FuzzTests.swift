import CESQL
import CloudEvents
import CloudEventsTesting
import Testing

/// Random texts: an error with its place or an expression that has a value, and no crash. Every run is the
/// same.
@Suite struct FuzzTests {
  static let words = [
    "id", "hops", "ttl", "missing", "subject", "flag", "TRUE", "false", "0", "1", "-2147483648", "2147483647",
    "'a'", "'%ö_'", "\"\\\"\"", "'5'", "''", "+", "-", "*", "/", "%", "=", "!=", "<>", "<", "<=", ">", ">=",
    "AND",
    "or", "XOR", "NOT", "LIKE", "IN", "EXISTS", "(", ")", ",", "LEFT(", "CONCAT(", "SUBSTRING(", "ABS(",
    "INT(",
    "IS_INT(", "_", "\n", "ö", "\\", "'",
  ]

  @Test(arguments: 0..<4)
  func `no row of words crashes it`(round: Int) {
    var generator = SeededGenerator(seed: UInt64(round) + 3)
    for _ in 0..<5000 {
      let count = Int.random(in: 1...12, using: &generator)
      let words = (0..<count).compactMap { _ in Self.words.randomElement(using: &generator) }
      check(words.joined(separator: Bool.random(using: &generator) ? " " : ""))
    }
  }

  @Test func `no random expression that parses is without a value`() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let text = Self.expression(depth: 4, using: &generator)
      let expression = try CESQLExpression(text)
      #expect(expression.explain(sample).result == expression.evaluate(sample), "\(text)")
      // Parentheses around an expression change nothing.
      #expect(try CESQLExpression("(\(text))").evaluate(sample) == expression.evaluate(sample), "\(text)")
    }
  }

  private func check(_ text: String) {
    do {
      let expression = try CESQLExpression(text)
      let result = expression.evaluate(sample)
      let explanation = expression.explain(sample)
      #expect(explanation.result == result, "\(text)")
      #expect(explanation.steps.last?.value == result.value, "\(text)")
    } catch {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect((1...lines.count).contains(error.line), "\(text)")
      #expect((1...text.unicodeScalars.count + 1).contains(error.column), "\(text)")
    }
  }

  /// An expression that the grammar knows.
  private static func expression(depth: Int, using generator: inout SeededGenerator) -> String {
    func part() -> String { expression(depth: depth - 1, using: &generator) }
    let leaves = [
      "id", "hops", "missing", "flag", "7", "-3", "'5'", "'x'", "TRUE", "EXISTS ttl", "2147483647",
    ]
    guard depth > 0 else { return leaves.randomElement(using: &generator) ?? "1" }
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: return "(\(part()))"
    case 1: return "NOT \(part())"
    case 2: return "- \(part())"
    case 3: return "\(part()) LIKE '%5_'"
    case 4: return "\(part()) NOT IN (\(part()), \(part()))"
    case 5: return "SUBSTRING(\(part()), \(part()), \(part()))"
    case 6: return "CONCAT(\(part()), \(part()))"
    default:
      let operators = ["+", "-", "*", "/", "%", "=", "<>", "<", ">=", "AND", "OR", "XOR"]
      return "\(part()) \(operators.randomElement(using: &generator) ?? "+") \(part())"
    }
  }
}
