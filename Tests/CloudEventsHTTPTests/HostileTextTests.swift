import CloudEvents
import CloudEventsHTTP
import Testing

/// A character under many marks of different classes. To compare such texts as the same character takes the square of the
/// time, so nothing that comes from outside may be compared like that; a thousandth of a second becomes hours.
@Suite("Texts that are hard to compare", .timeLimit(.minutes(2)))
struct HostileTextTests {
  private static let marks = "a" + String(repeating: "\u{301}\u{323}", count: 250_000)

  private static let attributes =
    KnownExtension.all.flatMap { $0.attributes.map(\.name.rawValue) }
    + ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "other"]

  @Test("as the value of an attribute", arguments: attributes)
  func value(name: String) {
    var members = ["specversion": "1.0", "id": "1", "source": "/s", "type": "t"]
    members[name] = Self.marks
    let json = "{" + members.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
    let decoded = JSONEventFormat().decode(Array(json.utf8))
    let event = Array(json.utf8).withUnsafeBytes { decoded.event(in: $0) }
    #expect(event.attributes.contains { $0.name.rawValue.utf8.elementsEqual(name.utf8) })
    for name in event.attributes.map(\.name) {
      _ = event.explanation(of: name, now: Timestamp(nanosecondsSince1970: 0))
    }
  }

  @Test("as a name")
  func name() {
    let json =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"\(Self.marks)\":\"x\"}"
    let decoded = JSONEventFormat().decode(Array(json.utf8))
    #expect(decoded.violations.contains { $0.rule == .attributeName })
  }

  @Test(
    "as a header",
    arguments: [
      "ce-specversion", "ce-id", "ce-type", "ce-authtype", "ce-time", "content-type", "content-encoding",
    ])
  func header(name: String) throws {
    let others = ["ce-specversion: 1.0", "ce-id: 1", "ce-source: /s", "ce-type: t"].filter {
      !$0.hasPrefix(name)
    }
    let head = (["POST / HTTP/1.1"] + others + ["\(name): \(Self.marks)"]).joined(separator: "\r\n")
    let message = Array((head + "\r\n\r\n{}").utf8)
    let decoded = try message.withUnsafeBytes { bytes in
      let head = try HTTPHead(bytes)
      return HTTPBinding().decode(head, body: ByteRange(head.length..<bytes.count), in: bytes)
    }
    #expect(decoded.mode != nil || name == "ce-specversion")
    #expect(ContentCoding.requested(by: Self.marks) == .unknown(Self.marks))
  }
}
