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

/// The bytes of hexadecimal digits, with white space between them wherever it stands.
func hex(_ digits: String) -> [UInt8] {
  let digits = digits.filter { !$0.isWhitespace }
  return stride(from: 0, to: digits.count, by: 2).map { offset in
    let start = digits.index(digits.startIndex, offsetBy: offset)
    return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)!
  }
}
