import CloudEvents
import CloudEventsTesting
import SwiftProtobuf
import Testing

@testable import CloudEventsProtobuf

@Suite struct ProtobufEventFormatTests {
  static let format = ProtobufEventFormat()

  static func bytes(_ change: (inout EventMessage) -> Void) throws -> [UInt8] {
    var message = EventMessage()
    message.id = "1"
    message.source = "/s"
    message.specVersion = "1.0"
    message.type = "t"
    change(&message)
    return try message.serializedBytes()
  }

  static func value(_ attr: AttributeMessage.OneOf_Attr) -> AttributeMessage {
    var value = AttributeMessage()
    value.attr = attr
    return value
  }

  @Test func `text in the field of another type of text is read with a warning`() throws {
    let bytes = try Self.bytes {
      $0.attributes["dataschema"] = Self.value(.ceString("urn:x"))
      $0.attributes["time"] = Self.value(.ceString("2016-12-31T23:59:60Z"))
    }
    #expect(Self.format.rules(bytes) == ["protobuf.attribute-string", "protobuf.attribute-string"])
    #expect(try Self.format.event(from: bytes).time?.isLeapSecond == true)
  }

  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00Z"), (-1, 1, "1969-12-31T23:59:59.000000001Z"),
    (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
    (253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
  ])
  func `timestamps are read as their moment`(_ seconds: Int64, _ nanos: Int32, _ text: String) throws {
    let bytes = try Self.bytes {
      $0.attributes["time"] = Self.value(.ceTimestamp(.init(seconds: seconds, nanos: nanos)))
    }
    #expect(try Self.format.event(from: bytes).time?.description == text)
  }

  @Test(
    arguments: [(253_402_300_800, 0), (-62_135_596_801, 0), (0, -1), (0, 1_000_000_000)] as [(Int64, Int32)])
  func `timestamps out of range are refused`(_ seconds: Int64, _ nanos: Int32) throws {
    let bytes = try Self.bytes {
      $0.attributes["time"] = Self.value(.ceTimestamp(.init(seconds: seconds, nanos: nanos)))
    }
    #expect(Self.format.rules(bytes) == ["protobuf.attribute-value"])
  }

  @Test(arguments: ["2016-12-31T23:59:60Z", "2018-04-05T17:31:00.1234567891Z", "0000-01-01T00:00:00Z"])
  func `a timestamp that the format cannot hold stays text`(_ time: String) throws {
    let event = Golden.event("1") { $0.time = Timestamp(time) }
    #expect(try Self.format.event(from: Self.format.encode(event)).time?.description == time)
  }

  @Test func `protobuf data is the message's bytes, and its type URL is dataschema`() throws {
    let bytes = try Self.bytes {
      $0.protoData = .with {
        $0.typeURL = "type.googleapis.com/com.example.Order"
        $0.value = .init([8, 1])
      }
    }
    let event = try Self.format.event(from: bytes)
    #expect(event.data == .binary([8, 1]) && event.datacontenttype == "application/protobuf")
    #expect(event.dataschema == "https://type.googleapis.com/com.example.Order")
    let again = try EventMessage(serializedBytes: Self.format.encode(event))
    #expect(try EventMessage(serializedBytes: bytes).protoData == again.protoData)
  }

  @Test func `protobuf data of another type than declared is told`() throws {
    let bytes = try Self.bytes {
      $0.attributes["dataschema"] = Self.value(.ceUri("https://example.com/com.example.Other"))
      $0.attributes["datacontenttype"] = Self.value(.ceString("text/plain"))
      $0.protoData = .with { $0.typeURL = "type.googleapis.com/com.example.Order" }
    }
    #expect(Self.format.rules(bytes) == ["protobuf.dataschema", "protobuf.dataschema"])
    #expect(try Self.format.event(from: bytes).dataschema == "https://example.com/com.example.Other")
  }

  @Test func `JSON without a type says that it is JSON`() throws {
    let event = Golden.event("1") { $0.data = .json(utf8(#"{"n":1.0}"#)) }
    let message = try EventMessage(serializedBytes: Self.format.encode(event))
    #expect(
      message.textData == #"{"n":1.0}"#
        && message.attributes["datacontenttype"]?.ceString == "application/json")
  }

  @Test(arguments: [
    // A length past the end, a number of eleven bytes, a field number of 0, a wire type of 7, a group without its end,
    // an id that is no UTF-8.
    "0a05 31", "08 ffffffffffffffffffff01", "00", "0f", "1b", "0a01 ff",
  ])
  func `what is no message is refused with its place`(_ digits: String) {
    let decoded = Self.format.decode(hex(digits))
    #expect(decoded.violations.map(\.rule.id) == ["protobuf.syntax"], "\(decoded.violations)")
    #expect(!Self.format.decodeBatch([0x0a, UInt8(hex(digits).count)] + hex(digits)).isValid)
  }

  @Test
  func `attributes that stand twice, in the map instead of their field, or under reserved names are refused`()
    throws
  {
    func entry(_ name: String) -> [UInt8] {
      let inner = [0x0a, UInt8(name.utf8.count)] + utf8(name) + hex("12 03 1a 01 78")
      return [0x2a, UInt8(inner.count)] + inner
    }
    let core = try Self.bytes { _ in }
    #expect(Self.format.rules(core + entry("a") + entry("a")) == ["protobuf.duplicate-attribute"])
    #expect(Self.format.rules(core + entry("id")) == ["protobuf.attribute-type"])
    #expect(Self.format.rules(core + entry("data")) == ["spec.reserved-name"])
    #expect(Self.format.rules(core + entry("data_base64")) == ["spec.attribute-name"])
    #expect(Self.format.rules(core + hex("fa0101 78")) == ["protobuf.unknown-field"])
    // The attributes keep the order in which they came.
    let names = (0..<40).map { "ext\($0)" }
    let event = try Self.format.event(from: core + names.flatMap { entry($0) })
    #expect(event.extensions.map(\.name.rawValue) == names)
  }

  @Test func `more attributes than are kept are refused, with no more memory`() throws {
    let entry = { (number: Int) in
      let name = utf8("x\(number)")
      let inner = [0x0a, UInt8(name.count)] + name + hex("12 02 08 01")
      return [0x2a, UInt8(inner.count)] + inner
    }
    let bytes = try Self.bytes { _ in } + (0..<10_001).flatMap { entry($0) }
    #expect(Self.format.rules(bytes).contains("spec.size"))
    let members = (0..<20_000).flatMap { _ in hex("0a00") }
    let batch = Self.format.decodeBatch(members)
    #expect(
      batch.events.count == 10_000 && batch.violations.first?.message.contains("10000 after them") == true)
  }

  @Test func `a long name of combining marks takes no long time`() throws {
    let name = utf8("a" + String(repeating: "\u{301}", count: 200_000))
    var count = name.count
    var inner: [UInt8] = [0x0a]
    while count >= 0x80 {
      inner.append(UInt8(count & 0x7f) | 0x80)
      count >>= 7
    }
    inner += [UInt8(count)] + name + hex("12 02 08 01")
    var bytes: [UInt8] = try Self.bytes { _ in } + [0x2a]
    count = inner.count
    while count >= 0x80 {
      bytes.append(UInt8(count & 0x7f) | 0x80)
      count >>= 7
    }
    bytes += [UInt8(count)] + inner
    #expect(Self.format.rules(bytes) == ["spec.attribute-name"])
  }
}
