/// Text as `String`, in the charsets that are known here.
public struct TextDataCoder: DataCoder {
  /// `text/plain; charset=utf-8`.
  public let contentType = MediaType("text", "plain", parameters: [.init(name: "charset", value: "utf-8")])

  /// A coder for text.
  public init() {}

  /// Whether a type is text in a charset that is known here.
  public func canDecode(_ contentType: MediaType) -> Bool {
    contentType.isText && Charset(of: contentType) != nil
  }

  /// The data of a `String`.
  ///
  /// - Throws: ``DataCodingError`` for any other value.
  public func encode(_ value: some Encodable) throws -> EventData {
    guard let text = value as? String else {
      throw DataCodingError.invalid("Only a String can be text data, not \(Swift.type(of: value)).")
    }
    return .text(Array(text.utf8))
  }

  /// The `String` of data in UTF-8.
  public func decode<Value: Decodable>(_ type: Value.Type, from data: EventData) throws -> Value {
    try decode(type, from: data, contentType: contentType)
  }

  /// The `String` of data in the charset of its media type.
  ///
  /// - Throws: ``DataCodingError`` where the bytes are not text in it, or another value is wanted.
  public func decode<Value: Decodable>(
    _ type: Value.Type, from data: EventData, contentType: MediaType
  ) throws -> Value {
    guard let text = Charset(of: contentType)?.decode(data.bytes) else {
      throw DataCodingError.invalid("The data is no text in the charset of \(contentType).")
    }
    guard let value = text as? Value else {
      throw DataCodingError.invalid("Text data can only be read as String, not as \(type).")
    }
    return value
  }
}
