import CloudEvents
import CloudEventsHTTP
import CloudEventsTesting
import HTTPTypes
import Testing

/// A message that has been decoded, with the bytes that it points into.
struct Decoded {
  var message: DecodedMessage
  var events: [CloudEvent]

  init(_ text: String) throws { try self.init(utf8(text)) }

  init(_ bytes: [UInt8], binding: HTTPBinding = HTTPBinding()) throws {
    (message, events) = try bytes.withUnsafeBytes { bytes in
      let head = try HTTPHead(bytes)
      let message = binding.decode(head, body: ByteRange(head.length..<bytes.count), in: bytes)
      return (message, message.events.map { $0.event(in: bytes) })
    }
  }

  var rules: [String] { message.allViolations.map(\.rule.id) }
}

@Suite struct BinaryModeTests {
  static let start =
    "POST / HTTP/1.1\r\nHost: x\r\nCE-SpecVersion: 1.0\r\nce-type: t\r\nce-id: 1\r\nCe-Source: /s\r\n"

  @Test func `attributes stand in headers and data in the body`() throws {
    let decoded = try Decoded(
      Self.start
        + "ce-time: 2018-04-05T03:56:24Z\r\nce-Ext: Euro%20%E2%82%AC\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
        + "{ \"message\": \"Hello\" }")
    #expect(decoded.rules == [] && decoded.message.mode == .binary && decoded.message.format == nil)
    let event = try #require(decoded.events.first)
    #expect(event.id == "1" && event.time == Timestamp("2018-04-05T03:56:24Z"))
    #expect(event[AttributeName(unchecked: "ext")] == .string("Euro €"))
    #expect(event.datacontenttype == "application/json; charset=utf-8")
    #expect(event.data == .json(utf8("{ \"message\": \"Hello\" }")))
  }

  @Test(arguments: [
    ("", "x", EventData.binary(utf8("x"))), ("Content-Type: text/plain\r\n", "é", .text(utf8("é"))),
    ("Content-Type: application/json\r\n", "1.0", .json(utf8("1.0"))),
    ("Content-Type: image/png\r\n", "x", .binary(utf8("x"))), ("Content-Type: application/json\r\n", "", nil),
  ])
  func `data is what its content type makes of it, and none where the body is empty`(
    header: String, body: String, data: EventData?
  ) throws {
    let decoded = try Decoded(Self.start + header + "\r\n" + body)
    #expect(decoded.rules == [])
    #expect(decoded.events.first?.data == data)
    if case .json? = data { #expect(decoded.events.first?.contentType?.isJSON == true) }
  }

  @Test(arguments: [
    ("ce-id: 2\r\n", ["http.header-repeated"]), ("ce-a: 1\r\nCE-A: 2\r\n", ["http.header-repeated"]),
    ("ce-datacontenttype: a/b\r\n", ["http.ce-datacontenttype"]),
    ("Content-Type: a/b\r\nContent-Type: a/b\r\n", ["http.header-repeated"]),
    ("ce-x: %C0%A0\r\n", ["http.header-encoding"]), ("ce-x: 100%\r\n", ["http.header-encoding"]),
    ("ce-x: \"open\r\n", ["http.header-encoding"]), ("ce-x: a b\r\n", ["http.header-unencoded"]),
    ("ce-x: é\r\n", ["http.header-unencoded"]), ("ce-x: \"a b\"\r\n", []), ("ce-x: %41\r\n", []),
    ("ce-x:\r\n", []), ("ce-x: \"\"\r\n", []), ("ce-subject:\r\n", ["spec.nonempty"]),
    ("ce-subject: \"\"\r\n", ["spec.nonempty"]), ("ce-subject: %01\r\n", ["spec.string"]),
    ("ce-time: today\r\n", ["spec.timestamp"]), ("ce-time: 2018-04-05T03%3A56:24Z\r\n", []),
    ("ce-dataschema: x\r\n", ["spec.uri"]), ("Content-Type: xyz\r\n", ["spec.media-type"]),
    ("ce-my-ext: x\r\n", ["spec.attribute-name"]), ("ce-: x\r\n", ["spec.attribute-name"]),
    ("ce-data: x\r\n", ["spec.reserved-name"]),
    ("ce-DATA: x\r\n", ["spec.reserved-name"]), ("ce-MyExt: x\r\n", []),
    ("ce-abcdefghijklmnopqrstu: x\r\n", ["spec.attribute-name-length"]),
    ("Content-Type: application/json\r\n\r\n{", ["spec.data-content-type"]), ("X-Other: \"\r\n", []),
    ("ce: x\r\n", []),
  ])
  func `each broken rule is named`(rest: String, rules: [String]) throws {
    #expect(try Decoded(Self.start + rest + "\r\n").rules == rules)
  }

  @Test func `a missing attribute and an unknown version are refused`() throws {
    #expect(
      try Decoded("POST / HTTP/1.1\r\nce-specversion: 1.0\r\n\r\n").rules == [
        "spec.required", "spec.required", "spec.required",
      ])
    #expect(
      try Decoded("POST / HTTP/1.1\r\nce-specversion: 2.0\r\nce-id: 1\r\nce-type: t\r\nce-source: s\r\n\r\n")
        .rules == ["spec.specversion"])
    let quoted = try Decoded(
      "POST / HTTP/1.1\r\nce-specversion: \"1.0\"\r\nce-id: 1\r\nce-type: t\r\nce-source: s\r\n\r\n")
    #expect(quoted.rules == [] && quoted.events.first?.specversion == "1.0")
  }

  @Test func `a response carries an event as a request does`() throws {
    let text = Self.start.split(separator: "\r\n").dropFirst().joined(separator: "\r\n")
    #expect(try Decoded("HTTP/1.1 200 OK\r\n\(text)\r\n\r\n").message.isValid)
  }

  @Test func `JSON that is none stays as bytes, with a warning`() throws {
    let decoded = try Decoded(Self.start + "Content-Type: application/json\r\n\r\n{\"a\":1,}")
    #expect(decoded.message.isValid && decoded.events.first?.data == .binary(utf8("{\"a\":1,}")))
    #expect(
      decoded.message.allViolations.first?.message
        == "The data is declared as JSON and is not: line 1, column 8: expected a member's name in quotes.")
  }
}

