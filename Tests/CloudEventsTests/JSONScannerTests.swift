import CloudEvents
import CloudEventsTesting
import Testing

/// The decisions of JSONTestSuite (nst/JSONTestSuite), the telling part of it.
@Suite struct JSONScannerTests {
  static func isValid(_ text: String) -> Bool { utf8(text).withUnsafeBytes { JSONScanner.isValid($0) } }

  @Test(arguments: [
    "[[]   ]", "[]", "{}", "[\"\"]", "[ ]", "[null, 1, \"1\", {}]", "[1\n]", " [1]", "[1,null,null,null,2]",
    "[2] ",
    "\t[]\r\n", "{\"a\":\"b\",\"c\":\"d\"}", "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\":\"b\",\"a\":\"b\"}",
    "{\"\":0}",
    "{\"foo\\u0000bar\": 42}", "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", "{\n\"a\": \"b\"\n}", "true",
    "false", "null",
    "42", "-0.1", "\"asd\"", "\" \"",
  ])
  func `structures are accepted`(text: String) { #expect(Self.isValid(text)) }

  @Test(arguments: [
    "", " ", "[1,]", "[\"\",]", "[,1]", "[,]", "[1,,2]", "[1 true]", "[a", "[\"a\"", "[1", "[", "]", "[]]",
    "[}", "{]",
    "[\"x\"]]", "[: 1]", "[\"a\":1]", "[3[4]]", "{\"id\":0,}", "{,}", "{\"a\":}", "{\"a\"", "{\"a\":1",
    "{\"a\" 1}",
    "{\"a\":1 2}", "{a:1}", "{1:1}", "{'a':0}", "{\"a\":0}#", "{\"a\":/*c*/1}", "{\"a\":0}//", "{\"a\"::1}",
    "{\"x\", null}", "{null:null}", "{\"a\":\"b\"}x", "{\"a\" b}", "{{}}", "[true,\n", "nul", "nulll", "True",
    "tru",
    "[nan]", "[Infinity]", "1 2", "\"a\" \"b\"", "[][]", "<null>", "*", "\u{feff}{}", "[\u{0c}]", "[\u{a0}]",
    "[\u{2060}]", "{\"a\":true} \"x\"", "'a'", "[\\n]", "å",
  ])
  func `what is no structure of JSON is refused`(text: String) { #expect(!Self.isValid(text)) }

  @Test(arguments: [
    "0", "-0", "-1", "123", "1E22", "1e2", "1E+2", "1E-2", "0e+1", "0e1", "1.5", "123.456e78", "1e400",
    "-1e-400",
    "12345678901234567890", "1.0", "0.1e-9", "123123e100000", "1.7976931348623157e308", " 4 ",
  ])
  func `numbers are accepted however large`(text: String) {
    #expect(Self.isValid(text))
    #expect(Self.isValid("[\(text)]"))
  }

  @Test(arguments: [
    "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.e1", "1e", "1e+", "1E-", "1e1.5", "0x1", "1_000",
    "1a", "--1",
    "-a", "1..2", "1ee2", "１", "1 000", "2.e3", "0.e1", "-NaN", "1e٣", "1-", "1+2",
  ])
  func `what is no number is refused`(text: String) {
    #expect(!Self.isValid(text))
    #expect(!Self.isValid("[\(text)]"))
  }

  @Test(arguments: [
    #""\"\\\/\b\f\n\r\t""#, #""\u0041\uD834\uDd1e""#, #""\u0000""#, "\"\u{7f}\"", "\"é€😀\"",
    "\"\u{2028}\u{2029}\"",
    #""\uDEAD""#, #""\uD800\u0041""#, "\"\u{10ffff}\"", #""\\u0000""#, "\"a/*b*/c\"", #""\uABCDabcd""#,
  ])
  func `strings are accepted, half surrogates among their escapes too`(text: String) {
    #expect(Self.isValid(text))
  }

  @Test(arguments: [
    "\"", "\"a", "\"\\\"", "\"\\", #""\x41""#, #""\u""#, #""\u00""#, #""\u00G0""#, #""\uD800\u""#, #""\a""#,
    #""\U0041""#,
    "\"\\\u{0}\"", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1f}\"", #""\é""#, #"["\"#, "\"12345678\u{1}\"",
    "\"1234567\"8\"",
  ])
  func `strings that are not closed, escaped or clean are refused`(text: String) {
    #expect(!Self.isValid(text))
  }

  @Test(
    arguments: [
      [0xff], [0x80], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
      [0xf0, 0x9f, 0x98], [0xfe, 0xff], [0x61, 0xc3],
    ] as [[UInt8]])
  func `strings that are not UTF-8 are refused, wherever they stand`(bytes: [UInt8]) {
    for padding in 0..<9 {
      let text = utf8("\"" + String(repeating: "a", count: padding)) + bytes + utf8("\"")
      #expect(!text.withUnsafeBytes { JSONScanner.isValid($0) })
    }
  }

  @Test(arguments: 0..<24)
  func `what ends or spoils a string is found at every offset`(count: Int) {
    let text = String(repeating: "a", count: count)
    #expect(Self.isValid("\"\(text)\""))
    #expect(Self.isValid("\"\(text)\\\"\(text)é\(text)\""))
    #expect(!Self.isValid("\"\(text)\u{8}\(text)\""))
    #expect(!Self.isValid("\"\(text)\"\(text)\""))
    #expect(!Self.isValid("\"\(text)"))
  }

  @Test(arguments: [("[", "]", 1), ("{\"a\":", "}", 1), ("[{\"a\":", "}]", 2)])
  func `516 levels are accepted and 517 are not`(open: String, close: String, levels: Int) {
    func nested(_ count: Int, in text: String) -> String {
      String(repeating: open, count: count) + text + String(repeating: close, count: count)
    }
    #expect(Self.isValid(nested(516 / levels, in: "1")))
    #expect(Self.isValid(nested(516 / levels - 1, in: levels == 1 ? "[]" : "[{}]")))
    #expect(!Self.isValid(nested(516 / levels, in: "[]")))
    #expect(!Self.isValid(nested(516 / levels, in: "{}")))
    #expect(!Self.isValid(String(repeating: open, count: 100_000)))
  }

  @Test func `a text cut at any offset is refused and never read past its end`() {
    let text = utf8(#"{"a":[1.5e+3,"é\u00e9\n",true,false,null,{"b":-0}]}"#)
    for count in 0..<text.count {
      let cut = Array(text[..<count])
      #expect(!cut.withUnsafeBytes { JSONScanner.isValid($0) })
      #expect(
        text.withUnsafeBytes { bytes in
          var scanner = JSONScanner(bytes, range: 0..<count)
          return (try? scanner.value()) == nil
        })
    }
    #expect(text.withUnsafeBytes { JSONScanner.isValid($0) })
  }

  @Test(arguments: [
    ("[1,]", 1, 4, "expected a value"), ("{\n  \"a\" 1}", 2, 7, "expected \":\""),
    ("[1", 1, 3, "the text ends where \",\" or \"]\" should stand"),
    ("[\n\n01]", 3, 1, "a number is written like 0, -12, 3.5 or 1e9"),
    ("\"\u{1}\"", 1, 2, "the control character U+0001 must be escaped in a string"),
    ("\u{feff}{}", 1, 1, "expected a value without a byte order mark before it"),
    ("{} x", 1, 4, "expected the end of the text"), ("", 1, 1, "the text ends where a value should stand"),
    (#""\u12"#, 1, 6, "the text ends where a hexadecimal digit should stand"),
    ("{\"a\":1,}", 1, 8, "expected a member's name in quotes"),
  ])
  func `an error says where and what`(text: String, line: Int, column: Int, message: String) throws {
    try utf8(text).withUnsafeBytes { bytes in
      let error = try #require(JSONScanner.error(in: bytes))
      let position = error.position(in: bytes)
      #expect(position.line == line)
      #expect(position.column == column)
      #expect(error.description == message)
    }
  }

  @Test func `members and elements are handed out with their spans`() throws {
    let text = utf8(#" { "a" : [ 1 , "x" ] , "b\n" : null } "#)
    try text.withUnsafeBytes { bytes in
      var found: [String] = []
      var scanner = JSONScanner(bytes)
      try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        found.append(String(decoding: bytes[name.contents], as: UTF8.self) + (name.hasEscapes ? "!" : ""))
        guard scanner.peek() == UInt8(ascii: "[") else {
          found.append(String(decoding: bytes[try scanner.value().range], as: UTF8.self))
          return
        }
        try scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
          found.append(String(decoding: bytes[try scanner.value().range], as: UTF8.self))
        }
      }
      try scanner.finish()
      #expect(found == ["a", "1", "\"x\"", "b\\n!", "null"])
    }
  }
}
