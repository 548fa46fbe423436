import CloudEvents
import CloudEventsBindings
import Testing

/// Events of which each binding must bring back the same.
enum Sample {
  static let all: [CloudEvent] = {
    var rich = CloudEvent(
      id: "1234-1234-1234", source: "/mycontext/subcontext", type: "com.example.someevent")
    rich.time = Timestamp("2018-04-05T03:56:24Z")
    rich.subject = "größe % \"1\" 日本"
    rich.dataschema = "https://example.com/schema"
    rich.datacontenttype = "application/json; charset=utf-8"
    rich.data = .json(Array(#"{"total":1.10,"total":12345678901234567890}"#.utf8))
    rich[.partitionkey] = .string("7")
    var binary = CloudEvent(id: "2", source: "urn:x", type: "t")
    binary.datacontenttype = "application/octet-stream"
    binary.data = .binary([0, 0xff, 0x0a, 0x0d])
    var latin = CloudEvent(id: "3", source: "/s", type: "t")
    latin.datacontenttype = "text/plain; charset=iso-8859-1"
    latin.data = .text([0x63, 0xe9])
    var offset = CloudEvent(id: "4", source: "/s", type: "t")
    offset.time = Timestamp("2018-04-05T03:56:24.123456789+02:00")
    return [rich, binary, latin, offset]
  }()

  static let rich = all[0]
}

@Suite struct BindingTests {
  @Test(arguments: [ContentMode.binary, .structured], 0..<4)
  func `an event comes back the same through each binding`(
    mode: ContentMode, index: Int
  ) throws {
    let event = Sample.all[index]
    try roundTrip(event, mode, MQTTBinding())
    try roundTrip(event, mode, AMQPBinding())
    try roundTrip(event, mode, AMQPBinding(prefix: .underscore))
    try roundTrip(event, mode, KafkaBinding(key: KafkaBinding.partitionKey))
    try roundTrip(event, mode, NATSBinding())
    if mode == .structured {
      try roundTrip(event, mode, MQTTBinding(version: .v3))
      try roundTrip(event, mode, WebSocketBinding())
      try roundTrip(event, mode, NDJSONBinding())
    }
  }

  private func roundTrip(_ event: CloudEvent, _ mode: ContentMode, _ binding: some ProtocolBinding) throws {
    let message = try binding.encode(event, mode: mode)
    let decoded = binding.decode(message)
    #expect(decoded.mode == mode)
    #expect(decoded.allViolations.isEmpty)
    let same = try binding.event(in: message)
    #expect(same == event)
    #expect(same[.time]?.canonicalString == event[.time]?.canonicalString)
  }

  @Test func `modes that a protocol does not have are refused`() {
    let event = Sample.rich
    #expect(throws: MessageEncodingError("MQTT has no batched mode for CloudEvents.")) {
      try MQTTBinding().encode(event, mode: .batched)
    }
    #expect(throws: MessageEncodingError("MQTT 3.1.1 has no binary mode for CloudEvents.")) {
      try MQTTBinding(version: .v3).encode(event, mode: .binary)
    }
    #expect(throws: MessageEncodingError.self) { try AMQPBinding().encode(event, mode: .batched) }
    #expect(throws: MessageEncodingError.self) { try KafkaBinding().encode(event, mode: .batched) }
    #expect(throws: MessageEncodingError.self) { try NATSBinding().encode(event, mode: .batched) }
    #expect(throws: MessageEncodingError.self) { try WebSocketBinding().encode(event, mode: .binary) }
    #expect(throws: MessageEncodingError.self) { try NDJSONBinding().encode(event, mode: .binary) }
  }

  @Test func `text that its charset cannot hold is refused in binary mode`() {
    var event = Sample.rich
    event.datacontenttype = "text/plain; charset=iso-8859-1"
    event.data = .unencodable(Array("日本".utf8))
    #expect(throws: MessageEncodingError.self) { try MQTTBinding().encode(event, mode: .binary) }
    #expect(throws: MessageEncodingError.self) { try KafkaBinding().encode(event, mode: .binary) }
  }

  /// Every binding's words for the same things.
  @Test(
    arguments: [
      "application/cloudevents+yaml", "Application/CloudEvents+Unknown; charset=utf-8",
      "application/cloudevents",
      "application/cloudevents-batch+json",
    ])
  func `an unknown event format is told, and what can be read`(type: String) {
    let headers = [("content-type", Array(type.utf8))]
    for decoded in [
      MQTTBinding().decode(MQTTMessage(contentType: type, payload: [])),
      AMQPBinding().decode(AMQPMessage(contentType: type, data: [])),
      KafkaBinding().decode(KafkaMessage(headers: headers, value: [])),
      NATSBinding().decode(NATSMessage(headers: [("CONTENT-TYPE", type)], payload: [])),
    ] {
      #expect(decoded.isUnsupported)
      #expect(decoded.mode == .structured)
      #expect(decoded.violations.map(\.rule.id) == ["binding.event-format"])
      #expect(decoded.violations[0].message.hasSuffix("application/cloudevents+json can."))
    }
  }

  @Test func `what says nowhere that it is an event is none`() {
    for decoded in [
      MQTTBinding().decode(
        MQTTMessage(contentType: "text/plain", userProperties: [("a", "b")], payload: [1])),
      AMQPBinding().decode(
        AMQPMessage(contentType: nil, applicationProperties: [("id", .string("1"))], data: [])),
      KafkaBinding().decode(KafkaMessage(headers: [("ce-id", [0x31])], value: nil)),
      NATSBinding().decode(NATSMessage(headers: [("a", "b")], payload: Array("{}".utf8))),
    ] {
      #expect(decoded.mode == nil)
      #expect(decoded.violations.map(\.rule.id) == ["binding.no-event"])
    }
  }
}
