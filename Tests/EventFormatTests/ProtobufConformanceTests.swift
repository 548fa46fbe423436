import CloudEvents
import SwiftProtobuf
import Testing

@testable import CloudEventsProtobuf

/// The cases of the CloudEvents project's conformance suite for the Protobuf format, by their names there, as the JSON
/// mapping of the messages.
@Suite struct ProtobufConformanceTests {
  static let format = ProtobufEventFormat()

  /// The message with a member replaced, added, or taken out.
  static func json(_ changes: [String: String?] = [:]) -> String {
    var members: [String: String?] = [
      "specVersion": #""1.0""#, "id": #""invalid""#, "type": #""io.cloudevents.test""#,
      "source": #""https://cloudevents.io""#,
    ]
    members.merge(changes) { $1 }
    return "{"
      + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",") + "}"
  }

  static func with(_ attributes: String) -> String { json(["attributes": "{\(attributes)}"]) }

  static func bytes(_ json: String) throws -> [UInt8] { try EventMessage(jsonString: json).serializedBytes() }

  static let coreAttributes = """
    "datacontenttype":{"ceString":"text/plain"},"dataschema":{"ceUri":"https://cloudevents.io/dataschema"},\
    "subject":{"ceString":"tests"},"time":{"ceTimestamp":"2018-04-05T17:31:00Z"}
    """
  static let extensions = """
    "extinteger":{"ceInteger":10},"extboolean":{"ceBoolean":true},"extstring":{"ceString":"text"},\
    "exturi":{"ceUri":"https://cloudevents.io"},"exturiref":{"ceUriRef":"//authority/path"},\
    "exttimestamp":{"ceTimestamp":"2023-03-31T15:12:00Z"},"extbinary":{"ceBytes":"TWE="}
    """

  static let minimal = json(["id": #""minimal""#])
  static let allCore = json(["id": #""allCore""#, "attributes": "{\(coreAttributes)}"])
  static let allExtensions = json(["id": #""allExtensionTypes""#, "attributes": "{\(extensions)}"])

  @Test(
    arguments: [
      ("validMinimal", minimal, Golden.minimal),
      ("validAllCoreAttributes", allCore, Golden.allCore),
      (
        "validMinimalWithTime",
        json([
          "id": #""minimalWithTime""#, "attributes": #"{"time":{"ceTimestamp":"2018-04-05T17:31:00Z"}}"#,
        ]), Golden.withTime
      ),
      (
        "validRelativeSource", json(["id": #""minimalWithRelativeSource""#, "source": ##""#fragment""##]),
        Golden.relativeSource
      ),
      (
        "validSimpleTextData",
        json([
          "id": #""simpleTextData""#, "attributes": #"{"datacontenttype":{"ceString":"text/plain"}}"#,
          "text_data": #""Simple text""#,
        ]), Golden.simpleText
      ),
      ("validAllExtensionTypes", allExtensions, Golden.allExtensions),
    ] as [(String, String, CloudEvent)])
  func `valid events are read`(_ name: String, _ json: String, _ event: CloudEvent) throws {
    #expect(try Self.format.event(from: Self.bytes(json)) == event, "\(name)")
    #expect(Self.format.rules(try Self.bytes(json)).isEmpty)
  }

  @Test(arguments: [
    ("invalidNoSpecVersion", json(["specVersion": nil]), "spec.required"),
    ("invalidNoId", json(["id": nil]), "spec.required"),
    ("invalidNoType", json(["type": nil]), "spec.required"),
    ("invalidNoSource", json(["source": nil]), "spec.required"),
    ("invalidEmptyId", json(["id": #""""#]), "spec.required"),
    ("invalidEmptyType", json(["type": #""""#]), "spec.required"),
    ("invalidEmptySource", json(["source": #""""#]), "spec.required"),
    ("invalidEmptySpecVersion", json(["specVersion": #""""#]), "spec.required"),
    ("invalidUnknownSpecVersion", json(["specVersion": #""0.9""#]), "spec.specversion"),
    ("invalidNonRfc2046DataContentType", with(#""datacontenttype":{"ceString":"xyz"}"#), "spec.media-type"),
    ("invalidEmptyDataContentType", with(#""datacontenttype":{"ceString":""}"#), "spec.nonempty"),
    (
      "invalidDataContentTypeWrongType", with(#""datacontenttype":{"ceInteger":5}"#),
      "protobuf.attribute-type"
    ),
    ("invalidEmptyDataSchema", with(#""dataschema":{"ceString":""}"#), "spec.nonempty"),
    ("invalidDataSchemaWrongType", with(#""dataschema":{"ceInteger":5}"#), "protobuf.attribute-type"),
    ("invalidEmptySubject", with(#""subject":{"ceString":""}"#), "spec.nonempty"),
    ("invalidSubjectWrongType", with(#""subject":{"ceInteger":5}"#), "protobuf.attribute-type"),
    ("invalidTimeWrongType", with(#""time":{"ceInteger":5}"#), "protobuf.attribute-type"),
    ("invalidCapitalizedExtension", with(#""MyExtension":{"ceString":"bad"}"#), "spec.attribute-name"),
    ("invalidPunctuatedExtension", with(#""My.Extension":{"ceString":"bad"}"#), "spec.attribute-name"),
    ("invalidExtensionNoValue", with(#""My.Extension":{}"#), "protobuf.attribute-value"),
  ])
  func `invalid events are refused with their rule`(_ name: String, _ json: String, _ rule: String) throws {
    let decoded = Self.format.decode(try Self.bytes(json))
    #expect(
      !decoded.isValid && decoded.violations.contains { $0.rule.id == rule }, "\(name): \(decoded.violations)"
    )
  }

  static func batch(_ events: [String]) throws -> [UInt8] {
    try Io_Cloudevents_V1_CloudEventBatch(jsonString: #"{"events":[\#(events.joined(separator: ","))]}"#)
      .serializedBytes()
  }

  @Test func `valid batches are read, and written as they were`() throws {
    let (minimal, allCore, allExtensions) = (Self.minimal, Self.allCore, Self.allExtensions)
    let messages = [[], [minimal], [minimal, minimal], [minimal, allCore], [minimal, allExtensions]]
    for (json, golden) in zip(messages, Golden.batches) {
      let bytes = try Self.batch(json)
      #expect(Self.format.decodeBatch(bytes).isValid, "\(golden.name)")
      #expect(Self.format.batch(from: bytes) == golden.events)
      let written = Self.format.encodeBatch(golden.events)
      #expect(
        try Io_Cloudevents_V1_CloudEventBatch(serializedBytes: written)
          == Io_Cloudevents_V1_CloudEventBatch(serializedBytes: bytes))
    }
  }

  @Test func `invalid batches are refused with the member that is wrong`() throws {
    let mixed = Self.format.decodeBatch(try Self.batch([Self.json(), Self.json(["specVersion": #""0.9""#])]))
    #expect(!mixed.isValid && mixed.events[0].isValid)
    #expect(mixed.events[1].violations.map(\.rule.id).contains("spec.batch-specversion"))
    let invalid = Self.format.decodeBatch(try Self.batch([Self.json(["id": nil])]))
    #expect(!invalid.isValid && invalid.events[0].violations.first?.index == 0)
  }
}
