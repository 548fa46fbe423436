#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `Codable` values as JSON. The scanner judges what is JSON; Foundation only maps it onto values.
public struct JSONDataCoder: DataCoder {
  /// `application/json`.
  public let contentType = MediaType.json

  /// A coder for JSON.
  public init() {}

  /// Whether a type is JSON: `application/json`, or one that ends with `+json`.
  public func canDecode(_ contentType: MediaType) -> Bool { contentType.isJSON }

  /// The value as JSON, its members sorted by name.
  public func encode(_ value: some Encodable) throws -> EventData {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return .json(Array(try encoder.encode(value)))
  }

  /// The value of JSON data.
  ///
  /// - Throws: ``DataCodingError`` where it is no JSON, and `DecodingError` where it is not what the value needs.
  public func decode<Value: Decodable>(_ type: Value.Type, from data: EventData) throws -> Value {
    let bytes = data.bytes
    if let error = bytes.withUnsafeBytes({ JSONScanner.error(in: $0) }) {
      throw DataCodingError.invalid("The data is not JSON: byte \(error.offset + 1): \(error).")
    }
    return try JSONDecoder().decode(type, from: Data(bytes))
  }
}