@Suite struct StructuredModeTests {
  static let event =
    #"{"specversion":"1.0","id":"1","source":"/s","type":"t","subject":"é","time":"2018-04-05T03:56:24Z"}"#

  static func message(_ type: String, _ body: String, headers: String = "") -> String {
    "POST / HTTP/1.1\r\n\(headers)Content-Type: \(type)\r\n\r\n\(body)"
  }

  @Test(arguments: [
    "application/cloudevents+json", "application/cloudevents+json; charset=utf-8",
    "Application/CloudEvents+JSON;charset=UTF-8",
  ])
  func `the body is one event`(type: String) throws {
    let decoded = try Decoded(Self.message(type, " \(Self.event)\n"))
    #expect(decoded.rules == [] && decoded.message.mode == .structured)
    #expect(decoded.message.format == "application/cloudevents+json")
    #expect(decoded.events.first?.subject == "é")
  }

  @Test(arguments: [
    "application/cloudevents-batch+json", "application/cloudevents-batch+json; charset=UTF-8",
  ])
  func `the body is a batch`(type: String) throws {
    let decoded = try Decoded(Self.message(type, "[\(Self.event),\(Self.event)]"))
    #expect(decoded.rules == [] && decoded.message.mode == .batched && decoded.events.count == 2)
    #expect(decoded.message.format == "application/cloudevents-batch+json")
    #expect(try Decoded(Self.message(type, "[]")).message.isValid)
    #expect(try Decoded(Self.message(type, Self.event)).rules == ["json.batch"])
  }

  @Test(arguments: [
    ("application/cloudevents+avro", ContentMode.structured), ("application/cloudevents", .structured),
    ("application/cloudevents-batch+avro", .batched), ("application/cloudevents+protobuf; a=b", .structured),
  ])
  func `a format that is not known is unsupported`(type: String, mode: ContentMode) throws {
    let decoded = try Decoded(Self.message(type, "x", headers: "ce-id: 1\r\n"))
    #expect(
      decoded.message.isUnsupported && decoded.message.mode == mode && decoded.rules == ["http.event-format"])
    #expect(
      decoded.message.allViolations.first?.message.contains("application/cloudevents-batch+json are") == true)
  }

  @Test(arguments: [
    ("application/cloudevents+json; charset=", ContentMode.structured),
    ("application/cloudevents-batch+json;=", .batched),
  ])
  func `a broken content type is refused in the mode that it begins with`(type: String, mode: ContentMode)
    throws
  {
    let decoded = try Decoded(Self.message(type, Self.event))
    #expect(
      decoded.rules == ["spec.media-type"] && decoded.message.mode == mode && !decoded.message.isUnsupported)
  }

  @Test(arguments: [
    ("ce-id: 1\r\nce-subject: %C3%A9\r\n", 0), ("ce-id: 2\r\n", 1), ("ce-other: 1\r\n", 1),
    ("ce-subject: %FF\r\n", 1), ("ce-time: 2018-04-05T05:56:24.0+02:00\r\n", 0),
    ("ce-time: 2018-04-05T05:56:24Z\r\n", 1),
  ])
  func `headers that say something else than the body are worth a warning`(headers: String, count: Int) throws
  {
    let decoded = try Decoded(Self.message("application/cloudevents+json", Self.event, headers: headers))
    #expect(decoded.rules == Array(repeating: "http.header-differs", count: count))
    #expect(decoded.message.isValid)
  }

  @Test func `two content types are refused`() throws {
    let decoded = try Decoded(
      Self.message("application/cloudevents+json", Self.event, headers: "content-type: text/plain\r\n"))
    #expect(!decoded.message.isValid)
  }

  @Test func `spans of events count from the start of the message`() throws {
    let bytes = utf8(Self.message("application/cloudevents-batch+json", "[ \(Self.event) ]"))
    try bytes.withUnsafeBytes { bytes in
      let head = try HTTPHead(bytes)
      let message = HTTPBinding().decode(head, body: ByteRange(head.length..<bytes.count), in: bytes)
      let event = try #require(message.events.first)
      #expect(String(decoding: bytes[event.extent.range], as: UTF8.self) == Self.event)
      #expect(event.encoded.id.text(in: bytes) == "1")
    }
  }
}

