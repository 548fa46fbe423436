import CloudEvents
import CloudEventsHTTP
import CloudEventsTesting
import Testing

/// Every mode gives back what was put in, and hands it on to every other mode without loss.
@Suite struct RoundTripTests {
  static let texts = [
    "plain", "a b", "100%", "%41", "\"quoted\"", "back\\slash", "é", "e\u{301}", "€😀", "中文", "a,b;c=d", "\"",
    "%", "日本 %20 \"x\"",
    "\u{e000}", "\u{10fffd}", "'", "  lead and trail  ", "\u{200f}\u{2066}",
  ]

  static let payloads: [(data: EventData, type: String)] = [
    (.json(utf8("{\"b\":1.0,\"a\":1e400,\"b\":12345678901234567890}")), "application/json"),
    (.json(utf8("\"just a \\u00e9 string\\n\"")), "application/json; charset=utf-8"),
    (.json(utf8("null")), "application/vnd.x+json"), (.json(utf8("[ 1 ,\r\n 2 ]")), "text/json"),
    (.text(utf8("plain \"é\" 😀\n\u{0}")), "text/plain"),
    (.text([0x61, 0xe9]), "text/plain; charset=ISO-8859-1"),
    (.text([0xd8, 0x3d, 0xde, 0x00]), "text/csv; charset=\"utf-16be\""),
    (.text(utf8("<a b=\"c\"/>")), "application/xml"),
    (.binary([0x00, 0xff, 0x0d, 0x0a, 0x80]), "application/octet-stream"), (.binary([0xff]), "text/plain"),
    (.binary(utf8("{no json}")), "application/json"), (.binary(utf8("x")), "text/plain; charset=shift_jis"),
  ]

  static func event(using generator: inout SeededGenerator) -> CloudEvent {
    func text() -> String {
      (0..<Int.random(in: 1...3, using: &generator)).map { _ in texts.randomElement(using: &generator) ?? "" }
        .joined()
    }
    var event = CloudEvent(
      id: text(),
      source: ["/s", "https://a/b?c%20d", "urn:x", "#f", "1-555"].randomElement(using: &generator) ?? "/",
      type: text())
    if Bool.random(using: &generator) { event.subject = text() }
    if Bool.random(using: &generator) { event.set(.time, text: "2018-04-05T17:31:00.120+05:30") }
    if Bool.random(using: &generator) { event.dataschema = "https://example.com/schema" }
    for index in 0..<Int.random(in: 0...20, using: &generator) {
      event[AttributeName(unchecked: "ext\(index)")] = .string(text())
    }
    if let payload = payloads.randomElement(using: &generator), Int.random(in: 0..<8, using: &generator) > 0 {
      event.data = payload.data
      event.datacontenttype = payload.type
    }
    return event
  }

  static func sent(_ events: [CloudEvent], _ mode: ContentMode) throws -> [CloudEvent] {
    let bytes = try HTTPBinding().encode(events, mode: mode).requestBytes(target: "/", host: "x")
    let decoded = try Decoded(bytes)
    #expect(decoded.message.isValid, "\(decoded.rules) in \(String(decoding: bytes, as: UTF8.self))")
    #expect(decoded.message.mode == mode)
    return decoded.events
  }

  @Test(arguments: ContentMode.allCases, ContentMode.allCases)
  func `an event through two modes is equal and has the same bytes`(first: ContentMode, second: ContentMode)
    throws
  {
    var generator = SeededGenerator(seed: 42)
    for _ in 0..<60 {
      let event = Self.event(using: &generator)
      #expect(event.violations().isEmpty)
      let once = try Self.sent([event], first)
      #expect(once == [event])
      let twice = try Self.sent(once, second)
      #expect(twice == [event])
      #expect(twice.first?.data?.bytes == event.data?.bytes)
      let line = JSONEventFormat().encodeLine(event)
      #expect(!line.contains(0x0a))
    }
  }

  @Test func `typed extensions keep their canonical text`() throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    event[AttributeName(unchecked: "n")] = .integer(-2_147_483_648)
    event[AttributeName(unchecked: "f")] = .boolean(false)
    event[AttributeName(unchecked: "b")] = .binary([0xfb, 0xff])
    for mode in ContentMode.allCases {
      let texts = try Self.sent([event], mode)[0].extensions.map(\.value.canonicalString)
      #expect(texts == ["-2147483648", "false", "+/8="])
    }
    #expect(try Self.sent([event], .structured)[0][AttributeName(unchecked: "n")] == .integer(.min))
  }

  @Test func `what is implied in JSON is said in binary mode`() throws {
    let event = CloudEvent(id: "1", source: "/s", type: "t", data: .json(utf8("\"I'm just a string\"")))
    let binary = try Self.sent([event], .binary)[0]
    #expect(binary.datacontenttype == "application/json" && binary.data == event.data)
  }
}
