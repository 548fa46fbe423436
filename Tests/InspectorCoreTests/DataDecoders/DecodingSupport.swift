import InspectorCore

/// Decodes data as the Data tab does.
func decode(
  _ bytes: [UInt8], _ contentType: String?, limit: Int = 100, preferring name: String? = nil,
  schemas: DataSchemas = DataSchemas(), eventType: String? = nil, dataschema: String? = nil,
  encoding: String? = nil
) -> DecodedData {
  DataDecoders(schemas: schemas).decode(
    bytes,
    declared: DataDeclaration(
      contentType: contentType, dataschema: dataschema, eventType: eventType, contentEncoding: encoding),
    preferring: name, limitLines: limit)
}

func decode(
  _ text: String, _ contentType: String?, limit: Int = 100, preferring name: String? = nil
) -> DecodedData {
  decode(Array(text.utf8), contentType, limit: limit, preferring: name)
}

/// All lines, indented.
func text(_ data: DecodedData) -> String { data.lines.map(\.text).joined(separator: "\n") }
