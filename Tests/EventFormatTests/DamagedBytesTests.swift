import CloudEvents
import CloudEventsTesting
import Testing

/// Good events that were cut at each offset, and with each of their bytes changed: an answer and no crash, and what is
/// taken for valid can be handed on.
@Suite struct DamagedBytesTests {
  static let events: [CloudEvent] = [
    Golden.allCore, Golden.allExtensions, Golden.simpleText,
    Golden.event("json") { $0.data = .json(utf8(#"{"a":[1.0,"é\n",null]}"#)) },
    Golden.event("binary") { $0.data = .binary([0x00, 0xff, 0x80]) },
    Golden.event("xml") {
      $0.datacontenttype = "application/xml"
      $0.data = .text(utf8("<a b=\"c\"><!-- d -->é</a>"))
    },
    Golden.event("cbor") {
      $0.datacontenttype = "application/cbor"
      $0.data = .binary(hex("a1 61 61 82 01 f6"))
    },
  ]

  private static func check(_ bytes: [UInt8], as format: any EventFormat) {
    bytes.withUnsafeBytes { bytes in
      let decoded = format.decode(bytes)
      let event = decoded.event(in: bytes)
      if decoded.isValid {
        let again = format.decode(format.encode(event))
        #expect(again.isValid, "\(format.name): \(Array(bytes))")
      }
      guard format.batchMediaType != nil else { return }
      for member in format.decodeBatch(bytes).events { _ = member.event(in: bytes) }
    }
  }

  @Test(arguments: Golden.formats.indices, events.indices)
  func `an event`(format: Int, event: Int) {
    let format = Golden.formats[format]
    let bytes = format.encode(Self.events[event])
    for count in bytes.indices { Self.check(Array(bytes[..<count]), as: format) }
    for index in bytes.indices {
      for change: UInt8 in [0x01, 0x20, 0x80, 0xff] {
        var changed = bytes
        changed[index] ^= change
        Self.check(changed, as: format)
      }
    }
  }

  @Test(arguments: Golden.formats.indices)
  func `a batch`(format: Int) {
    let format = Golden.formats[format]
    guard format.batchMediaType != nil else { return }
    let bytes = format.encodeBatch([Golden.minimal, Self.events[3]])
    for count in bytes.indices { Self.check(Array(bytes[..<count]), as: format) }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x01
      Self.check(changed, as: format)
    }
  }

  /// The most that is read of JSON stands as deep in an event of any format, and one level more is bytes.
  @Test(arguments: Golden.formats.indices)
  func `JSON data as deep as it may be`(index: Int) throws {
    for (depth, isJSON) in [(512, true), (513, false), (100_000, false)] {
      let json = [UInt8](repeating: 0x5b, count: depth) + [UInt8](repeating: 0x5d, count: depth)
      let event = Golden.event("deep") {
        $0.datacontenttype = "application/json"
        $0.data = EventData(bytes: json, contentType: .json)
      }
      for way in RoundTripTests.ways where way.format == index {
        let sent = try RoundTripTests.sent(event, way)
        #expect(sent == event)
        if case .json? = sent.data { #expect(isJSON) } else { #expect(!isJSON) }
      }
    }
  }
}
