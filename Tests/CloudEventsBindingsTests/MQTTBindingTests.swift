import CloudEvents
import CloudEventsBindings
import Testing

@Suite struct MQTTBindingTests {
  @Test func `in binary mode attributes are User Properties by their names, unchanged`() throws {
    let message = try MQTTBinding().encode(Sample.rich, mode: .binary)
    #expect(
      message
        == MQTTMessage(
          contentType: "application/json; charset=utf-8",
          userProperties: [
            ("specversion", "1.0"), ("id", "1234-1234-1234"), ("source", "/mycontext/subcontext"),
            ("type", "com.example.someevent"), ("time", "2018-04-05T03:56:24Z"),
            ("subject", "größe % \"1\" 日本"),
            ("dataschema", "https://example.com/schema"), ("partitionkey", "7"),
          ], payload: Array(#"{"total":1.10,"total":12345678901234567890}"#.utf8)))
  }

  @Test func `in structured mode the content type is the format's, and MQTT 3 has none`() throws {
    let message = try MQTTBinding().encode(Sample.rich, mode: .structured)
    #expect(message.contentType == "application/cloudevents+json; charset=utf-8")
    #expect(message.userProperties.isEmpty)
    #expect(message.payload == JSONEventFormat().encode(Sample.rich))
    #expect(try MQTTBinding(version: .v3).encode(Sample.rich, mode: .structured).contentType == nil)
  }

  @Test(
    arguments: [
      ("specversion=1.0 id=1 source=/s type=t Trace-Id=x", nil),
      ("specversion=1.0 id=1 source=/s", "spec.required"),
      ("specversion=1.0 id=1 id=2 source=/s type=t", "binding.repeated"),
      ("specversion=1.0 id=1 source=/s type=t a=1 a=2", "binding.repeated"),
      ("specversion=1.0 id=1 source=/s type=t datacontenttype=text/xml", "binding.content-type"),
      ("specversion=0.2 id=1 source=/s type=t", "spec.specversion"),
    ] as [(String, String?)])
  func `what is wrong is told`(properties: String, rule: String?) {
    let properties = properties.split(separator: " ").map { property in
      let parts = property.split(separator: "=")
      return (name: String(parts[0]), value: String(parts[1]))
    }
    let message = MQTTMessage(
      contentType: "application/json", userProperties: properties, payload: Array("{}".utf8))
    #expect(MQTTBinding().decode(message).allViolations.map(\.rule.id) == [rule].compactMap(\.self))
  }

  @Test func `data that is not what its content type says is a warning`() throws {
    let message = MQTTMessage(
      contentType: "application/json",
      userProperties: [("specversion", "1.0"), ("id", "1"), ("source", "/s"), ("type", "t")],
      payload: Array("{".utf8))
    #expect(MQTTBinding().decode(message).allViolations.map(\.rule.id) == ["spec.data-content-type"])
    #expect(try MQTTBinding().event(in: message).data == .binary(Array("{".utf8)))
  }
}
