import CESQL
import CloudEvents
import Testing

/// What expressions are for an event, beyond the conformance kit.
@Suite struct ExpressionTests {
  @Test(arguments: [
    // Precedence, and from left to right where it is equal.
    ("1 + 2 * 3 - 4 / 2", "5"), ("10 - 4 - 3", "3"), ("2 * 7 % 4", "2"), ("1 + 1 = 2 AND 3 > 2", "true"),
    ("TRUE OR TRUE AND FALSE", "false"), ("FALSE AND FALSE OR TRUE", "true"), ("NOT TRUE OR TRUE", "true"),
    ("NOT 'false' LIKE 'true'", "true"), ("1 < 2 = TRUE", "true"), ("-hops + 5", "2"), ("4-1", "3"),
    ("4 -1", "3"), ("4--1", "5"), ("+5", "5"), ("- 5", "-5"), ("-(2 + 3)", "-5"),
    ("'abc' LIKE 'a%' IN (TRUE)", "true"), ("NOT NOT NOT TRUE", "false"),
    // Integers of 32 bits.
    ("-2147483648", "-2147483648"), ("2147483647 + 1", "0 math"), ("-2147483648 - 1", "0 math"),
    ("65536 * 65536", "0 math"), ("-2147483648 / -1", "0 math"), ("-2147483648 % -1", "0"),
    ("--2147483648", "0 math"), ("-7 / 2", "-3"), ("-7 % 2", "-1"), ("7 % -2", "1"),
    // Casts.
    ("'+5' + '-3'", "2"), ("'007' = 7", "true"), ("'abc' = 7", "false cast"), ("'abc' != 7", "false cast"),
    ("1 AND 'true'", "true"), ("' 5' + 1", "0 cast"), ("'2147483648' + 1", "0 cast"),
    ("TRUE > FALSE", "true"),
    ("7 = '7'", "true"), ("1 = TRUE", "true"), ("TRUE AND 'maybe'", "false cast"),
    ("1 IN ('x', 1)", "false cast"), ("1 IN (1, 'x')", "true"), ("1 NOT IN ('x')", "false cast"),
    // Errors go on, and all are told.
    ("missing + 1 / 0", "0 missingAttribute math"), ("LENGTH(missing)", "0 missingAttribute"),
    ("missing NOT LIKE '%'", "false missingAttribute"), ("NOT (missing = 1)", "false missingAttribute"),
    ("missing AND (1 / 0 = 1)", "false missingAttribute"), ("(1 / 0 = 0) OR TRUE", "false math"),
    ("missing OR TRUE", "false missingAttribute"),
    ("CONCAT(missing, absent)", "'' missingAttribute missingAttribute"),
    ("missing NOT IN ('a')", "false missingAttribute"), ("NOPE(1 / 0)", "false missingFunction"),
    ("LENGTH()", "false missingFunction"), ("LENGTH('a', 'b')", "false missingFunction"),
    ("TRUE XOR 'x'", "false cast"),
    // Attributes of all types, by name in any case.
    ("flag", "true"), ("HOPS + 1", "4"), ("hops < ttl", "true"), ("bytes", "'AAH/'"), ("source", "'/orders'"),
    ("time", "'2018-04-26T14:48:09+02:00'"), ("EXISTS ttl", "true"), ("EXISTS datacontenttype", "false"),
  ])
  func `an expression has its value and its errors`(text: String, expected: String) throws {
    #expect(try evaluated(text) == expected)
  }

