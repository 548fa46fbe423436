import CloudEvents
import CloudEventsCBOR
import CloudEventsTesting
import Testing

@Suite struct CBOREventFormatTests {
  static let format = CBOREventFormat()

  /// The members specversion, id, source and type, without the map's head.
  static let members =
    "6b 7370656376657273696f6e 63 312e30 62 6964 61 31 66 736f75726365 61 2f 64 74797065 61 74"

  static func decode(_ digits: String, count: Int = 5) -> DecodedEvent {
    format.decode(hex(String(0xa0 + count, radix: 16) + members + digits))
  }
  static func rules(_ digits: String, count: Int = 5) -> [String] {
    decode(digits, count: count).violations.map(\.rule.id)
  }
  static func event(_ digits: String, count: Int = 5) throws -> CloudEvent {
    try format.event(from: hex(String(0xa0 + count, radix: 16) + members + digits))
  }

  @Test func `an event is written as a map with its types`() {
    #expect(Self.format.encode(CloudEvent(id: "1", source: "/", type: "t")) == hex("a4" + Self.members))
    var event = CloudEvent(id: "1", source: "/", type: "t")
    event[AttributeName(unchecked: "n")] = .integer(-500)
    event[AttributeName(unchecked: "u")] = AttributeValue("urn:x", as: .uri)
    event[AttributeName(unchecked: "f")] = .boolean(false)
    event.data = .binary([1])
    #expect(
      Self.format.encode(event)
        == hex("a8" + Self.members + "61 6e 39 01f3 61 75 d820 65 75726e3a78 61 66 f4 64 64617461 41 01"))
  }

  @Test(arguments: [
    ("61 61 f5", AttributeValue.boolean(true)), ("61 61 1a 7fffffff", .integer(.max)),
    ("61 61 3a 7fffffff", .integer(.min)),
    ("61 61 18 05", .integer(5)), ("61 61 42 00ff", .binary([0, 255])),
    ("61 61 5f 41 00 41 ff ff", .binary([0, 255])),
    ("61 61 7f 61 61 62 c3a9 ff", .string("aé")),
    (
      "61 61 c0 74 323031382d30342d30355431373a33313a30305a",
      AttributeValue("2018-04-05T17:31:00Z", as: .timestamp)!
    ),
    ("61 61 d820 65 75726e3a78", AttributeValue("urn:x", as: .uri)!),
  ])
  func `attributes of each type are read`(_ digits: String, _ value: AttributeValue) throws {
    #expect(try Self.event(digits)[AttributeName(unchecked: "a")] == value)
  }

  @Test(
    arguments: [
      ("61 61 f6", []), ("61 61 1b 0000000080000000", ["spec.integer"]),
      ("61 61 3a 80000000", ["spec.integer"]),
      ("61 61 fb 3ff8000000000000", ["cbor.attribute-type"]), ("61 61 80", ["cbor.attribute-type"]),
      ("61 61 c1 00", ["cbor.attribute-type"]), ("61 61 f7", ["cbor.attribute-type"]),
      ("67 7375626a656374 01", ["cbor.attribute-type"]), ("62 6964 61 32", ["cbor.duplicate-attribute"]),
      ("01 02", ["cbor.map"]),
      ("64 74696d65 74 323031382d30342d30355431373a33313a30305a", ["cbor.attribute-tag"]),
      ("61 41 61 78", ["spec.attribute-name"]), ("6b 646174615f626173653634 61 78", ["spec.attribute-name"]),
    ] as [(String, [String])])
  func `attributes that break a rule are told`(_ digits: String, _ rules: [String]) {
    #expect(Self.rules(digits) == rules)
  }

  static let json = "6f 64617461636f6e74656e7474797065 70 6170706c69636174696f6e2f6a736f6e"
  static let cbor = "6f 64617461636f6e74656e7474797065 70 6170706c69636174696f6e2f63626f72"

  @Test func `data is an item, text or bytes, as its type says`() throws {
    let json = try Self.event(Self.json + "64 64617461 63 312e30", count: 6)
    #expect(json.data == .json(utf8("1.0")))
    let item = try Self.event("64 64617461 a1 61 61 01" + Self.cbor, count: 6)
    #expect(item.data == .binary(hex("a1 61 61 01")) && item.datacontenttype == "application/cbor")
    let implied = try Self.event("64 64617461 61 78")
    #expect(implied.data == .binary(hex("61 78")) && implied.datacontenttype == "application/cbor")
    let bytes = try Self.event("64 64617461 41 78")
    #expect(bytes.data == .binary([0x78]) && bytes.datacontenttype == nil)
    #expect(Self.rules(Self.json + "64 64617461 01", count: 6) == ["cbor.data"])
  }

  @Test(
    arguments: [
      [], [0xff], hex("a1 61 61 01"), hex("41 01"), hex("61 78"), hex("f6"), hex("01 02"), hex("9f 01 ff"),
      hex("41 41 01"),
    ] as [[UInt8]])
  func `CBOR data comes back byte for byte`(_ bytes: [UInt8]) throws {
    let event = Golden.event("1") {
      $0.datacontenttype = "application/x+cbor"
      $0.data = .binary(bytes)
    }
    #expect(try Self.format.event(from: Self.format.encode(event)) == event)
  }

  @Test(arguments: [
    "", "a1", "a1 61", "ff", "1c", "a1 61 61 ff", "5f 61 61 ff", "f8 00", "bf 61 61 01", "a1 61 ff 01",
    "9b ffffffffffffffff",
    "5b 7fffffffffffffff 00", "a0 a0", String(repeating: "81", count: 300) + "00",
    String(repeating: "c0", count: 300) + "00",
  ])
  func `what is no CBOR is refused`(_ digits: String) {
    #expect(Self.format.rules(hex(digits)) == ["cbor.syntax"])
  }

  @Test func `another item than a map is refused`() {
    #expect(Self.format.rules(hex("80")) == ["cbor.map"])
    #expect(Self.format.rules(hex("d9d9f7 a4" + Self.members)).isEmpty)
  }
}