@Suite struct NoEventTests {
  static let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#

  @Test(arguments: [
    (
      "Content-Type: application/json\r\n\r\n\(event)",
      "The body is an event, so Content-Type should be application/cloudevents+json."
    ),
    (
      "Content-Type: application/json\r\n\r\n[\(event)]",
      "The body is a batch of events, so Content-Type should be application/cloudevents-batch+json."
    ),
    (
      "\r\n",
      "It needs ce-specversion, ce-id, ce-source and ce-type headers, or Content-Type: application/cloudevents+json."
    ),
    (
      "Content-Type: text/plain\r\n\r\nhello",
      "It needs ce-specversion, ce-id, ce-source and ce-type headers, or Content-Type: application/cloudevents+json."
    ),
    ("ce_id: 1\r\nce_type: t\r\n\r\n", "Its attributes' headers should begin with ce-, unlike ce_id."),
    ("X-CE-Type: t\r\n\r\n", "Its attributes' headers should begin with ce-, unlike X-CE-Type."),
  ])
  func `a message that is no event has a hint at what was meant`(rest: String, hint: String) throws {
    let decoded = try Decoded("POST / HTTP/1.1\r\nHost: x\r\n" + rest)
    #expect(decoded.message.mode == nil && decoded.rules == ["http.no-event"])
    #expect(decoded.message.allViolations.first?.message == "The message is no CloudEvent. \(hint)")
  }
}

@Suite struct MessageEncodingTests {
  @Test func `binary mode writes a header for each attribute, percent-encoded`() throws {
    var event = CloudEvent(id: "a b%\"é", source: "/s", type: "t", data: .json(utf8("[1]")))
    event[AttributeName(unchecked: "n")] = .integer(-1)
    event[AttributeName(unchecked: "f")] = .boolean(true)
    event.time = Timestamp("2018-04-05T17:31:00+01:00")
    let message = try HTTPBinding().encode([event], mode: .binary)
    #expect(
      message.fields.map { "\($0.name): \($0.value)" } == [
        "ce-specversion: 1.0", "ce-id: a%20b%25%22%C3%A9", "ce-source: /s", "ce-type: t", "ce-n: -1",
        "ce-f: true",
        "ce-time: 2018-04-05T17:31:00+01:00", "Content-Type: application/json",
      ])
    #expect(message.body == utf8("[1]"))
    #expect(
      String(decoding: message.requestBytes(target: "/x", host: "h"), as: UTF8.self)
        .hasPrefix("POST /x HTTP/1.1\r\nHost: h\r\nce-specversion: 1.0\r\n"))
    #expect(
      message.requestBytes(target: "/x", host: "h").suffix(26)
        == ArraySlice(utf8("\r\nContent-Length: 3\r\n\r\n[1]").suffix(26)))
  }

  @Test func `structured and batched mode name their format`() throws {
    let event = CloudEvent(id: "1", source: "/s", type: "t")
    let structured = try HTTPBinding().encode([event], mode: .structured)
    #expect(structured.fields.first?.value == "application/cloudevents+json; charset=utf-8")
    let batched = try HTTPBinding().encode([event, event], mode: .batched)
    #expect(batched.fields.first?.value == "application/cloudevents-batch+json; charset=utf-8")
    #expect(try HTTPBinding().encode([], mode: .batched).body == utf8("[]"))
  }

  @Test func `what cannot be written is refused`() {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    #expect(throws: MessageEncodingError.self) { try HTTPBinding().encode([], mode: .binary) }
    #expect(throws: MessageEncodingError.self) {
      try HTTPBinding().encode([event, event], mode: .structured)
    }
    event[AttributeName(unchecked: "a b")] = .string("x")
    #expect(throws: MessageEncodingError.self) { try HTTPBinding().encode([event], mode: .binary) }
    event[AttributeName(unchecked: "a b")] = nil
    event.datacontenttype = "a/b\r\nX: y"
    #expect(throws: MessageEncodingError.self) { try HTTPBinding().encode([event], mode: .binary) }
  }

  @Test func `fields of swift-http-types carry events both ways`() throws {
    let event = CloudEvent(id: "é", source: "/s", type: "t", data: .json(utf8("1")))
    let message = try HTTPBinding().encode([event], mode: .binary)
    let events = try HTTPBinding().events(fields: message.httpFields, body: message.body)
    #expect(events.first?.id == "é")
    #expect(throws: InvalidEvent.self) { try HTTPBinding().events(fields: [.contentType: "a/b"], body: []) }
  }
}
