import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct CloudEventTests {
  @Test func `attributes are set, changed and unset, in order`() {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    event.subject = "a"
    event.subject = "b"
    event.dataschema = "a:b"
    event.time = Timestamp("2018-04-05T17:31:00Z")
    #expect(
      event.attributes.map(\.name) == [.specversion, .id, .source, .type, .subject, .dataschema, .time])
    event.subject = nil
    event.dataschema = nil
    event.datacontenttype = nil
    #expect(event.attributes.map(\.name) == [.specversion, .id, .source, .type, .time])
    #expect(event.subject == nil && event.extensions.isEmpty)
  }

  @Test func `events are equal whatever the order of their attributes`() {
    var left = CloudEvent(id: "1", source: "/s", type: "t", data: .json(utf8("1")))
    var right = CloudEvent(id: "1", source: "/s", type: "t", data: .binary(utf8("1")))
    left.set(.time, text: "2018-04-05T17:31:00Z")
    left[AttributeName(unchecked: "a")] = .string("b")
    right[AttributeName(unchecked: "a")] = .string("b")
    right.set(.time, text: "2018-04-05T18:31:00+01:00")
    #expect(left == right)
    right.data = nil
    #expect(left != right)
  }

  @Test func `a value that does not fit is kept and is a violation`() {
    var event = CloudEvent(id: "", source: "a b", type: "t")
    event.set(.time, text: "today")
    event.set(.dataschema, text: "x")
    event[AttributeName(unchecked: "my-ext")] = .string("\u{1}")
    #expect(event.source == "a b" && event.time == nil)
    #expect(
      event.violations().map(\.rule.id)
        == [
          "spec.nonempty", "spec.uri-reference", "spec.timestamp", "spec.uri", "spec.attribute-name",
          "spec.string",
        ])
    #expect(CloudEvent(id: "1", source: "/s", type: "t").violations().isEmpty)
  }

  @Test func `the content type is JSON where nothing is said and the data is`() {
    var event = CloudEvent(id: "1", source: "/s", type: "t", data: .json(utf8("1")))
    #expect(event.contentType == .json)
    event.data = .binary([1])
    #expect(event.contentType == nil)
    event.datacontenttype = "text/plain; charset=x"
    #expect(event.contentType?.essence == "text/plain")
  }
}

@Suite struct EventDataTests {
  @Test(
    arguments: [
      (utf8("{\"a\":1}"), "application/json", "json"), (utf8("{"), "application/json", "binary"),
      (utf8("1e400"), "a/b+json", "json"), (utf8("é"), "text/plain", "text"),
      ([0xff], "text/plain", "binary"),
      ([0xff], "text/plain; charset=iso-8859-1", "text"),
      ([0xd8, 0x00], "text/plain; charset=utf-16be", "binary"),
      (utf8("x"), "text/plain; charset=unknown", "binary"), (utf8("x"), "image/png", "binary"),
      ([], "text/plain", "text"),
      (utf8("x"), nil, "binary"),
    ] as [([UInt8], String?, String)])
  func `bytes of a declared type are JSON, text or binary`(bytes: [UInt8], type: String?, shape: String) {
    let data = EventData(bytes: bytes, contentType: type.flatMap { MediaType($0) })
    let found =
      switch data {
      case .json: "json"
      case .text: "text"
      case .unencodable: "unencodable"
      case .binary: "binary"
      }
    #expect(found == shape)
    #expect(data.bytes == bytes)
  }
}

@Suite struct EncodedEventTests {
  @Test func `an attribute is found by its name, without making the event`() {
    let text = utf8(#"{"specversion":"1.0","id":"1","source":"/s","type":"t","aa":"x","b\u0062":"y"}"#)
    text.withUnsafeBytes { bytes in
      let encoded = JSONEventFormat().decode(bytes).encoded
      func value(_ name: String) -> String? {
        encoded.value(of: AttributeName(unchecked: name), in: bytes).text(in: bytes)
      }
      #expect(value("id") == "1" && value("type") == "t" && value("aa") == "x" && value("bb") == "y")
      #expect(value("AA") == nil && value("subject") == nil)
      var names: [String] = []
      encoded.forEachAttribute(in: bytes) { name, _ in names.append(name.rawValue) }
      #expect(names == ["specversion", "id", "source", "type", "aa", "bb"])
    }
  }

  @Test func `shifted spans point at the same bytes in a longer run`() {
    let text = utf8(#"{"specversion":"1.0","id":"1","source":"/s","type":"t","x":"y","data":[1]}"#)
    let encoded = JSONEventFormat().decode(text).encoded.shifted(by: 3)
    let event = (utf8("abc") + text).withUnsafeBytes { encoded.event(in: $0) }
    #expect(event == text.withUnsafeBytes { JSONEventFormat().decode($0).event(in: $0) })
  }
}
