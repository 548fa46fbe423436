import CloudEvents
import CloudEventsTesting
import Testing

@Suite struct JSONEventDecodingTests {
  static let format = JSONEventFormat()
  static let start = #"{"specversion":"1.0","id":"1","source":"/s","type":"t""#

  /// What is wrong with an event, as rule ids.
  static func rules(_ text: String) -> [String] { format.decode(utf8(text)).violations.map(\.rule.id) }

  // cloudevents/conformance, format/json/valid-events.json.
  @Test(arguments: [
    #","datacontenttype":null,"dataschema":null,"subject":null,"time":null"#,
    #","datacontenttype":"text/plain","dataschema":"https://cloudevents.io/dataschema","subject":"tests","time":"2018-04-05T17:31:00Z""#,
    #","time":"2018-04-05T17:31:00.000000000Z""#, #","time":"2018-04-05T18:31:00+01:00""#,
    #","time":"2018-04-05T16:31:00-01:00""#, #","datacontenttype":"text/plain","data":"Simple text""#,
    #","extinteger":10,"extboolean":true,"extstring":"text","exturi":"https://cloudevents.io","exturiref":"//authority/path","exttimestamp":"2023-03-31T15:12:00Z","extbinary":"TWE=""#,
    "", #","empty":"""#, #","data":null"#, #","data_base64":null,"data":1"#,
    #","a":-2147483648,"b":2147483647"#,
    #","subject":"größe 😀""#, #","my.ext":null"#, #","data_base64":"AAE\/""#,
  ])
  func `valid events have no violation`(rest: String) {
    #expect(Self.rules(Self.start + rest + "}") == [])
  }

