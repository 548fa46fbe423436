import CloudEvents
import CloudEventsBindings
import Testing

@Suite struct WebSocketBindingTests {
  @Test func `an event in JSON is a text message`() throws {
    let message = try WebSocketBinding().encode(Sample.rich)
    #expect(message.kind == .text)
    #expect(message.payload == JSONEventFormat().encode(Sample.rich))
    var wrong = message
    wrong.kind = .binary
    let decoded = WebSocketBinding().decode(wrong)
    #expect(decoded.allViolations.map(\.rule.id) == ["websocket.frame-type"])
    #expect(decoded.isValid)
  }

  @Test func `a subprotocol whose format is not known here is told`() {
    #expect(
      throws: MessageEncodingError("application/cloudevents+avro is no event format that is known here.")
    ) {
      try WebSocketBinding(.avro).encode(Sample.rich)
    }
    #expect(throws: MessageEncodingError.self) {
      try WebSocketBinding(.avro).encode(Sample.rich, mode: .structured)
    }
    #expect(WebSocketBinding(.protobuf).decode(WebSocketMessage(.binary, payload: [])).isUnsupported)
  }

  @Test(
    arguments: [
      (["cloudevents.json, cloudevents.avro"], "cloudevents.json"),
      (["cloudevents.avro", "cloudevents.json"], "cloudevents.json"),
      (["mqtt,cloudevents.json"], "cloudevents.json"), (["cloudevents.proto"], nil), ([], nil),
    ] as [([String], String?)])
  func `the server takes the first that it can read`(offered: [String], chosen: String?) {
    #expect(WebSocketBinding.choose(from: offered, formats: .standard)?.name == chosen)
    #expect(WebSocketBinding.supported(by: .standard).map(\.name) == ["cloudevents.json"])
  }
}

@Suite struct NDJSONBindingTests {
  @Test func `a line an event, whatever white space its data has`() throws {
    var event = Sample.rich
    event.data = .json(Array("{\n  \"a\": \"b\\n\"\r\n}".utf8))
    let line = try NDJSONBinding().encode(event, mode: .structured)
    #expect(line.filter { $0 == 0x0a }.count == 1)
    #expect(line.last == 0x0a)
    #expect(NDJSONBinding().encode([event, event]) == line + line)
    #expect(
      try NDJSONBinding().event(in: Array(line.dropLast()) + [0x0d, 0x0a]).data?.bytes
        == Array("{\"a\":\"b\\n\"}".utf8))
  }

  @Test func `lines keep their numbers, and a wrong one does not stop the others`() throws {
    let line = try NDJSONBinding().encode(Sample.rich, mode: .structured)
    let lines = NDJSONBinding().lines(of: line + Array("\n  \r\n{\n".utf8) + line.dropLast())
    #expect(lines.map(\.number) == [1, 4, 5])
    #expect(lines.map(\.message.isValid) == [true, false, true])
  }
}
