import CloudEvents
import CloudEventsTesting
import Testing

/// The 43 cases of the CloudEvents project's conformance suite for the JSON format, by their names there.
@Suite struct JSONConformanceTests {
  static let format = JSONEventFormat()

  /// An event with members replaced, added, or taken out.
  static func json(_ id: String, _ changes: [String: String?] = [:]) -> String {
    var members: [String: String?] = [
      "specversion": #""1.0""#, "id": "\"\(id)\"", "type": #""io.cloudevents.test""#,
      "source": #""https://cloudevents.io""#,
    ]
    members.merge(changes) { $1 }
    return "{"
      + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",") + "}"
  }

  static func timed(_ time: String) -> String { json("minimalWithTime", ["time": "\"\(time)\""]) }
  static func invalid(_ name: String, _ value: String?) -> String { json("invalid", [name: value]) }

  static let minimal = json("minimal")
  static let allCore = json(
    "allCore",
    [
      "datacontenttype": #""text/plain""#, "dataschema": #""https://cloudevents.io/dataschema""#,
      "subject": #""tests""#, "time": #""2018-04-05T17:31:00Z""#,
    ])
  static let allExtensions = json(
    "allExtensionTypes",
    [
      "extinteger": "10", "extboolean": "true", "extstring": #""text""#,
      "exturi": #""https://cloudevents.io""#, "exturiref": #""//authority/path""#,
      "exttimestamp": #""2023-03-31T15:12:00Z""#, "extbinary": #""TWE=""#,
    ])

  /// The golden event as JSON has it, where what is neither a number nor a boolean is a String.
  static let untypedExtensions = Golden.event("allExtensionTypes") {
    for (name, value) in Golden.allExtensions.extensions {
      switch value {
      case .integer, .boolean: $0[name] = value
      default: $0[name] = .string(value.canonicalString)
      }
    }
  }

  @Test(
    arguments: [
      ("validMinimal", minimal, Golden.minimal),
      (
        "validMinimalWithNullForOptional",
        json(
          "minimal", ["datacontenttype": "null", "dataschema": "null", "subject": "null", "time": "null"]),
        Golden.minimal
      ),
      ("validAllCoreAttributes", allCore, Golden.allCore),
      ("validMinimalWithTimeUtc", timed("2018-04-05T17:31:00Z"), Golden.withTime),
      ("validMinimalWithTimeToNanosecondsUtc", timed("2018-04-05T17:31:00.000000000Z"), Golden.withTime),
      ("validMinimalWithTimeUsingPositiveOffset", timed("2018-04-05T18:31:00+01:00"), Golden.withTime),
      ("validMinimalWithTimeUsingNegativeOffset", timed("2018-04-05T16:31:00-01:00"), Golden.withTime),
      (
        "validRelativeSource", json("minimalWithRelativeSource", ["source": ##""#fragment""##]),
        Golden.relativeSource
      ),
      (
        "validSimpleTextData",
        json("simpleTextData", ["datacontenttype": #""text/plain""#, "data": #""Simple text""#]),
        Golden.simpleText
      ),
      ("validAllExtensionTypes", allExtensions, untypedExtensions),
    ] as [(String, String, CloudEvent)])
  func `valid events are read`(_ name: String, _ json: String, _ event: CloudEvent) throws {
    #expect(try Self.format.event(from: utf8(json)) == event, "\(name)")
    #expect(Self.format.rules(utf8(json)).isEmpty)
  }

  @Test(arguments: [
    ("invalidNoSpecVersion", invalid("specversion", nil), "spec.required"),
    ("invalidNoId", invalid("id", nil), "spec.required"),
    ("invalidNoType", invalid("type", nil), "spec.required"),
    ("invalidNoSource", invalid("source", nil), "spec.required"),
    ("invalidTimeGarbage", timed("lunchtime"), "spec.timestamp"),
    ("invalidTimeToMinute", timed("2018-04-05T18:31Z"), "spec.timestamp"),
    ("invalidTimeOffsetX", timed("2018-04-05T18:31:00X"), "spec.timestamp"),
    ("invalidTimeOffsetOutOfRange", timed("2018-04-05T18:31:00+25:00"), "spec.timestamp"),
    ("invalidTimeOffsetNonInteger", timed("2018-04-05T18:31:00+xx:00"), "spec.timestamp"),
    ("invalidTimeOffsetHourOnly", timed("2018-04-05T18:31:00+05"), "spec.timestamp"),
    ("invalidEmptyId", invalid("id", #""""#), "spec.nonempty"),
    ("invalidEmptyType", invalid("type", #""""#), "spec.nonempty"),
    ("invalidEmptySource", invalid("source", #""""#), "spec.nonempty"),
    ("invalidEmptySpecVersion", invalid("specversion", #""""#), "spec.nonempty"),
    ("invalidUnknownSpecVersion", invalid("specversion", #""0.9""#), "spec.specversion"),
    ("invalidNonRfc2046DataContentType", invalid("datacontenttype", #""xyz""#), "spec.media-type"),
    ("invalidEmptyDataContentType", invalid("datacontenttype", #""""#), "spec.nonempty"),
    ("invalidEmptyDataSchema", invalid("dataschema", #""""#), "spec.nonempty"),
    ("invalidEmptySubject", invalid("subject", #""""#), "spec.nonempty"),
    ("invalidNumericId", invalid("id", "25"), "json.attribute-type"),
    ("invalidObjectId", invalid("id", #"{"xyz":"abc"}"#), "json.attribute-type"),
    ("invalidCapitalizedExtension", invalid("MyExtension", #""bad""#), "spec.attribute-name"),
    ("invalidPunctuatedExtension", invalid("my.extension", #""bad""#), "spec.attribute-name"),
    ("invalidNonIntegerExtensionValue", invalid("my.extension", "1.5"), "spec.integer"),
    (
      "invalidBothDataAndDataBase64",
      json("invalid", ["data": #""text""#, "data_base64": #""eyAieHl6IjogMTIzIH0=""#]), "json.data-exclusive"
    ),
  ])
  func `invalid events are refused with their rule`(_ name: String, _ json: String, _ rule: String) {
    let decoded = Self.format.decode(utf8(json))
    #expect(
      !decoded.isValid && decoded.violations.contains { $0.rule.id == rule }, "\(name): \(decoded.violations)"
    )
  }

  static func batch(_ members: [String]) -> [UInt8] { utf8("[" + members.joined(separator: ",") + "]") }

  @Test func `valid batches are read`() {
    let members = [
      [], [Self.minimal], [Self.minimal, Self.minimal], [Self.minimal, Self.allCore],
      [Self.minimal, Self.allExtensions],
    ]
    for (json, golden) in zip(members, Golden.batches) {
      let events = golden.events.map { $0 == Golden.allExtensions ? Self.untypedExtensions : $0 }
      #expect(Self.format.decodeBatch(Self.batch(json)).isValid, "\(golden.name)")
      #expect(Self.format.batch(from: Self.batch(json)) == events)
    }
  }

  @Test(arguments: [
    ("invalidBatchMixedSpecVersions", [json("1"), json("2", ["specversion": #""0.9""#])], 1),
    ("invalidBatchContainingInvalidCloudEvent", [invalid("id", nil)], 0),
    ("invalidBatchContainingNonObject", [#""not an object""#, json("1")], 0),
  ])
  func `invalid batches are refused with the member that is wrong`(
    _ name: String, _ members: [String], _ wrong: Int
  ) {
    let batch = Self.format.decodeBatch(Self.batch(members))
    #expect(!batch.isValid, "\(name)")
    #expect(batch.events.map(\.isValid) == members.indices.map { $0 != wrong })
  }
}