  // cloudevents/conformance, format/json/invalid-events.json, and more.
  @Test(arguments: [
    (#"{"id":"1","type":"t","source":"/s"}"#, ["spec.required"]),
    (#"{"specversion":"1.0","type":"t","source":"/s"}"#, ["spec.required"]),
    (#"{"specversion":"1.0","id":"1","source":"/s"}"#, ["spec.required"]),
    (#"{"specversion":"1.0","id":"1","type":"t"}"#, ["spec.required"]),
    (#"{}"#, ["spec.required", "spec.required", "spec.required", "spec.required"]),
    (#"{"specversion":"1.0","id":null,"type":"t","source":"/s"}"#, ["spec.required"]),
    (#"{"specversion":"1.0","id":"","type":"t","source":"/s"}"#, ["spec.nonempty"]),
    (#"{"specversion":"1.0","id":"1","type":"","source":"/s"}"#, ["spec.nonempty"]),
    (#"{"specversion":"1.0","id":"1","type":"t","source":""}"#, ["spec.nonempty"]),
    (#"{"specversion":"","id":"1","type":"t","source":"/s"}"#, ["spec.nonempty"]),
    (#"{"specversion":"0.9","id":"1","type":"t","source":"/s"}"#, ["spec.specversion"]),
    (#"{"specversion":"0.3","id":"1","type":"t","source":"/s"}"#, ["spec.specversion-old"]),
    (#"{"specversion":1.0,"id":"1","type":"t","source":"/s"}"#, ["json.attribute-type"]),
    (#"{"specversion":"1.0","id":25,"type":"t","source":"/s"}"#, ["json.attribute-type"]),
    (#"{"specversion":"1.0","id":{"xyz":"abc"},"type":"t","source":"/s"}"#, ["json.attribute-type"]),
    (#"{"specversion":"1.0","id":"1","type":"t","source":"a b"}"#, ["spec.uri-reference"]),
    (#"[]"#, ["json.object"]), (#""x""#, ["json.object"]), ("", ["json.syntax"]), ("{", ["json.syntax"]),
    ("{} {}", ["json.syntax"]),
  ])
  func `each broken rule of the required attributes is named`(text: String, rules: [String]) {
    #expect(Self.rules(text) == rules)
  }

  @Test(arguments: [
    (#","time":"lunchtime""#, ["spec.timestamp"]), (#","time":"2018-04-05T18:31Z""#, ["spec.timestamp"]),
    (#","time":5"#, ["json.attribute-type"]), (#","time":"""#, ["spec.nonempty"]),
    (#","datacontenttype":"xyz""#, ["spec.media-type"]), (#","datacontenttype":"""#, ["spec.nonempty"]),
    (#","dataschema":"""#, ["spec.nonempty"]), (#","dataschema":"/relative""#, ["spec.uri"]),
    (#","dataschema":"http://a b""#, ["spec.uri"]), (#","subject":"""#, ["spec.nonempty"]),
    (#","subject":true"#, ["json.attribute-type"]), (#","subject":"a\u0000""#, ["spec.string"]),
    (#","subject":"\u007f""#, ["spec.string"]), (#","subject":"\u0085""#, ["spec.string"]),
    (#","subject":"\uFFFE""#, ["spec.string"]), (#","subject":"\uDEAD""#, ["spec.string"]),
    (#","MyExtension":"bad""#, ["spec.attribute-name"]), (#","my.extension":"bad""#, ["spec.attribute-name"]),
    (#","my.extension":1.5"#, ["spec.attribute-name", "spec.integer"]), (#","x":1.0"#, ["spec.integer"]),
    (#","x":1e2"#, ["spec.integer"]), (#","x":2147483648"#, ["spec.integer"]),
    (#","x":[]"#, ["json.attribute-type"]),
    (#","x":{}"#, ["json.attribute-type"]), (#","x":"\u0001""#, ["spec.string"]),
    (#","":"x""#, ["spec.attribute-name"]),
    (#","abcdefghijklmnopqrstu":"x""#, ["spec.attribute-name-length"]),
    (#","data":"text","data_base64":"eyAieHl6IjogMTIzIH0=""#, ["json.data-exclusive"]),
    (#","data_base64":"a-b_""#, ["json.data-base64"]), (#","data_base64":"YQ""#, ["json.data-base64"]),
    (#","data_base64":5"#, ["json.data-base64"]), (#","id":"2""#, ["json.duplicate-attribute"]),
    (#","x":"a","x":"b""#, ["json.duplicate-attribute"]),
    (#","x":null,"x":"b""#, ["json.duplicate-attribute"]),
    (#","subject":null,"subject":"b""#, ["json.duplicate-attribute"]),
    (#","x":"a","\u0078":"b""#, ["json.duplicate-attribute"]),
    (#","\u0069d":"2""#, ["json.duplicate-attribute"]),
    (#","data":1,"d\u0061ta":2"#, ["json.duplicate-attribute"]),
    (#","datacontenttype":"application/json","data_base64":"e30h""#, ["spec.data-content-type"]),
    (#","datacontenttype":"text/plain","data":{"a":1}"#, ["spec.data-content-type"]),
    (#","datacontenttype":"text/plain","data":"\ud800""#, ["json.data-text"]),
  ])
  func `each broken rule of the other members is named`(rest: String, rules: [String]) {
    #expect(Self.rules(Self.start + rest + "}") == rules)
  }

  @Test func `escapes in names and values stand for what they say`() throws {
    let text =
      #"{"\u0073pecversion":"1\u002e0","i\u0064":"\u0031","source":"\/s","type":"t","\u0078":"\u00e9","time":"2018-04-05T17\u003a31:00Z"}"#
    let event = try Self.format.event(from: utf8(text))
    #expect(event.specversion == "1.0")
    #expect(event.id == "1")
    #expect(event.source == "/s")
    #expect(event[AttributeName(unchecked: "x")] == .string("é"))
    #expect(event.time != nil)
  }

  @Test(arguments: ["data", "data_base64"])
  func `an attribute with the name of the data is not written, as it would be taken for that`(name: String) {
    var event = CloudEvent(id: "1", source: "/s", type: "t", data: .json(utf8("1")))
    event[AttributeName(unchecked: name)] = .string("x")
    #expect(Self.format.encode(event) == utf8(Self.start + #","data":1}"#))
    #expect(!event.violations().isEmpty)
  }

  @Test func `an attribute that is null is not set`() throws {
    let decoded = Self.format.decode(utf8(Self.start + #","subject":null,"x":null,"y":"z"}"#))
    #expect(decoded.isValid)
    #expect(decoded.encoded.extensions.count == 1)
    let event = try Self.format.event(from: utf8(Self.start + #","subject":null,"x":null}"#))
    #expect(event.attributes.map(\.name) == [.specversion, .id, .source, .type])
  }

  @Test func `attributes have the types of JSON and of the specification`() throws {
    let event = try Self.format.event(
      from: utf8(Self.start + #","i":10,"b":true,"s":"10","time":"2018-04-05T17:31:00Z","dataschema":"a:b"}"#)
    )
    #expect(event[AttributeName(unchecked: "i")] == .integer(10))
    #expect(event[AttributeName(unchecked: "b")] == .boolean(true))
    #expect(event[AttributeName(unchecked: "s")] == .string("10"))
    #expect(event[.source]?.kind == .uriReference)
    #expect(event[.dataschema]?.kind == .uri)
    #expect(event[.time]?.kind == .timestamp)
  }

  @Test(arguments: [
    "1.0", "1e400", "12345678901234567890", "-0", #"{"b":1,"a":2,"b":3}"#, #""\u00e9\/""#, "[ 1 ,\n 2 ]",
    "null", "\"\"",
  ])
  func `JSON data stays as it was written`(data: String) throws {
    for order in [
      #","datacontenttype":"application/json","data":\#(data)}"#,
      #","data":\#(data),"datacontenttype":"a/b+json"}"#, #","data":\#(data)}"#,
    ] {
      let event = try Self.format.event(from: utf8(Self.start + order))
      #expect(event.data == .json(utf8(data)))
      let written = Self.format.encode(event)
      #expect(try Self.format.event(from: written) == event)
    }
  }

  @Test(arguments: [
    (#","data":"<a \"b\"/>","datacontenttype":"application/xml"}"#, EventData.text(utf8("<a \"b\"/>"))),
    (#","datacontenttype":"text/plain; charset=iso-8859-1","data":"é"}"#, .text([0xe9])),
    (#","datacontenttype":"text/plain; charset=shift_jis","data":"é"}"#, .text(utf8("é"))),
    (#","datacontenttype":"text/plain; charset=us-ascii","data":"é"}"#, .binary(utf8("é"))),
    (#","data_base64":"AAH/","datacontenttype":"application/octet-stream"}"#, .binary([0, 1, 0xff])),
    (#","data_base64":""}"#, .binary([])), (#","data_base64":"AAE\/"}"#, .binary([0, 1, 0x3f])),
    (#","datacontenttype":"text/plain","data":{"a":1}}"#, .json(utf8(#"{"a":1}"#))),
  ])
  func `data is what its content type makes of it, before or after it`(rest: String, data: EventData) {
    let text = utf8(Self.start + rest)
    let event = text.withUnsafeBytes { Self.format.decode($0).event(in: $0) }
    #expect(event.data == data)
    let written = Self.format.encode(event)
    #expect(written.withUnsafeBytes { Self.format.decode($0).event(in: $0) }.data == data)
  }

  @Test func `many extensions take no longer than their number, and not all that is wrong fills the memory`()
  {
    var text = Self.start
    for index in 0..<50_000 { text += ",\"x\(index)\":1" }
    #expect(Self.format.decode(utf8(text + "}")).violations.isEmpty)
    #expect(
      Self.rules(text + ",\"x40000\":2,\"\\u0078\\u0035\":1}") == [
        "json.duplicate-attribute", "json.duplicate-attribute",
      ])
    let wrong = Self.format.decode(utf8(text.replacing("x", with: "X") + "}"))
    #expect(wrong.violations.count == Validator.maximumViolations)
    let event = utf8(text + "}").withUnsafeBytes { Self.format.decode($0).event(in: $0) }
    #expect(event.extensions.count == 50_000)
  }

  @Test func `an event's data may nest as deep as any text`() {
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(Self.rules(Self.start + ",\"data\":\(deep)}") == [])
    #expect(Self.rules(Self.start + ",\"data\":[\(deep)]}") == ["json.syntax"])
  }
}

extension String {
  fileprivate func replacing(_ old: Character, with new: Character) -> String {
    String(map { $0 == old ? new : $0 })
  }
}

@Suite struct JSONVersion03Tests {
  static func event(_ members: String) -> [UInt8] {
    utf8(#"{"specversion":"0.3","id":"1","source":"/s","type":"t",\#(members)}"#)
  }

  @Test func `data in Base64 is read as version 0.3 says it`() throws {
    let event = try JSONEventFormat().event(
      from: Self.event(#""datacontentencoding":"Base64","datacontenttype":"image/png","data":"AAH/""#))
    #expect(event.data == .binary([0, 1, 0xff]))
    let text = try JSONEventFormat().event(from: Self.event(#""datacontenttype":"text/plain","data":"AAH/""#))
    #expect(text.data == .text(utf8("AAH/")))
    let wrong = JSONEventFormat().decode(Self.event(#""datacontentencoding":"base64","data":"?""#))
    #expect(wrong.violations.filter(\.isError).map(\.rule) == [.jsonBase64])
    #expect(
      wrong.violations.last?.location == .attribute("data")
        || wrong.violations.first?.location == .attribute("data"))
  }
}

@Suite struct JSONBatchTests {
  static let format = JSONEventFormat()
  static let event = #"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#

  @Test func `members are found with their extents`() {
    let text = " [ \(Self.event) ,\n\(Self.event)] "
    let batch = Self.format.decodeBatch(utf8(text))
    #expect(batch.isValid)
    #expect(
      batch.events.map { String(decoding: utf8(text)[$0.extent.range], as: UTF8.self) } == [
        Self.event, Self.event,
      ])
  }

  @Test func `an empty batch is valid`() {
    #expect(Self.format.decodeBatch(utf8("[ ]")).isValid)
    #expect(Self.format.decodeBatch(utf8("[]")).events.isEmpty)
  }

  @Test(arguments: [
    ("{}", ["json.batch"]), ("1", ["json.batch"]), ("", ["json.syntax"]), ("[", ["json.syntax"]),
    ("[\(event),]", ["json.syntax"]), ("[\(event)", ["json.syntax"]), ("[\(event)] x", ["json.syntax"]),
    ("[\(event)\(event)]", ["json.syntax"]), ("{", ["json.syntax"]),
  ])
  func `a body that is no batch has one violation and no members`(text: String, rules: [String]) {
    let batch = Self.format.decodeBatch(utf8(text))
    #expect(batch.events.isEmpty)
    #expect(batch.violations.map(\.rule.id) == rules)
  }

  @Test func `each wrong member is named by its index`() {
    let batch = Self.format.decodeBatch(utf8(#"["not an object",\#(Self.event),{"specversion":"1.0"}]"#))
    #expect(batch.violations.isEmpty)
    #expect(batch.events.map { $0.violations.map(\.index) } == [[0], [], [2, 2, 2]])
    #expect(batch.events.map(\.isValid) == [false, true, false])
  }

  @Test func `all members have the same specversion`() {
    let old = Self.event.split(separator: "1.0").joined(separator: "0.3")
    let batch = Self.format.decodeBatch(utf8("[\(Self.event),\(old),\(Self.event)]"))
    #expect(
      batch.events.map { $0.violations.map(\.rule.id) } == [
        [], ["spec.specversion-old", "spec.batch-specversion"], [],
      ])
    #expect(batch.events[1].violations.map(\.index) == [1, 1])
    #expect(Self.format.decodeBatch(utf8("[\(old),\(old)]")).isValid)
  }

  @Test func `of very many wrong members the rest is counted, not described`() {
    let batch = Self.format.decodeBatch(utf8("[" + String(repeating: "1,", count: 20_000) + "1]"))
    #expect(batch.events.count == 10_000)
    #expect(batch.violations.map(\.rule.id) == ["json.batch"])
  }

  @Test func `a batch that is written is read back`() throws {
    var event = CloudEvent(id: "1", source: "/s", type: "t")
    event[AttributeName(unchecked: "n")] = .integer(-5)
    let written = Self.format.encodeBatch([event, event])
    let batch = Self.format.decodeBatch(written)
    #expect(batch.isValid)
    #expect(written.withUnsafeBytes { bytes in batch.events.map { $0.event(in: bytes) } } == [event, event])
    #expect(Self.format.encodeBatch([]) == utf8("[]"))
  }
}

@Suite struct JSONEventEncodingTests {
  @Test func `the required attributes come first and the data last`() {
    var event = CloudEvent()
    event.data = .json(utf8("{ \"a\": 1.0 }"))
    event[AttributeName(unchecked: "x")] = .boolean(false)
    event.type = "t"
    event.source = "/s"
    event.id = "1\""
    event[.specversion] = .string("1.0")
    event[AttributeName(unchecked: "y")] = .integer(7)
    event[AttributeName(unchecked: "z")] = .binary([1])
    let format = JSONEventFormat()
    #expect(
      String(decoding: format.encode(event), as: UTF8.self)
        == #"{"specversion":"1.0","id":"1\"","source":"/s","type":"t","x":false,"y":7,"z":"AQ==","data":{ "a": 1.0 }}"#
    )
    #expect(
      String(decoding: format.encodeLine(event), as: UTF8.self)
        == #"{"specversion":"1.0","id":"1\"","source":"/s","type":"t","x":false,"y":7,"z":"AQ==","data":{"a":1.0}}"#
    )
  }

  @Test(
    arguments: [
      (EventData.text(utf8("é")), "text/plain", #""data":"é""#),
      (.text([0xe9]), "text/plain; charset=latin1", #""data":"é""#),
      (.text(utf8("a")), nil, #""data_base64":"YQ==""#),
      (.text(utf8("a")), "application/json", #""data_base64":"YQ==""#),
      (.binary([1]), "text/plain", #""data_base64":"AQ==""#), (.json(utf8("1")), nil, #""data":1"#),
      (.json(utf8("\"a\"")), "text/plain", #""data_base64":"ImEi""#),
      (.json(utf8("[1]")), "text/plain", #""data":[1]"#),
      (.text([0xff]), "text/plain", #""data_base64":"/w==""#), (.binary([]), nil, #""data_base64":"""#),
    ] as [(EventData, String?, String)])
  func `data is a JSON value, a string or Base64`(data: EventData, type: String?, member: String) {
    var event = CloudEvent(id: "1", source: "/s", type: "t", data: data)
    event.datacontenttype = type
    let text = String(decoding: JSONEventFormat().encode(event), as: UTF8.self)
    #expect(text.hasSuffix("," + member + "}"))
  }
}
