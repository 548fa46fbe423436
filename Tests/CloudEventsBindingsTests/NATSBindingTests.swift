import CloudEvents
import CloudEventsBindings
import Testing

@Suite struct NATSBindingTests {
  @Test func `in binary mode attributes are headers with ce-, percent-encoded, datacontenttype too`() throws {
    let message = try NATSBinding().encode(Sample.rich, mode: .binary)
    #expect(
      message.headers.map { "\($0.name): \($0.value)" } == [
        "ce-specversion: 1.0", "ce-id: 1234-1234-1234", "ce-source: /mycontext/subcontext",
        "ce-type: com.example.someevent", "ce-time: 2018-04-05T03:56:24Z",
        "ce-subject: gr%C3%B6%C3%9Fe%20%25%20%221%22%20%E6%97%A5%E6%9C%AC",
        "ce-dataschema: https://example.com/schema", "ce-partitionkey: 7",
        "ce-datacontenttype: application/json;%20charset=utf-8",
      ])
  }

  @Test func `a message without headers is JSON, as servers before 2.2 carry it`() throws {
    let message = NATSMessage(payload: JSONEventFormat().encode(Sample.rich))
    #expect(NATSBinding().decode(message).mode == .structured)
    #expect(try NATSBinding().event(in: message) == Sample.rich)
  }

  @Test(
    arguments: [
      ("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"), ("\"quoted \\\" %41\"", "quoted \" A"),
      ("%C0%A0", nil), ("%zz", nil),
    ] as [(String, String?)])
  func `values are decoded as the working draft says`(value: String, text: String?) {
    let message = NATSMessage(
      headers: [
        ("CE-SpecVersion", "1.0"), ("ce-id", "1"), ("ce-source", "/s"), ("ce-type", "t"),
        ("ce-subject", value),
      ], payload: [])
    let decoded = NATSBinding().decode(message)
    #expect(decoded.allViolations.map(\.rule.id) == (text == nil ? ["binding.encoding"] : []))
    #expect((try? NATSBinding().event(in: message).subject) == text)
  }

  @Test func `a name that no header may have is refused`() {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    event[AttributeName(unchecked: "a b")] = .string("x")
    #expect(throws: MessageEncodingError.self) { try NATSBinding().encode(event, mode: .binary) }
  }
}
