import CloudEvents
import CloudEventsBindings
import Testing

@Suite struct KafkaBindingTests {
  private func text(_ message: KafkaMessage) -> [String] {
    message.headers.map { "\($0.name): \(String(decoding: $0.value, as: UTF8.self))" }
  }

  @Test func `in binary mode attributes are headers with ce_, in UTF-8`() throws {
    let message = try KafkaBinding().encode(Sample.rich, mode: .binary)
    #expect(
      text(message) == [
        "ce_specversion: 1.0", "ce_id: 1234-1234-1234", "ce_source: /mycontext/subcontext",
        "ce_type: com.example.someevent", "ce_time: 2018-04-05T03:56:24Z", "ce_subject: größe % \"1\" 日本",
        "ce_dataschema: https://example.com/schema", "ce_partitionkey: 7",
        "content-type: application/json; charset=utf-8",
      ])
    #expect(message.key == nil)
    #expect(message.value == Sample.rich.data?.bytes)
  }

  @Test func `the key is partitionkey where that is asked for, and stays in the event`() throws {
    let binding = KafkaBinding(key: KafkaBinding.partitionKey)
    for mode in [ContentMode.binary, .structured] {
      let message = try binding.encode(Sample.rich, mode: mode)
      #expect(message.key == [UInt8(ascii: "7")])
      #expect(try binding.event(in: message).partitionkey == "7")
    }
    #expect(try binding.encode(Sample.all[1], mode: .binary).key == nil)
  }

  @Test func `an event without data is a tombstone in binary mode, and none in structured mode`() throws {
    let event = CloudEvent(id: "1", source: "/s", type: "t")
    #expect(try KafkaBinding().encode(event, mode: .binary).value == nil)
    #expect(try KafkaBinding().encode(event, mode: .structured).value != nil)
    #expect(try KafkaBinding().event(in: KafkaBinding().encode(event, mode: .binary)) == event)
  }

  @Test func `a header that is not UTF-8 is told`() {
    let message = KafkaMessage(
      headers: [
        ("ce_specversion", Array("1.0".utf8)), ("ce_id", [0xff]), ("ce_source", Array("/s".utf8)),
        ("ce_type", Array("t".utf8)),
      ], value: nil)
    #expect(KafkaBinding().decode(message).allViolations.map(\.rule.id) == ["binding.encoding"])
  }
}
