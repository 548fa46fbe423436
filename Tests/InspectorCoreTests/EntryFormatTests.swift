import CESQL
import CloudEvents
import CloudEventsHTTP
import CloudEventsProtobuf
import CloudEventsXML
import InspectorCore
import Testing

/// What is stored of events in formats other than JSON, and seen again when somebody looks.
@Suite struct EntryFormatTests {
  static let formats: [any EventFormat] = [JSONEventFormat(), ProtobufEventFormat(), XMLEventFormat()]
  static let binding = HTTPBinding(formats: EventFormats(formats))

  static func entries(_ type: String, _ body: [UInt8]) -> [Entry] {
    let head = Array("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: \(type)\r\n\r\n".utf8)
    let inspector = Inspector(store: EventStore(binding: binding))
    _ = inspector.receive(
      Delivery(
        transport: .http, peer: "127.0.0.1:1", received: .start, bytes: head + body, headLength: head.count))
    let snapshot = inspector.store.snapshot()
    return snapshot.numbers.map { snapshot[$0] }
  }

  static func event(_ id: String) -> CloudEvent {
    var event = CloudEvent(id: id, source: "/s", type: "t", data: .text(Array("hi ü".utf8)))
    event.subject = "größe \(id)"
    event.datacontenttype = "text/plain"
    return event
  }

  @Test(arguments: formats.indices)
  func `an event and the members of a batch are seen as they came`(index: Int) throws {
    let format = Self.formats[index]
    let single = try #require(Self.entries(format.mediaType, format.encode(Self.event("1"))).first)
    #expect(single.isValid && single.event == Self.event("1") && single.subject == "größe 1")
    #expect(single.format == format.mediaType && single.violations.isEmpty)
    #expect(single.size == format.encode(Self.event("1")).count)
    let batchType = try #require(format.batchMediaType)
    let members = Self.entries(batchType, format.encodeBatch([Self.event("1"), Self.event("2")]))
    #expect(members.map(\.event) == [Self.event("1"), Self.event("2")])
    #expect(members.map(\.subject) == ["größe 1", "größe 2"] && members.map(\.id) == ["1", "2"])
    #expect(members.allSatisfy { $0.format == batchType && $0.violations.isEmpty })
    // A member has the bytes that it has in the batch, not those that it is kept with.
    #expect(members.allSatisfy { $0.size < format.encode(Self.event("1")).count + 40 && $0.size > 20 })
  }

  @Test func `a header beside an event in another format is compared with the event, wherever its bytes are`()
  {
    var event = Self.event("1")
    // Longer in the JSON that is kept beside it than the whole message.
    event.subject = String(repeating: "\"", count: 5000)
    event[AttributeName("foo")!] = .string("x")
    let format = ProtobufEventFormat()
    let entry = Self.entries(format.mediaType + "\r\nce-bar: x\r\nce-foo: x", format.encode(event)).first
    #expect(entry?.isValid == true && entry?.violations.map(\.rule.id) == ["http.header-differs"])
  }

  @Test func `what was wrong is said again in the format's own words`() throws {
    let ns =
      "xmlns='http://cloudevents.io/xmlformat/V1' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
    let good = "<event specversion='1.0'><id>1</id><source>/</source><type>t</type></event>"
    let wrong =
      "<event specversion='1.0'><id>2</id><source>/</source><type>t</type><n xsi:type='integer'>x</n></event>"
    let entries = Self.entries(
      "application/cloudevents-batch+xml", Array("<batch \(ns)>\(good)\(wrong)</batch>".utf8))
    #expect(entries.count == 1 && entries[0].id == "2")
    #expect(
      entries[0].violations.map(\.rule.id) == ["xml.attribute-value"] && entries[0].violations[0].index == 1)
    let warned = Self.entries(
      "application/cloudevents+xml",
      Array(
        good.replacing("<event ", with: "<event \(ns) ").replacing("</event>", with: "<x xmlns=''/></event>")
          .utf8))
    #expect(warned[0].isValid && warned[0].violations.map(\.rule.id) == ["xml.foreign-element"])
    let broken = Self.entries("application/cloudevents+protobuf", [0xff])
    #expect(broken[0].violations.map(\.rule.id) == ["protobuf.syntax"] && broken[0].event == nil)
  }

  @Test(arguments: formats.dropFirst().map(\.name))
  func `attributes are of the types that the format says`(name: String) throws {
    let format = try #require(EventFormats(Self.formats).named(name))
    var event = Self.event("1")
    for (name, text, kind) in [
      ("i", "-5", .integer), ("b", "true", .boolean), ("s", "5", .string), ("y", "TWE=", .binary),
      ("u", "https://a.b", .uri), ("r", "/a", .uriReference), ("t", "2018-04-05T17:31:00Z", .timestamp),
    ] as [(String, String, AttributeValue.Kind)] {
      event[AttributeName(unchecked: name)] = AttributeValue(text, as: kind)
    }
    let batchType = try #require(format.batchMediaType)
    let entries =
      Self.entries(format.mediaType, format.encode(event))
      + Self.entries(batchType, format.encodeBatch([event]))
    #expect(entries.map(\.event) == [event, event])
    for (text, holds) in [("i = -5", true), ("i = '-5'", true), ("b", true), ("i + 1 = -4", true)] {
      let condition = EventCondition.cesql(try CESQLExpression(text))
      #expect(
        entries.allSatisfy { $0.withSubject(now: .start) { condition.matches($0) } == holds }, "\(text)")
    }
  }

  @Test func `a query finds what stands in them`() throws {
    for format in Self.formats {
      var event = Self.event("1")
      event.datacontenttype = "application/json"
      event.data = .json(Array(#"{"total":17}"#.utf8))
      let entry = try #require(Self.entries(format.mediaType, format.encode(event)).first)
      for text in ["subject:größe*", "data.total:>16", "source:/s", "17"] {
        let query = try Query(text)
        #expect(entry.withSubject(now: .start) { query.matches($0) }, "\(format.name) \(text)")
      }
    }
  }
}