  @Test(arguments: [
    ("LENGTH('größe 👍')", "7"), ("LENGTH(subject)", "7"), ("LEFT(subject, 3)", "'grö'"),
    ("RIGHT(subject, 1)", "'👍'"), ("UPPER(subject)", "'GRÖSSE 👍'"), ("lower('ÄB')", "'äb'"),
    (#"TRIM(" \#t\#u{2003}a b\#u{a0}")"#, "'a b'"), ("TRIM('  ')", "''"), ("LEFT('abc', '2')", "'ab'"),
    ("LEFT('abc', 'x')", "'' cast"), ("SUBSTRING('abc', 3)", "'c'"),
    ("SUBSTRING('abc', 4)", "'' functionEvaluation"),
    ("SUBSTRING('abc', -3, 2)", "'ab'"), ("SUBSTRING('abc', 1, -1)", "'' functionEvaluation"),
    ("SUBSTRING('abc', 2, 2147483647)", "'bc'"), ("SUBSTRING('', 0)", "''"),
    ("SUBSTRING('abc', -2147483648)", "'' functionEvaluation"), ("SUBSTRING('abc')", "false missingFunction"),
    ("CONCAT(1, TRUE, 'x')", "'1truex'"), ("CONCAT_WS('-', 1, 2, 3)", "'1-2-3'"), ("concat_ws ( ',' )", "''"),
    ("IS_INT('12')", "true"), ("IS_INT('x')", "false"), ("IS_BOOL('True')", "true"),
    ("IS_BOOL('x')", "false"),
    ("INT('2147483648')", "0 cast"), ("BOOL('truely')", "false cast"), ("ABS('-4')", "4"),
    ("STRING(-0)", "'0'"),
  ])
  func `a function has its value and its errors`(text: String, expected: String) throws {
    #expect(try evaluated(text) == expected)
  }

  @Test(arguments: [
    ("", "", true), ("", "%", true), ("", "_", false), ("abc", "abc", true), ("abc", "ab", false),
    ("abc", "%", true), ("abc", "___", true), ("abc", "____", false), ("abc", "%%%c", true),
    ("aXbXc", "a%b%c", true), ("abab", "%ab", true), ("mississippi", "%iss%ip%", true),
    ("größe", "gr__e", true), ("👍👍", "__", true), ("👍", "____", false), ("ö", "%_", true),
    ("a%", #"a\%"#, true),
    ("ab", #"a\%"#, false), (#"a\b"#, #"a\b"#, true), ("e\u{301}", "\u{e9}", false),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "%a%a%a%a%a%a%a%a%c", false),
  ])
  func `a text fits its pattern`(text: String, pattern: String, fits: Bool) throws {
    var event = CloudEvent()
    event.subject = text
    let expression = try CESQLExpression("subject LIKE '\(pattern)'")
    #expect(expression.evaluate(event).value == .boolean(fits))
    #expect(expression.matches(event) == fits)
  }

  @Test(arguments: [
    (#"'it''s'"#, "it's"), (#""it's""#, "it's"), (#"'\''"#, "'"), (#"'\"'"#, #"\""#), (#"'a\\b'"#, #"a\\b"#),
    ("'a\nb'", "a\nb"), ("''", ""), (#""""""#, "\""),
  ])
  func `a literal is the string between its quotes`(literal: String, text: String) throws {
    #expect(try CESQLExpression(literal).evaluate(sample).value == .string(text))
  }

  @Test func `strings are equal by their characters, not by what Unicode calls equivalent`() throws {
    #expect(try evaluated("'e\u{301}' = '\u{e9}'") == "false")
    #expect(try evaluated("'\u{e9}' IN ('e\u{301}', '\u{e9}')") == "true")
  }

  @Test func `a filter lets pass what is true without an error`() throws {
    #expect(EventFilter.cesql(try CESQLExpression("type LIKE 'com.%'")).matches(sample))
    #expect(!EventFilter.cesql(try CESQLExpression("1")).matches(sample))
    #expect(!EventFilter.cesql(try CESQLExpression("NOT 10")).matches(sample))
  }

  @Test func `an error says what happened`() throws {
    let result = try CESQLExpression("INT('a''b') + LEFT(missing, -1) + NOPE(1)").evaluate(sample)
    #expect(
      result.errors.map(\.message) == [
        #"'a\'b' is no integer"#, "the event has no attribute missing",
        "there is no function NOPE of 1 argument",
      ])
  }

  @Test(
    arguments: [
      ("type = 'com.example.a'", "com.example.a"), ("'/a' = source", "/a"),
      ("type LIKE 'com.%.order_x'", ".order"),
      ("type LIKE '100\\%' AND id = 'abc'", "100%"), ("id = 'a' AND type = 'abc' AND missing = 1", "abc"),
      ("type != 'a'", nil), ("type NOT LIKE 'a%'", nil), ("type = 5", nil), ("subject = 'a'", nil),
      ("missing = 1 AND type = 'abc'", nil), ("type = 'a' OR type = 'b'", nil), ("NOT (type = 'a')", nil),
      ("TRUE", nil),
    ] as [(String, String?)])
  func `what must stand in an event is known from comparisons that come first`(
    text: String, expected: String?
  )
    throws
  {
    #expect(try CESQLExpression(text).requiredText == expected)
  }
}
