import CloudEvents
import CloudEventsAvro
import CloudEventsTesting
import Testing

@Suite struct AvroEventFormatTests {
  static let format = AvroEventFormat()

  /// The attributes of an event with the id 1, the source / and the type t, up to the data.
  static let attributes = """
    08 16 73706563 76657273696f6e 06 06 312e30 04 6964 06 02 31 0c 736f75726365 06 02 2f 08 74797065 06 02 74 00
    """

  static func decode(_ data: String) -> DecodedEvent { format.decode(hex(attributes + data)) }
  static func event(_ data: String) throws -> CloudEvent { try format.event(from: hex(attributes + data)) }

  @Test func `an event is written as a datum of the schema`() {
    let event = CloudEvent(id: "1", source: "/", type: "t")
    #expect(Self.format.encode(event) == hex(Self.attributes + "02"))
    let typed = Golden.event("1") {
      $0[AttributeName(unchecked: "n")] = .integer(-3)
      $0[AttributeName(unchecked: "f")] = .boolean(true)
      $0[AttributeName(unchecked: "b")] = .binary([0xff])
    }
    let written = Self.format.encode(typed)
    #expect(Array(written.suffix(15)) == hex("02 6e 04 05 02 66 02 01 02 62 08 02 ff 00 02"))
  }

  @Test(arguments: [
    // bytes, null, boolean, double, string
    ("00 04 00ff", "binary 00ff"), ("02", "none"), ("04 01", "json true"),
    ("0a 000000000000f83f", "json 1.5"), ("0c 04 6869", "text hi"),
    // {"a": null, "b": true, "c": {"x": {"y": {}}, "z": [{"q": "s"}]}, "d": 0.5, "e": "s"}
    (
      """
      06 0a 02 61 00 02 62 02 01 02 63 04 04 02 78 04 02 02 79 00 00 02 7a 06 02 02 02 71 0a 02 73 00 00 00 \
      02 64 06 000000000000e03f 02 65 08 02 73 00
      """, #"json {"a":null,"b":true,"c":{"x":{"y":{}},"z":[{"q":"s"}]},"d":0.5,"e":"s"}"#
    ),
    // A block with its size: [{}, {}]
    ("08 03 04 00 00 00", "json [{},{}]"),
  ])
  func `data of each type of the schema is read`(_ digits: String, _ expected: String) throws {
    let data = try Self.event(digits).data
    let text =
      switch data {
      case nil: "none"
      case .binary(let bytes): "binary " + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      case .json(let bytes): "json " + String(decoding: bytes, as: UTF8.self)
      case .text(let bytes), .unencodable(let bytes): "text " + String(decoding: bytes, as: UTF8.self)
      }
    #expect(text == expected)
  }

  @Test func `the header of a single object is passed over`() throws {
    let bytes = hex("c301 0102030405060708 " + Self.attributes + "02")
    #expect(try Self.format.event(from: bytes).id == "1")
  }

  @Test(arguments: [
    ("02 00", "there is more after the event"), ("", "the datum ends too early"),
    ("0e", "7 is none of the seven types"),
    ("00 0a 00", "a length is negative, or more than what is left"), ("0c 02 ff", "a string is no UTF-8"),
    ("04 02", "a boolean is 0 or 1"), ("0a 0000", "ends in a double"),
    ("06 02 02 61 0e 00", "types of a member"),
  ])
  func `what is no datum is refused with its place`(_ digits: String, _ expected: String) {
    let violations = Self.decode(digits).violations
    #expect(
      violations.map(\.rule.id) == ["avro.syntax"] && violations[0].message.contains(expected),
      "\(violations)")
  }

  @Test func `attributes of other types, twice, or null are told or left out`() throws {
    func event(_ attribute: String) -> [UInt8] {
      hex("0a " + Self.attributes.dropFirst(2).dropLast(2) + attribute + " 00 02")
    }
    #expect(Self.format.rules(event("02 61 00")).isEmpty)
    #expect(Self.format.rules(event("0e 7375626a656374 02 01")) == ["avro.attribute-type"])
    #expect(Self.format.rules(event("04 6964 06 02 32")) == ["avro.duplicate-attribute"])
    #expect(Self.format.rules(event("02 61 04 8080808020")) == ["avro.syntax"])
    #expect(Self.format.rules(hex(Self.attributes + "0a 000000000000f07f")) == ["avro.data"])
  }

  @Test func `data that nests deep is refused`() {
    let deep = String(repeating: "02 02 02 61 06 ", count: 300)
    #expect(Self.decode("08 " + deep).violations.first?.message.contains("deeper than 256") == true)
  }
}
