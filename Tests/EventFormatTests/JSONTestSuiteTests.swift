import CloudEvents
import CloudEventsTesting
import Testing

/// What RFC 8259 decides is decided so, wherever a text stands, and no text crashes anything.
@Suite struct JSONTestSuiteTests {
  /// Whether a text is JSON here. Of what is left open, all is taken but what is no UTF-8, which it must be, and what
  /// begins with a byte order mark, which must not be sent (section 8.1).
  static func isJSON(_ text: JSONTestSuite.Text) -> Bool {
    switch text.verdict {
    case .valid: true
    case .invalid: false
    case .free: String(validating: text.bytes, as: UTF8.self) != nil && text.bytes.first != 0xef
    }
  }

  @Test func `the whole suite is here`() {
    #expect(JSONTestSuite.all.count == 318)
    #expect(JSONTestSuite.all.filter { $0.verdict == .valid }.count == 95)
    #expect(JSONTestSuite.all.filter { $0.verdict == .free && Self.isJSON($0) }.count == 21)
  }

  @Test(arguments: JSONTestSuite.all)
  func `as a text`(_ text: JSONTestSuite.Text) {
    #expect(text.bytes.withUnsafeBytes { JSONScanner.isValid($0) } == Self.isJSON(text))
  }

  @Test(arguments: JSONTestSuite.all)
  func `as an event and as a batch`(_ text: JSONTestSuite.Text) {
    let format = JSONEventFormat()
    #expect(format.rules(text.bytes).contains("json.syntax") != Self.isJSON(text))
    let batch = format.decodeBatch(text.bytes)
    #expect(batch.violations.contains { $0.rule == .json } != Self.isJSON(text))
  }

  @Test(arguments: JSONTestSuite.all)
  func `as the data of a JSON event`(_ text: JSONTestSuite.Text) {
    let format = JSONEventFormat()
    let event =
      utf8(#"{"specversion":"1.0","id":"1","source":"/","type":"t","data":"#) + text.bytes + utf8("}")
    #expect(format.rules(event) == (Self.isJSON(text) ? [] : ["json.syntax"]))
    guard Self.isJSON(text) else { return }
    #expect((try? format.event(from: event))?.data == .json(text.bytes.trimmed))
  }

  /// Without the empty text, as a message with an empty body has no data.
  @Test(arguments: JSONTestSuite.all.filter { !$0.bytes.isEmpty })
  func `as data in every mode and format`(_ text: JSONTestSuite.Text) throws {
    let data = EventData(bytes: text.bytes, contentType: .json)
    if case .json = data { #expect(Self.isJSON(text)) } else { #expect(!Self.isJSON(text)) }
    let event = Golden.event("1") {
      $0.datacontenttype = "application/json"
      $0.data = data
    }
    for way in RoundTripTests.ways {
      let sent = try RoundTripTests.sent(event, way)
      // In JSON, white space around a value is not the value's.
      let isTrimmed = way.mode != .binary && way.format == 0 && Self.isJSON(text)
      #expect(sent.data?.bytes == (isTrimmed ? text.bytes.trimmed : text.bytes), "\(way)")
    }
  }
}

extension [UInt8] {
  /// Without the white space of JSON before and after it.
  fileprivate var trimmed: [UInt8] {
    let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return Array(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
