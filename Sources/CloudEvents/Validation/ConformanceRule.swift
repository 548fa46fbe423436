/// One thing that the specifications ask of an event, with a stable id.
public struct ConformanceRule: Sendable, Hashable {
  /// How much a violation weighs.
  public enum Severity: String, Sendable {
    /// A MUST: what breaks it is no CloudEvent.
    case error
    /// A SHOULD.
    case warning
  }

  /// A stable, dotted id, such as `spec.timestamp`.
  public let id: String
  /// How much a violation weighs.
  public let severity: Severity
  /// Where it is written, such as `JSON format 1.0.2, 3.1`.
  public let section: String
  /// What it asks for, in one sentence.
  public let summary: String

  init(_ id: String, _ severity: Severity, _ section: String, _ summary: String) {
    self.id = id
    self.severity = severity
    self.section = section
    self.summary = summary
  }
}

extension ConformanceRule {
  // The event itself.
  /// `spec.specversion`, an error.
  public static let specversion = ConformanceRule(
    "spec.specversion", .error, "CloudEvents 1.0.2, specversion", "specversion is 1.0.")
  /// `spec.specversion-old`, a warning.
  public static let oldSpecversion = ConformanceRule(
    "spec.specversion-old", .warning, "CloudEvents 1.0.2, specversion",
    "A producer writes version 1.0, not 0.3.")
  /// `spec.required`, an error.
  public static let required = ConformanceRule(
    "spec.required", .error, "CloudEvents 1.0.2, Required Attributes",
    "id, source, specversion and type are present.")
  /// `spec.nonempty`, an error.
  public static let nonempty = ConformanceRule(
    "spec.nonempty", .error, "CloudEvents 1.0.2, Context Attributes",
    "An attribute whose value is a string is not empty where the specification says so.")
  /// `spec.attribute-name`, an error.
  public static let attributeName = ConformanceRule(
    "spec.attribute-name", .error, "CloudEvents 1.0.2, Naming Conventions",
    "An attribute's name has only lower-case ASCII letters and digits.")
  /// `spec.attribute-name-length`, a warning.
  public static let attributeNameLength = ConformanceRule(
    "spec.attribute-name-length", .warning, "CloudEvents 1.0.2, Naming Conventions",
    "An attribute's name has at most 20 characters.")
  /// `spec.reserved-name`, an error.
  public static let reservedName = ConformanceRule(
    "spec.reserved-name", .error, "CloudEvents 1.0.2, Naming Conventions", "No attribute is named data.")
  /// `spec.string`, an error.
  public static let string = ConformanceRule(
    "spec.string", .error, "CloudEvents 1.0.2, Type System: String",
    "A String has no control characters, lone surrogates or noncharacters.")
  /// `spec.integer`, an error.
  public static let integer = ConformanceRule(
    "spec.integer", .error, "CloudEvents 1.0.2, Type System: Integer",
    "An Integer is a whole number from -2147483648 to 2147483647.")
  /// `spec.timestamp`, an error.
  public static let timestamp = ConformanceRule(
    "spec.timestamp", .error, "CloudEvents 1.0.2, time", "time is a timestamp of RFC 3339.")
  /// `spec.uri-reference`, an error.
  public static let source = ConformanceRule(
    "spec.uri-reference", .error, "CloudEvents 1.0.2, source", "source is a URI-reference of RFC 3986.")
  /// `spec.uri`, an error.
  public static let dataschema = ConformanceRule(
    "spec.uri", .error, "CloudEvents 1.0.2, dataschema", "dataschema is a URI of RFC 3986 with its scheme.")
  /// `spec.media-type`, an error.
  public static let datacontenttype = ConformanceRule(
    "spec.media-type", .error, "CloudEvents 1.0.2, datacontenttype",
    "datacontenttype is a media type of RFC 2046.")
  /// `spec.data-content-type`, a warning.
  public static let dataMatchesType = ConformanceRule(
    "spec.data-content-type", .warning, "CloudEvents 1.0.2, datacontenttype",
    "The data is of the type that datacontenttype declares.")

  public static let attributeCount = ConformanceRule(
    "spec.size", .error, "CloudEvents 1.0.2, Size Limits",
    "An event has at most \(EventCollector.maximumAttributes) attributes.")

