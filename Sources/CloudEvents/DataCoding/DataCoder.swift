/// Turns values of a program into data of a media type and back, such as `Codable` values into JSON.
public protocol DataCoder: Sendable {
  /// The media type that encoded data gets.
  var contentType: MediaType { get }
  /// Whether data of this type can be decoded here.
  func canDecode(_ contentType: MediaType) -> Bool
  /// The data for a value.
  func encode(_ value: some Encodable) throws -> EventData
  /// The value that data stands for.
  func decode<Value: Decodable>(_ type: Value.Type, from data: EventData) throws -> Value
  /// The value that data of a media type stands for. Where the type's parameters mean nothing, the one without it is
  /// enough.
  func decode<Value: Decodable>(_ type: Value.Type, from data: EventData, contentType: MediaType) throws
    -> Value
}

extension DataCoder {
  /// The value that data of a media type stands for, whose parameters mean nothing to this coder.
  public func decode<Value: Decodable>(
    _ type: Value.Type, from data: EventData, contentType: MediaType
  ) throws -> Value {
    try decode(type, from: data)
  }
}

/// The data coders that a program uses, first to last. A plain list: append your own.
public struct DataCoders: Sendable {
  /// The coders, in the order in which they are asked.
  public var list: [any DataCoder]

  /// A list of coders.
  public init(_ list: [any DataCoder]) {
    self.list = list
  }

  /// What this library brings: JSON, and text.
  public static let standard = DataCoders([JSONDataCoder(), TextDataCoder()])

  /// The first coder that reads a media type.
  public func coder(for contentType: MediaType) -> (any DataCoder)? {
    list.first { $0.canDecode(contentType) }
  }
}

/// Why data could not be turned into a value.
public enum DataCodingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The event has no data.
  case noData
  /// No coder reads this media type.
  case noCoder(contentType: String)
  /// The data is not what its media type says, or not what the value needs.
  case invalid(String)

  /// One sentence: what is wrong, and what would be right.
  public var description: String {
    switch self {
    case .noData: "The event has no data."
    case .noCoder(let type): "No data coder reads \(type); add one to the list of data coders."
    case .invalid(let reason): reason
    }
  }
}

extension CloudEvent {
  /// The data as a value, decoded by the first coder that reads its content type.
  public func decodeData<Value: Decodable>(
    as type: Value.Type, using coders: DataCoders = .standard
  ) throws -> Value {
    guard let data else { throw DataCodingError.noData }
    guard let contentType, let coder = coders.coder(for: contentType) else {
      throw DataCodingError.noCoder(contentType: datacontenttype ?? "data without datacontenttype")
    }
    return try coder.decode(type, from: data, contentType: contentType)
  }

  /// Sets the data and `datacontenttype` from a value.
  public mutating func encodeData(_ value: some Encodable, using coder: some DataCoder = JSONDataCoder())
    throws
  {
    data = try coder.encode(value)
    datacontenttype = coder.contentType.description
  }
}
