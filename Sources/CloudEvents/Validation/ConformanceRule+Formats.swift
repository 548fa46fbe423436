/// What the event formats other than JSON ask of an event. They stand here, because all rules are one table.
extension ConformanceRule {
  // The Protobuf format.
  public static let protobuf = ConformanceRule(
    "protobuf.syntax", .error, "Protobuf format 1.0.2, 4 and 5",
    "A structured Protobuf message is one CloudEvent message; a batch is one CloudEventBatch message.")
  public static let protobufType = ConformanceRule(
    "protobuf.attribute-type", .error, "Protobuf format 1.0.2, 2.1",
    "An attribute that the specification defines has the type that it gives it.")
  public static let protobufString = ConformanceRule(
    "protobuf.attribute-string", .warning, "Protobuf format 1.0.2, 2.1",
    "A URI, URI-reference or Timestamp stands in the field for its type, not in ce_string.")
  public static let protobufValue = ConformanceRule(
    "protobuf.attribute-value", .error, "Protobuf format 1.0.2, 2.4",
    "An attribute in the map has a value that can be read.")
  public static let protobufDuplicate = ConformanceRule(
    "protobuf.duplicate-attribute", .error, "Protobuf format 1.0.2, 2.4", "An attribute stands only once.")
  public static let protobufSchema = ConformanceRule(
    "protobuf.dataschema", .warning, "Protobuf format 1.0.2, 3",
    "Of proto_data, dataschema is the type URL and datacontenttype is application/protobuf.")
  public static let protobufUnknown = ConformanceRule(
    "protobuf.unknown-field", .warning, "Protobuf format 1.0.2, 2",
    "A CloudEvent message has only the fields that the format defines.")

  // The XML format, which is a working draft.
  public static let xml = ConformanceRule(
    "xml.syntax", .error, "XML format (draft), 1 and XML 1.0", "A structured XML message is one XML document."
  )
  public static let xmlPrefix = ConformanceRule(
    "xml.namespace", .error, "Namespaces in XML 1.0, 5", "The prefix of a name is declared.")
  public static let xmlUndeclared = ConformanceRule(
    "xml.undeclared-prefix", .warning, "Namespaces in XML 1.0, 5",
    "The prefixes ce, xs and xsi are declared too.")
  public static let xmlElement = ConformanceRule(
    "xml.event", .error, "XML format (draft), 1.2 and 4",
    "An event is an event element of the namespace http://cloudevents.io/xmlformat/V1.")
  public static let xmlText = ConformanceRule(
    "xml.text", .error, "XML format (draft), 4 and 5",
    "No text stands between the elements of an event or a batch.")
  public static let xmlForeign = ConformanceRule(
    "xml.foreign-element", .warning, "XML format (draft), 1.2",
    "The elements in an event or a batch are of the format's namespace.")
  public static let xmlSpecversion = ConformanceRule(
    "xml.specversion", .error, "XML format (draft), 4",
    "specversion is an XML attribute of the event element.")
  public static let xmlType = ConformanceRule(
    "xml.attribute-type", .error, "XML format (draft), 2",
    "An extension has the xsi:type of its CloudEvents type; a defined attribute has its own, or none.")
  public static let xmlValue = ConformanceRule(
    "xml.attribute-value", .error, "XML format (draft), 2",
    "An attribute's element has text of its type, and no elements.")
  public static let xmlDuplicate = ConformanceRule(
    "xml.duplicate-attribute", .error, "XML format (draft), 2 and 3",
    "An attribute, or the data, stands only once.")
  public static let xmlData = ConformanceRule(
    "xml.data", .error, "XML format (draft), 3",
    "data has the xsi:type xs:string with text, xs:base64Binary with Base64, or xs:any with one element.")
  public static let xmlBatch = ConformanceRule(
    "xml.batch", .error, "XML format (draft), 5",
    "A batch is a batch element with event elements of the format's namespace.")

  // The Avro format.
  public static let avro = ConformanceRule(
    "avro.syntax", .error, "Avro format 1.0.2, 2.4",
    "A structured Avro message is one datum of the format's schema.")
  public static let avroType = ConformanceRule(
    "avro.attribute-type", .error, "Avro format 1.0.2, 2.1",
    "An attribute that the specification defines is a string.")
  public static let avroDuplicate = ConformanceRule(
    "avro.duplicate-attribute", .error, "Avro format 1.0.2, 2.4", "An attribute stands only once.")
  public static let avroData = ConformanceRule(
    "avro.data", .error, "Avro format 1.0.2, 3", "Data that is neither bytes nor text can be written as JSON."
  )

  // The CBOR format, which is a working draft.
  public static let cbor = ConformanceRule(
    "cbor.syntax", .error, "CBOR format (draft), 3 and RFC 8949",
    "A structured CBOR message is one data item, nested at most 256 deep.")
  public static let cborMap = ConformanceRule(
    "cbor.map", .error, "CBOR format (draft), 3", "An event is a CBOR map whose keys are text.")
  public static let cborType = ConformanceRule(
    "cbor.attribute-type", .error, "CBOR format (draft), 2.2",
    "An attribute is an item of its CloudEvents type.")
  public static let cborTag = ConformanceRule(
    "cbor.attribute-tag", .warning, "CBOR format (draft), 2.2",
    "A time has tag 0, a URI has tag 32, other text has none.")
  public static let cborDuplicate = ConformanceRule(
    "cbor.duplicate-attribute", .error, "CBOR format (draft), 3 and RFC 8949, 5.6",
    "An attribute, or the data, stands only once.")
  public static let cborData = ConformanceRule(
    "cbor.data", .error, "CBOR format (draft), 3.1.2",
    "Data is a text or byte string where its datacontenttype is not CBOR.")
}