  // The JSON format.
  /// `json.syntax`, an error.
  public static let json = ConformanceRule(
    "json.syntax", .error, "JSON format 1.0.2, 3 and RFC 8259", "A structured JSON message is one JSON text.")
  /// `json.object`, an error.
  public static let jsonObject = ConformanceRule(
    "json.object", .error, "JSON format 1.0.2, 3", "An event is a JSON object.")
  /// `json.duplicate-attribute`, an error.
  public static let jsonDuplicate = ConformanceRule(
    "json.duplicate-attribute", .error, "JSON format 1.0.2, 2 and RFC 8259, 4",
    "An attribute stands only once.")
  /// `json.attribute-type`, an error.
  public static let jsonType = ConformanceRule(
    "json.attribute-type", .error, "JSON format 1.0.2, 2.2",
    "An attribute is a JSON string, a boolean or a whole number.")
  /// `json.data-exclusive`, an error.
  public static let jsonDataExclusive = ConformanceRule(
    "json.data-exclusive", .error, "JSON format 1.0.2, 3.1.1", "Only one of data and data_base64 is present.")
  /// `json.data-base64`, an error.
  public static let jsonBase64 = ConformanceRule(
    "json.data-base64", .error, "JSON format 1.0.2, 3.1",
    "data_base64 is a string of Base64 (RFC 4648, section 4).")
  /// `json.batch`, an error.
  public static let jsonBatch = ConformanceRule(
    "json.batch", .error, "JSON format 1.0.2, 4", "A batch is a JSON array of events.")
  /// `spec.batch-specversion`, an error.
  public static let batchSpecversion = ConformanceRule(
    "spec.batch-specversion", .error, "CloudEvents 1.0.2, Message and HTTP binding 1.0.2, 3.3.2",
    "All events of a batch have the same specversion.")
  /// `json.data-text`, an error.
  public static let jsonData = ConformanceRule(
    "json.data-text", .error, "JSON format 1.0.2, 3.1", "Text data can be written as UTF-8.")

  // The HTTP binding.
  /// `http.header-encoding`, an error.
  public static let headerEncoding = ConformanceRule(
    "http.header-encoding", .error, "HTTP binding 1.0.2, 3.1.3.2",
    "A header's value is percent-encoded UTF-8.")
  /// `http.header-unencoded`, a warning.
  public static let headerUnencoded = ConformanceRule(
    "http.header-unencoded", .warning, "HTTP binding 1.0.2, 3.1.3.2",
    "Characters outside printable ASCII stand percent-encoded in a header.")
  /// `http.header-repeated`, an error.
  public static let headerRepeated = ConformanceRule(
    "http.header-repeated", .error, "HTTP binding 1.0.2, 3.1.3.1", "An attribute's header stands only once.")
  /// `http.ce-datacontenttype`, an error.
  public static let headerContentType = ConformanceRule(
    "http.ce-datacontenttype", .error, "HTTP binding 1.0.2, 3.1.1",
    "datacontenttype stands in Content-Type, not in ce-datacontenttype.")
  /// `http.header-differs`, a warning.
  public static let headerDiffers = ConformanceRule(
    "http.header-differs", .warning, "HTTP binding 1.0.2, 3.2.3",
    "Headers that repeat a structured event's attributes have the same values.")
  /// `http.no-event`, an error.
  public static let notCloudEvent = ConformanceRule(
    "http.no-event", .error, "HTTP binding 1.0.2, 3",
    "A message is a CloudEvent by its Content-Type or its ce-specversion header.")
  /// `http.event-format`, an error.
  public static let unknownFormat = ConformanceRule(
    "http.event-format", .error, "HTTP binding 1.0.2, 3.2",
    "A structured message is in an event format that the receiver can read.")

  // The inspector as a receiver.
  /// `receiver.batch-size`, an error.
  public static let batchSize = ConformanceRule(
    "receiver.batch-size", .error, "RFC 9110, 15.5.14", "A batch has no more events than are taken at once.")
  /// `receiver.overloaded`, an error.
  public static let overloaded = ConformanceRule(
    "receiver.overloaded", .error, "RFC 9110, 15.6.4", "The receiver can take the event now.")

  /// Every rule, in the order in which they are listed to people.
  public static let all: [ConformanceRule] =
    [
      specversion, oldSpecversion, required, nonempty, attributeName, attributeNameLength, reservedName,
      string,
      integer, timestamp, source, dataschema, datacontenttype, dataMatchesType, batchSpecversion,
      attributeCount, json, jsonObject, jsonDuplicate, jsonType, jsonDataExclusive, jsonBase64, jsonBatch,
      jsonData, protobuf, protobufType, protobufString, protobufValue, protobufDuplicate, protobufSchema,
      protobufUnknown, xml, xmlPrefix, xmlUndeclared, xmlElement, xmlText, xmlForeign, xmlSpecversion,
      xmlType,
      xmlValue, xmlDuplicate, xmlData, xmlBatch, avro, avroType, avroDuplicate, avroData, cbor, cborMap,
      cborType,
      cborTag, cborDuplicate, cborData, headerEncoding, headerUnencoded, headerRepeated, headerContentType,
      headerDiffers, notCloudEvent,
      unknownFormat, batchSize, overloaded,
    ] + bindings + KnownExtension.all.map(\.rule)
}
