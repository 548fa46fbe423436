import CESQL
import CloudEvents
import Testing

/// Texts that are no expressions: where, what stands there, and what would be right.
@Suite struct ParseErrorTests {
  static let value = #"an attribute, a literal, a function or "(""#

  @Test(arguments: [
    ("", 1, 1, "expected \(value), found the end"), ("  \n ", 2, 2, "expected \(value), found the end"),
    ("ABC(", 1, 5, "expected \(value), found the end"),
    ("ABC(1", 1, 6, #"expected an operator, "," or ")", found the end"#),
    ("(1", 1, 3, #"expected an operator or ")", found the end"#),
    ("()", 1, 2, #"expected \#(value), found ")""#),
    ("1 2", 1, 3, #"expected an operator or the end, found "2""#),
    ("1 +", 1, 4, "expected \(value), found the end"),
    ("a = \n  AND b", 2, 3, #"expected \#(value), found "AND""#),
    ("x LIKE 123", 1, 8, #"expected a pattern in quotes, found "123""#),
    ("x LIKE y", 1, 8, #"expected a pattern in quotes, found "y""#),
    ("x IN ()", 1, 7, #"expected \#(value), found ")""#),
    ("x IN 1", 1, 6, #"expected "(", found "1""#),
    ("x NOT = 1", 1, 7, #"expected LIKE or IN after NOT, found "=""#),
    ("EXISTS 1", 1, 8, #"expected an attribute's name, found "1""#),
    ("EXISTS", 1, 7, "expected an attribute's name, found the end"),
    ("EXISTS (id)", 1, 8, #"expected an attribute's name, found "(""#),
    ("a_b = 1", 1, 5, #"expected "(" after a function's name, found "=""#),
    ("+ 5", 1, 1, #"expected \#(value), found "+""#),
    ("a1(2)", 1, 3, #"expected an operator or the end, found "(""#),
    ("größe", 1, 3, #"expected a name, a literal or an operator, found "ö""#),
    ("'ö' + 'abc", 1, 7, "expected ' at the end of the string, found a string without its end"),
    (#"'a\'"#, 1, 1, "expected ' at the end of the string, found a string without its end"),
    ("a ! b", 1, 3, #"expected a name, a literal or an operator, found "!""#),
    ("2147483648", 1, 1, "expected an integer from -2147483648 to 2147483647, found 2147483648"),
    ("1 + -2147483649", 1, 5, "expected an integer from -2147483648 to 2147483647, found -2147483649"),
    ("f(1,)", 1, 5, #"expected \#(value), found ")""#), ("a == b", 1, 4, #"expected \#(value), found "=""#),
    ("x LIKE '''", 1, 8, "expected ' at the end of the string, found a string without its end"),
  ])
  func `a parse error has its place and what is expected`(
    text: String, line: Int, column: Int, message: String
  ) throws {
    let error = #expect(throws: CESQLParseError.self) { try CESQLExpression(text) }
    #expect(error?.line == line && error?.column == column, "\(error?.description ?? "no error")")
    #expect(error?.message == message)
  }

  @Test(arguments: ["(", "NOT ", "-", "ABS(", "1 IN ("])
  func `nesting has its bound, and no stack overflows below it`(opening: String) throws {
    let closing = opening.contains("(") ? ")" : ""
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + " 1" + String(repeating: closing, count: depth)
    }
    _ = try CESQLExpression(nested(CESQLExpression.maximumDepth)).evaluate(CloudEvent())
    for depth in [CESQLExpression.maximumDepth + 1, 5000] {
      let error = #expect(throws: CESQLParseError.self) { try CESQLExpression(nested(depth)) }
      #expect(error?.message == "expected at most 100 levels in each other, found one more level")
    }
  }

  @Test func `operators in a row nest nothing`() throws {
    let sum = try CESQLExpression("1" + String(repeating: "+1", count: 20_000))
    #expect(sum.evaluate(CloudEvent()).value == .integer(20_001))
    #expect(sum.explain(CloudEvent()).steps.count == 40_001)
    let any = try CESQLExpression("id='1'" + String(repeating: " OR id='2'", count: 3000))
    #expect(any.matches(sample))
    #expect(throws: CESQLParseError.self) {
      try CESQLExpression("a" + String(repeating: " IN (a)", count: 200))
    }
  }

  @Test func `a text has its bound`() {
    let error = #expect(throws: CESQLParseError.self) {
      try CESQLExpression("'" + String(repeating: "a", count: 64 << 10) + "'")
    }
    #expect(error?.expected == "at most 65536")
  }
}
