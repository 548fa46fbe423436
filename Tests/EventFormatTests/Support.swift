import CloudEvents
import CloudEventsAvro
import CloudEventsCBOR
import CloudEventsProtobuf
import CloudEventsTesting
import CloudEventsXML

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

extension EventFormat {
  /// What is wrong with some bytes, by the ids of the rules.
  func rules(_ bytes: [UInt8]) -> [String] { decode(bytes).violations.map(\.rule.id) }

  /// The events of a batch, whether it is valid or not.
  func batch(from bytes: [UInt8]) -> [CloudEvent] {
    let batch = decodeBatch(bytes)
    return bytes.withUnsafeBytes { bytes in batch.events.map { $0.event(in: bytes) } }
  }
}
