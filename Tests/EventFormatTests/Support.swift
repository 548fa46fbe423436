import CloudEvents
import CloudEventsAvro
import CloudEventsCBOR
import CloudEventsProtobuf
import CloudEventsXML

/// The bytes of a text.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The bytes that hexadecimal digits stand for; spaces mean nothing.
func hex(_ digits: String) -> [UInt8] {
  let values = digits.utf8.compactMap(\.hexDigitValue)
  return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}

/// The golden events of the CloudEvents project's format conformance suites.
enum Golden {
  static let formats: [any EventFormat] = [
    JSONEventFormat(), ProtobufEventFormat(), XMLEventFormat(), AvroEventFormat(), CBOREventFormat(),
  ]

  static func event(_ id: String, _ change: (inout CloudEvent) -> Void = { _ in }) -> CloudEvent {
    var event = CloudEvent(id: id, source: "https://cloudevents.io", type: "io.cloudevents.test")
    change(&event)
    return event
  }

  static let minimal = event("minimal")
  static let withTime = event("minimalWithTime") { $0.time = Timestamp("2018-04-05T17:31:00Z") }
  static let relativeSource = event("minimalWithRelativeSource") { $0.source = "#fragment" }
  static let allCore = event("allCore") {
    $0.datacontenttype = "text/plain"
    $0.dataschema = "https://cloudevents.io/dataschema"
    $0.subject = "tests"
    $0.time = Timestamp("2018-04-05T17:31:00Z")
  }
  static let simpleText = event("simpleTextData") {
    $0.datacontenttype = "text/plain"
    $0.data = .text(utf8("Simple text"))
  }
  static let allExtensions = event("allExtensionTypes") {
    $0[AttributeName(unchecked: "extinteger")] = .integer(10)
    $0[AttributeName(unchecked: "extboolean")] = .boolean(true)
    $0[AttributeName(unchecked: "extstring")] = .string("text")
    $0[AttributeName(unchecked: "extbinary")] = .binary([77, 97])
    $0[AttributeName(unchecked: "exttimestamp")] = AttributeValue("2023-03-31T15:12:00Z", as: .timestamp)
    $0[AttributeName(unchecked: "exturi")] = AttributeValue("https://cloudevents.io", as: .uri)
    $0[AttributeName(unchecked: "exturiref")] = AttributeValue("//authority/path", as: .uriReference)
  }

  /// The batches by the names that the suites give them.
  static let batches: [(name: String, events: [CloudEvent])] = [
    ("empty", []), ("minimal", [minimal]), ("minimal2", [minimal, minimal]),
    ("minimalAndAllCore", [minimal, allCore]), ("minimalAndAllExtensionTypes", [minimal, allExtensions]),
  ]
}

/// A number sequence that is the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

extension EventFormat {
  /// What is wrong with some bytes, by the ids of the rules.
  func rules(_ bytes: [UInt8]) -> [String] { decode(bytes).violations.map(\.rule.id) }

  /// The events of a batch, whether it is valid or not.
  func batch(from bytes: [UInt8]) -> [CloudEvent] {
    let batch = decodeBatch(bytes)
    return bytes.withUnsafeBytes { bytes in batch.events.map { $0.event(in: bytes) } }
  }
}
