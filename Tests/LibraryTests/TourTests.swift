import CESQL
import CloudEvents
import CloudEventsBindings
import CloudEventsHTTP
import Testing

/// What the articles print; nobody wants to read it in a test's output.
private func print(_ items: Any...) {}

/// The code of the tour, `CloudEvents.docc/Tour.md`, as it is printed there.
@Suite struct TourTests {
  @Test func `the tour does what it says`() throws {
    var event = CloudEvent(id: "1", source: "/orders", type: "com.example.order.created")
    event.subject = "order-17"
    event.time = Timestamp("2026-11-23T08:31:40.5Z")
    event.datacontenttype = "application/json"
    event.data = .json(Array(#"{"total":1.10}"#.utf8))
    event.sampledrate = 30
    event[AttributeName("priority")!] = .integer(5)
    #expect(event.violations().isEmpty)

    struct Order: Codable {
      var total: Double
    }
    var other = CloudEvent(id: "2", source: "/orders", type: "com.example.order.paid")
    try other.encodeData(Order(total: 2.5))
    let order = try other.decodeData(as: Order.self)
    #expect(order.total == 2.5)

    var wrong = event
    wrong.source = "not a URI"
    wrong[.time] = .string("noon")
    for violation in wrong.violations() {
      print(violation.severity, violation.rule.id, violation.message, violation.rule.section)
    }
    #expect(wrong.violations().map(\.rule.id) == ["spec.uri-reference", "spec.timestamp"])

    let json = JSONEventFormat().encode(event)
    let batch = JSONEventFormat().encodeBatch([event, other])
    #expect(JSONEventFormat().decodeBatch(batch).events.count == 2)

    let http = HTTPBinding()
    let binary = try http.encode([event], mode: .binary)
    let structured = try http.encode([event], mode: .structured)
    let batched = try http.encode([event, other], mode: .batched)
    let request = binary.requestBytes(target: "/", host: "localhost:8080")
    #expect(structured.body == json)
    #expect(batched.body == batch)

    let mqtt = try MQTTBinding().encode(event, mode: .binary)
    let amqp = try AMQPBinding().encode(event, mode: .binary)
    let kafka = try KafkaBinding(key: KafkaBinding.partitionKey).encode(event, mode: .binary)
    let nats = try NATSBinding().encode(event, mode: .structured)
    let webSocket = try WebSocketBinding(.json).encode(event)
    let lines = NDJSONBinding().encode([event, other])
    #expect(try AMQPBinding().event(in: amqp)[.sampledrate] == .integer(30))
    #expect(nats.payload == webSocket.payload)
    #expect(NDJSONBinding().lines(of: lines).count == 2)

    let fromJSON = try JSONEventFormat().event(from: json)
    let fromHTTP = try http.events(in: request)
    let fromMQTT = try MQTTBinding().event(in: mqtt)
    let fromKafka = try KafkaBinding().event(in: kafka)
    #expect(fromJSON == event)
    for same in fromHTTP + [fromMQTT, fromKafka] {
      #expect(same.data?.bytes == event.data?.bytes)
      #expect(same.sampledrate == 30)
    }

    let decoded = JSONEventFormat().decode(Array(#"{"specversion":"1.0","id":"","type":"t"}"#.utf8))
    print(decoded.isValid, decoded.violations.map(\.rule.id))
    #expect(decoded.violations.map(\.rule.id) == ["spec.nonempty", "spec.required"])

    let expression = try CESQLExpression("type LIKE 'com.example.%' AND priority > 3")
    print(expression.matches(event))
    #expect(expression.matches(event))

    var handlers = HandlerRegistry<CloudEvent, String>()
    handlers.on("com.example.order.created", "com.example.order.paid") { event in "order \(event.id)" }
    handlers.on(.prefix(.type, "com.example.")) { event in event.source }
    handlers.on(.matching { expression.matches($0) }, name: "urgent") { _ in "urgent" }
    handlers.on("com.example.order.created", data: Order.self) { _, order in "total \(order.total)" }
    let report = handlers.dispatch(event)
    for (handler, outcome) in report.outcomes { print(handler, outcome) }
    for failure in report.failures { print(failure) }
    #expect(report.outcomes.map(\.outcome) == ["order 1", "/orders", "urgent", "total 1.1"])
  }
}

/// The code of `README.md` and of the other articles, as it is printed there.
@Suite struct ReadmeTests {
  @Test func `the program in the README does what it says`() throws {
    var event = CloudEvent(id: "1", source: "/orders", type: "com.example.order.created")
    event.subject = "order-17"
    event.datacontenttype = "application/json"
    event.data = .json(Array(#"{"total":1.10}"#.utf8))

    let binding = HTTPBinding()
    let message = try binding.encode([event], mode: .binary)
    let bytes = message.requestBytes(target: "/", host: "localhost:8080")

    var handlers = HandlerRegistry<CloudEvent, Void>()
    handlers.on("com.example.order.created") { event in print(event.id, event.subject ?? "") }
    do {
      for event in try binding.events(in: bytes) { _ = handlers.dispatch(event) }
    } catch {
      for violation in error.violations { print(violation.rule.id, violation.message) }
    }

    let expression = try CESQLExpression("type LIKE 'com.example.%' AND subject = 'order-17'")
    if expression.matches(event) { print(event.id) }
    let result = expression.evaluate(event)
    print(result.value, result.errors)
    for step in expression.explain(event).steps {
      print(step.text, step.value?.description ?? "not evaluated")
    }
    #expect(result.errors.isEmpty)
  }

  @Test func `the libraries' articles do what they say`() throws {
    let event = CloudEvent(id: "1", source: "/orders", type: "com.example.order.created")
    do {
      let message = try HTTPBinding().encode([event], mode: .binary)
      let events = try HTTPBinding().events(in: message.requestBytes(target: "/", host: "localhost:8080"))
      #expect(events == [event])
    }
    do {
      let message = try MQTTBinding().encode(event, mode: .binary)
      for (name, value) in message.userProperties { print(name, value) }
      let same = try MQTTBinding().event(in: message)
      #expect(same == event)
    }
    do {
      let expression = try CESQLExpression("type LIKE 'com.example.%' AND INT(sequence) > 10")
      if expression.matches(event) { print(event.id) }
      let result = expression.evaluate(event)
      for step in expression.explain(event).steps {
        print(step.text, step.value?.description ?? "not evaluated")
      }
      #expect(result.errors.first?.kind == .missingAttribute)
    }
  }
}
