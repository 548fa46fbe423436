extension ConformanceRule {
  // What the bindings for AMQP, Kafka, MQTT, NATS and WebSocket have in common.

  /// An attribute that stands in a message's metadata twice.
  public static let bindingRepeated = ConformanceRule(
    "binding.repeated", .error, "AMQP, Kafka, MQTT and NATS bindings 1.0.2, Metadata Headers",
    "An attribute stands only once in a message's metadata.")
  /// A value in a message's metadata that cannot be read.
  public static let bindingEncoding = ConformanceRule(
    "binding.encoding", .error, "Kafka binding 1.0.2, 3.2.3; NATS binding 1.0.3, 3.1.3.2",
    "A value in a message's metadata is UTF-8, and in NATS percent-encoded.")
  /// A message that says nowhere that it is an event.
  public static let bindingNoEvent = ConformanceRule(
    "binding.no-event", .error, "AMQP, Kafka, MQTT and NATS bindings 1.0.2, 3",
    "A message is a CloudEvent by its content type or by the specversion in its metadata.")
  /// An event format that is not known here.
  public static let bindingFormat = ConformanceRule(
    "binding.event-format", .error, "AMQP, Kafka, MQTT, NATS and WebSocket bindings 1.0.2, Event Formats",
    "A structured message is in an event format that the receiver can read.")
  /// A datacontenttype in the metadata beside another content type.
  public static let bindingContentType = ConformanceRule(
    "binding.content-type", .warning, "AMQP, Kafka and MQTT bindings 1.0.2, Binary Content Mode",
    "datacontenttype stands in the message's content type, and nowhere else with another value.")
  /// A native number where a timestamp should stand.
  public static let amqpType = ConformanceRule(
    "amqp.attribute-type", .warning, "AMQP binding 1.0.2, 3.1.3.2",
    "A Timestamp is AMQP's timestamp or a string, not a number of milliseconds.")
  /// A WebSocket message of the wrong kind.
  public static let webSocketFrame = ConformanceRule(
    "websocket.frame-type", .warning, "WebSocket binding 1.0.2, 1.5",
    "Events in JSON are text messages; events in other formats are binary messages.")

  static let bindings = [
    bindingRepeated, bindingEncoding, bindingNoEvent, bindingFormat, bindingContentType, amqpType,
    webSocketFrame,
  ]
}
