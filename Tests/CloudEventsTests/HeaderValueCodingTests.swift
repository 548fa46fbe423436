import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct HeaderValueCodingTests {
  static func decode(_ value: String) -> String? {
    utf8(value).withUnsafeBytes { HeaderValueCoding.decode($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("simple", "simple"), ("Euro € 😀", "Euro%20%E2%82%AC%20%F0%9F%98%80"),
    ("space encoded", "space%20encoded"),
    ("percent%encoded", "percent%25encoded"), ("quote\"encoded", "quote%22encoded"), ("café", "caf%C3%A9"),
    ("line1\r\nline2", "line1%0D%0Aline2"), ("", ""), ("\u{7f}", "%7F"), ("~!'()*\\", "~!'()*\\"),
  ])
  func `values are encoded as the specification's table says, and come back`(text: String, encoded: String) {
    #expect(HeaderValueCoding.encode(text) == encoded)
    #expect(Self.decode(encoded) == text)
    #expect(utf8(encoded).withUnsafeBytes { !HeaderValueCoding.hasUnencoded($0) })
  }

  @Test(arguments: [
    ("lenient decoding %30%31", "lenient decoding 01"),
    ("\"  quoted  text  \"unquoted", "  quoted  text  unquoted"),
    (#""escaped quote\"end""#, "escaped quote\"end"),
    (#""escaped backslash\\end""#, #"escaped backslash\end"#),
    (#"non-escaping backslash\end"#, #"non-escaping backslash\end"#),
    ("Euro%20%e2%82%ac%20%f0%9F%98%80", "Euro € 😀"),
    ("é", "é"), ("%2525", "%25"), ("\"%41 b\"", "A b"), ("\"\"", ""), ("a\"b\"c\"d\"", "abcd"),
  ])
  func `what older and other senders write is understood`(value: String, text: String) {
    #expect(Self.decode(value) == text)
  }

  @Test(arguments: [
    "unterminated percent %", "unterminated percent %0", "non hex percent %g0", "non hex percent %0g",
    "non hex percent %0$", "low surrogate %ED%B0%80", "high surrogate %ED%A0%80",
    "surrogate pair via two UTF-16 %ED%A0%80%ED%B0%80", "overlong UTF-8 %C0%A0", "incomplete end UTF-8 %E2",
    "incomplete end UTF-8 %E2%", "incomplete non-percent UTF-8 %E2x", "invalid UTF-8 first byte %82",
    "invalid UTF-8 second byte %E2%E2", "\"unterminated quote", #""unterminated escape \"#, "a\"",
    "%F4%90%80%80",
  ])
  func `what is no percent-encoded UTF-8 is refused`(value: String) {
    #expect(Self.decode(value) == nil)
  }

  @Test(arguments: [
    ("100%", true), ("%", true), ("%4", true), ("a%zz", true), ("%4g", true), ("%25", false),
    ("%E2%E2", false),
    ("", false),
  ])
  func `a percent sign that begins no escape is noticed`(value: String, hasBarePercent: Bool) {
    #expect(utf8(value).withUnsafeBytes { HeaderValueCoding.hasBarePercent($0) } == hasBarePercent)
  }

  @Test(arguments: [
    ("a b", true), ("é", true), ("\"a b\"", false), ("\"é\"", true), ("a%20b", false),
    ("\"a\\\" b\" c", true), ("", false),
  ])
  func `characters that a sender must encode are noticed`(value: String, hasUnencoded: Bool) {
    #expect(utf8(value).withUnsafeBytes { HeaderValueCoding.hasUnencoded($0) } == hasUnencoded)
  }
}
