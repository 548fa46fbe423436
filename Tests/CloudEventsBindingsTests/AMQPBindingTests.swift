import CloudEvents
import CloudEventsBindings
import Testing

@Suite struct AMQPBindingTests {
  @Test(
    arguments: [
      (AttributeValue.boolean(true), AMQPValue.boolean(true)), (.integer(-5), .long(-5)),
      (.string("é"), .string("é")),
      (.binary([0, 0xff]), .binary([0, 0xff])), (.uri(URI("urn:x")!), .string("urn:x")),
      (.uriReference(URIReference("/x")!), .string("/x")),
      (.timestamp(Timestamp("1970-01-01T00:00:01.500Z")!), .timestamp(1500)),
      (.timestamp(Timestamp("2018-04-05T05:56:24+02:00")!), .string("2018-04-05T05:56:24+02:00")),
      (.timestamp(Timestamp("2018-04-05T03:56:24.123456Z")!), .string("2018-04-05T03:56:24.123456Z")),
      (.timestamp(Timestamp("2016-12-31T23:59:60Z")!), .string("2016-12-31T23:59:60Z")),
    ])
  func `each type is a native one, and a timestamp only where nothing is lost`(
    value: AttributeValue, native: AMQPValue
  ) throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    event[AttributeName("x")!] = value
    let message = try AMQPBinding().encode(event, mode: .binary)
    #expect(message.applicationProperties.last?.name == "cloudEvents:x")
    #expect(message.applicationProperties.last?.value == native)
    let same = try AMQPBinding().event(in: message)
    #expect(same[AttributeName("x")!]?.canonicalString == value.canonicalString)
  }

  @Test func `both prefixes and both forms of a value are read`() throws {
    let message = AMQPMessage(
      contentType: nil,
      applicationProperties: [
        ("cloudEvents_specversion", .string("1.0")), ("cloudEvents:id", .string("1")),
        ("cloudEvents:source", .string("/s")), ("cloudEvents_type", .string("t")),
        ("cloudEvents:time", .timestamp(1_522_900_584_000)), ("cloudEvents:n", .string("5")),
        ("cloudEvents:m", .long(5)), ("x-opt", .long(1)),
      ], data: [])
    let event = try AMQPBinding().event(in: message)
    #expect(event.time == Timestamp("2018-04-05T03:56:24Z"))
    #expect(event[AttributeName("n")!] == .string("5"))
    #expect(event[AttributeName("m")!] == .integer(5))
    #expect(event.attributes.count == 7)
  }

  @Test func `a time that a sender writes as a number is read, and told`() throws {
    let message = AMQPMessage(
      contentType: nil,
      applicationProperties: [
        ("cloudEvents_specversion", .string("1.0")), ("cloudEvents_id", .string("1")),
        ("cloudEvents_source", .string("/s")), ("cloudEvents_type", .string("t")),
        ("cloudEvents_time", .long(1_522_900_584_250)),
      ], data: [])
    #expect(try AMQPBinding().event(in: message).time == Timestamp("2018-04-05T03:56:24.25Z"))
    #expect(AMQPBinding().decode(message).allViolations.map(\.rule.id) == ["amqp.attribute-type"])
  }

  @Test func `a long that is no Integer is told`() {
    let message = AMQPMessage(
      contentType: nil,
      applicationProperties: [
        ("cloudEvents:specversion", .string("1.0")), ("cloudEvents:id", .string("1")),
        ("cloudEvents:source", .string("/s")), ("cloudEvents:type", .string("t")),
        ("cloudEvents:n", .long(1 << 40)),
        ("cloudEvents:time", .timestamp(.max)),
      ], data: [])
    #expect(AMQPBinding().decode(message).allViolations.map(\.rule.id) == ["spec.timestamp", "spec.integer"])
  }
}
