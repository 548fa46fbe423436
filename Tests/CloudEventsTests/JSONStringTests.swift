import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct JSONStringTests {
  static func unescaped(_ contents: String) -> [UInt8]? {
    utf8(contents).withUnsafeBytes { JSONString.unescaped($0) }
  }

  @Test(arguments: [
    ("", ""), ("plain é", "plain é"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
    (#"\u0041\u00e9\u20AC"#, "Aé€"),
    (#"\ud83d\ude00"#, "😀"), (#"a\u0000b"#, "a\u{0}b"), (#"\\u0041"#, #"\u0041"#), (#"x\\\\y"#, #"x\\y"#),
    (#"\uFFFF"#.lowercased(), String(UnicodeScalar(UInt32(0xffff)) ?? " ")),
  ])
  func `escapes are taken off`(contents: String, text: String) {
    #expect(Self.unescaped(contents) == utf8(text))
    #expect(utf8(contents).withUnsafeBytes { JSONString.lossyText($0) } == text)
  }

  @Test(arguments: [
    (#"\ud800"#, "\u{fffd}"), (#"a\udc00b"#, "a\u{fffd}b"), (#"\ud800\u0041"#, "\u{fffd}A"),
    (#"\ud800x"#, "\u{fffd}x"),
    (#"\ud800\ud83d\ude00"#, "\u{fffd}😀"), (#"\udc00\ud800"#, "\u{fffd}\u{fffd}"),
    (#"\ud800\n"#, "\u{fffd}\n"),
    (#"\ud83d\ude00\ud800\""#, "😀\u{fffd}\""),
  ])
  func `half a surrogate pair is no text, and is shown as U+FFFD`(contents: String, shown: String) {
    #expect(Self.unescaped(contents) == nil)
    #expect(utf8(contents).withUnsafeBytes { JSONString.lossyText($0) } == shown)
  }

  @Test func `every text is written so that it is read back`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let scalars = (0..<20).compactMap { _ in
        Unicode.Scalar(
          Bool.random(using: &generator)
            ? UInt32.random(in: 0..<0x80, using: &generator)
            : UInt32.random(in: 0..<0x11_0000, using: &generator))
      }
      let text = String(String.UnicodeScalarView(scalars))
      var written: [UInt8] = []
      JSONString.append(text, to: &written)
      #expect(written.withUnsafeBytes { JSONScanner.isValid($0) })
      #expect(
        Array(written.dropFirst().dropLast()).withUnsafeBytes { JSONString.unescaped($0) } == utf8(text))
    }
  }

  @Test func `only what must be escaped is`() {
    var written: [UInt8] = []
    JSONString.append("\"\\\n\r\t\u{1}\u{1f}/é\u{7f}", to: &written)
    #expect(String(decoding: written, as: UTF8.self) == "\"\\\"\\\\\\n\\r\\t\\u0001\\u001F/é\u{7f}\"")
  }
}

@Suite struct JSONWriterTests {
  @Test func `objects and arrays are written compactly, in the order of the calls`() {
    var json = JSONWriter()
    json.object { json in
      json.member("b", "x\"")
      json.member("a", 1)
      json.member("t", true)
      json.member("n", nil as String?)
      json.name("list")
      json.array { json in
        json.integer(-1)
        json.null()
        json.object { _ in }
        json.array { _ in }
        json.raw(Array("1.0".utf8))
      }
      json.member("last", 2)
    }
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #"{"b":"x\"","a":1,"t":true,"n":null,"list":[-1,null,{},[],1.0],"last":2}"#)
  }

  @Test(
    arguments: [
      (0, "0.000"), (1.5, "1.500"), (-0.25, "-0.250"), (-0.0004, "0.000"), (1234.5678, "1234.568"),
      (.nan, "null"),
      (.infinity, "null"), (1e300, "null"), (1e15, "1000000000000000.000"),
    ] as [(Double, String)])
  func `decimals have three digits`(value: Double, text: String) {
    var json = JSONWriter()
    json.decimal(value)
    #expect(String(decoding: json.bytes, as: UTF8.self) == text)
  }

  @Test(arguments: [
    (" { \"a b\" : [ 1 , 2 ] } ", "{\"a b\":[1,2]}"), ("\"\\\" \\\\\"", "\"\\\" \\\\\""),
    ("[\n\t1.0\r\n]", "[1.0]"), ("1", "1"),
    (#"{"a\\": " \" "}"#, #"{"a\\":" \" "}"#),
  ])
  func `white space between tokens goes, in strings it stays`(text: String, compact: String) {
    var json = JSONWriter()
    utf8(text).withUnsafeBytes { json.compact($0) }
    #expect(String(decoding: json.bytes, as: UTF8.self) == compact)
  }
}
