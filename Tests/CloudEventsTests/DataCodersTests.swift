import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct DataCodersTests {
  struct Order: Codable, Equatable {
    var id: Int
    var name: String
  }

  @Test func `a value becomes JSON data and comes back`() throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    try event.encodeData(Order(id: 1, name: "a/é"))
    #expect(event.data == .json(utf8(#"{"id":1,"name":"a/é"}"#)))
    #expect(event.datacontenttype == "application/json")
    #expect(try event.decodeData(as: Order.self) == Order(id: 1, name: "a/é"))
  }

  @Test(arguments: [
    ("text/plain", utf8("é"), "é"), ("text/csv; charset=iso-8859-1", [0xe9], "é"),
    ("application/yaml", utf8("a"), "a"),
  ])
  func `text is read in its charset`(type: String, bytes: [UInt8], text: String) throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t", data: .text(bytes))
    event.datacontenttype = type
    #expect(try event.decodeData(as: String.self) == text)
  }

  @Test func `a text is written as UTF-8`() throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    try event.encodeData("é", using: TextDataCoder())
    #expect(event.data == .text(utf8("é")) && event.datacontenttype == "text/plain; charset=utf-8")
    #expect(throws: DataCodingError.self) { try event.encodeData(5, using: TextDataCoder()) }
  }

  @Test func `data that cannot be read says why`() {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    #expect(throws: DataCodingError.noData) { try event.decodeData(as: String.self) }
    event.data = .binary([1])
    #expect(throws: DataCodingError.noCoder(contentType: "data without datacontenttype")) {
      try event.decodeData(as: String.self)
    }
    event.datacontenttype = "image/png"
    #expect(throws: DataCodingError.noCoder(contentType: "image/png")) {
      try event.decodeData(as: String.self)
    }
    event.datacontenttype = "text/plain"
    event.data = .text([0xff])
    #expect(throws: DataCodingError.invalid("The data is no text in the charset of text/plain.")) {
      try event.decodeData(as: String.self)
    }
    event.datacontenttype = "application/json"
    event.data = .json(utf8("[1,]"))
    #expect(throws: DataCodingError.invalid("The data is not JSON: byte 4: expected a value.")) {
      try event.decodeData(as: [Int].self)
    }
  }

  @Test func `a coder of one's own comes first where it stands first`() throws {
    struct Lengths: DataCoder {
      let contentType = MediaType("application", "json")
      func canDecode(_ contentType: MediaType) -> Bool { contentType.isJSON }
      func encode(_ value: some Encodable) throws -> EventData { .binary([]) }
      func decode<Value: Decodable>(_ type: Value.Type, from data: EventData) throws -> Value {
        guard let count = data.bytes.count as? Value else { throw DataCodingError.invalid("no Int") }
        return count
      }
    }
    let event = CloudEvent(id: "1", source: "/s", type: "t", data: .json(utf8("[1]")))
    #expect(
      try event.decodeData(as: Int.self, using: DataCoders([Lengths()] + DataCoders.standard.list)) == 3)
  }
}
