import CloudEvents
import CloudEventsHTTP
import CloudEventsTesting
import Testing

/// Every format and mode hands an event on to every other without loss: the same attributes, the same data bytes.
@Suite struct RoundTripTests {
  /// How an event travels: binary mode, or structured or batched in a format.
  static let ways: [(mode: ContentMode, format: Int)] =
    [(.binary, 0)]
    + Golden.formats.indices.flatMap { index in
      Golden.formats[index].batchMediaType == nil
        ? [(.structured, index)] : [(.structured, index), (.batched, index)]
    }

  static let texts = [
    "plain", "a b", "100%", "%41", "\"quoted\"", "back\\slash", "é", "e\u{301}", "€😀", "<a>&amp;]]>",
    "a,b;c=d",
    "  lead and trail  ", "\u{200f}\u{2066}", "\u{e000}", "\u{10fffd}", "'",
  ]

  static let payloads: [(data: EventData, type: String?)] = [
    (.json(utf8(#"{"b":1.0,"a":1e400,"b":12345678901234567890}"#)), "application/json"),
    (.json(utf8("\"just a \\u00e9 string\\n\"")), "application/json; charset=utf-8"),
    (.json(utf8("null")), "application/vnd.x+json"), (.json(utf8("[ 1 ,\r\n 2 ]")), "text/json"),
    (.json(utf8("\"\u{ffff}\"")), "application/json"),
    (.text(utf8("plain \"é\" 😀\n\u{0}\r\n]]>&<")), "text/plain"), (.text(utf8("x\r\ny\rz\t")), "text/plain"),
    (.text([0x61, 0xe9]), "text/plain; charset=ISO-8859-1"),
    (.text([0xd8, 0x3d, 0xde, 0x00]), "text/csv; charset=\"utf-16be\""),
    (.text(utf8("<a b=\"c\"><!-- d -->\r\n</a>")), "application/xml"),
    (.text(utf8("<?xml version='1.0'?>\n<a/>")), "text/xml"),
    (.text([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e]), "text/xml; charset=iso-8859-1"),
    (.binary([0x00, 0xff, 0x0d, 0x0a, 0x80]), "application/octet-stream"), (.binary([0xff]), "text/plain"),
    (.binary(utf8("{no json}")), "application/json"), (.binary(utf8("x")), "text/plain; charset=shift_jis"),
    (.binary([0xa1, 0x61, 0x61, 0xf6]), "application/cbor"), (.binary([0x08, 0x01]), "application/protobuf"),
    (.binary([1, 2, 3]), nil), (.binary(utf8("<a/>")), nil),
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
    let times = [
      "2018-04-05T17:31:00.120+05:30", "1972-06-30T23:59:60Z", "2018-04-05t17:31:00.12345678901z",
      "0000-01-01T00:00:00Z",
    ]
    if Bool.random(using: &generator) { event.set(.time, text: times.randomElement(using: &generator) ?? "") }
    if Bool.random(using: &generator) { event.dataschema = "https://example.com/my.Schema" }
    for index in 0..<Int.random(in: 0...8, using: &generator) {
      event[AttributeName(unchecked: "ext\(index)")] = .string(text())
    }
    if let payload = payloads.randomElement(using: &generator), Int.random(in: 0..<8, using: &generator) > 0 {
      event.data = payload.data
      event.datacontenttype = payload.type
    }
    return event
  }

  static func sent(_ event: CloudEvent, _ way: (mode: ContentMode, format: Int)) throws -> CloudEvent {
    let format = Golden.formats[way.format]
    let binding = HTTPBinding(formats: EventFormats(Golden.formats))
    let bytes = try binding.encode([event], mode: way.mode, format: format).requestBytes(
      target: "/", host: "x")
    return try bytes.withUnsafeBytes { raw in
      let head = try HTTPHead(raw)
      let message = binding.decode(head, body: ByteRange(head.length..<raw.count), in: raw)
      #expect(
        message.isValid && message.mode == way.mode, "\(format.name): \(message.allViolations) in \(event)")
      return try #require(message.events.first).event(in: raw)
    }
  }

  @Test(arguments: ways.indices)
  func `an event through any two ways is equal and has the same bytes`(first: Int) throws {
    var generator = SeededGenerator(seed: 7)
    for second in Self.ways.indices {
      for _ in 0..<25 {
        let event = Self.event(using: &generator)
        let once = try Self.sent(event, Self.ways[first])
        #expect(once == event, "\(Self.ways[first])")
        let twice = try Self.sent(once, Self.ways[second])
        #expect(twice == event, "\(Self.ways[first]), \(Self.ways[second])")
        #expect(twice.data?.bytes == event.data?.bytes)
      }
    }
  }

  @Test func `types of extensions stay in the formats that have them`() throws {
    for (index, format) in Golden.formats.enumerated() where format.name == "xml" || format.name == "protobuf"
    {
      #expect(try Self.sent(Golden.allExtensions, (.structured, index)) == Golden.allExtensions)
    }
    for (index, format) in Golden.formats.enumerated() {
      let sent = try Self.sent(Golden.allExtensions, (.structured, index))
      for (name, value) in Golden.allExtensions.attributes {
        #expect(sent[name]?.canonicalString == value.canonicalString, "\(format.name) \(name)")
      }
    }
  }

  @Test func `data that is JSON because nothing else is said says so in other formats`() throws {
    let event = CloudEvent(id: "1", source: "/s", type: "t", data: .json(utf8("\"just a string\"")))
    for index in Golden.formats.indices.dropFirst() {
      let sent = try Self.sent(event, (.structured, index))
      #expect(sent.datacontenttype == "application/json" && sent.data == event.data)
    }
  }

  @Test(arguments: Golden.formats.indices)
  func `no changed bytes crash a format, and none cost much memory`(index: Int) throws {
    let format = Golden.formats[index]
    var generator = SeededGenerator(seed: 5)
    for round in 0..<600 {
      let event = Self.event(using: &generator)
      var bytes = round % 2 == 0 ? format.encode(event) : format.encodeBatch([Golden.allExtensions, event])
      if round % 4 < 2 {
        bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &generator)...)
      } else {
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] =
            Bool.random(using: &generator)
            ? bytes[place] ^ (1 << UInt8.random(in: 0..<8, using: &generator))
            : .random(in: 0...255, using: &generator)
        }
      }
      bytes.withUnsafeBytes { raw in
        let decoded = format.decode(raw)
        let event = decoded.event(in: raw)
        if decoded.isValid { #expect(format.decode(format.encode(event)).isValid, "\(format.name)") }
        for (place, member) in format.decodeBatch(raw).events.enumerated() {
          _ = member.event(in: raw)
          let again = format.decodeMember(place, at: member.extent, of: raw)
          #expect(again.event(in: raw) == member.event(in: raw))
        }
      }
    }
  }
}
