import CloudEvents

/// What is known about some data before anybody has looked at it.
public struct DataDeclaration: Sendable, Equatable {
  /// `datacontenttype`; `nil` where that is nothing or no media type.
  public var contentType: MediaType?
  /// `dataschema`.
  public var dataschema: String?
  /// The event's `type`.
  public var eventType: String?
  /// The `Content-Encoding` of the message whose body the bytes are, such as `gzip`. An event's data has none: whoever
  /// reads the event takes it off.
  public var contentEncoding: String?

  /// A declaration by its parts; a content type that is no media type counts as none.
  public init(
    contentType: String?, dataschema: String? = nil, eventType: String? = nil, contentEncoding: String? = nil
  ) {
    self.contentType = contentType.flatMap { MediaType($0) }
    self.dataschema = dataschema
    self.eventType = eventType
    self.contentEncoding = contentEncoding
  }

  /// What an event declares.
  public init(of event: CloudEvent) {
    self.init(
      contentType: event.datacontenttype ?? event.contentType?.description, dataschema: event.dataschema,
      eventType: event.type)
    // It is UTF-8, because it came so and cannot be written in the charset that is declared.
    if case .unencodable? = event.data { contentType?.parameters.removeAll { $0.name == "charset" } }
  }
}

/// What a decoder is told besides the bytes.
public struct DecodingContext: Sendable {
  /// What the event says about the data.
  public var declared: DataDeclaration
  /// How many lines are made at most.
  public var limit: Int
  /// Who decodes what stands inside of the data.
  public var decoders: DataDecoders
  /// How many bytes stand in a line where they are shown as numbers.
  public var bytesPerLine = 16
  /// Why what the data is declared as could not be made of it, as a clause; `nil` where nobody has tried yet.
  public internal(set) var unread: String?
  /// How many wrappers, such as gzip, stand around the data.
  public var level = 0

  /// Wrappers in wrappers are opened so many times.
  static let maximumLevel = 4

  /// The declared media type.
  public var contentType: MediaType? { declared.contentType }

  /// Decodes what stands inside of the data, which declares this of itself.
  func decodeInside(
    _ bytes: UnsafeRawBufferPointer, declared: DataDeclaration, limit: Int
  ) -> DecodedData {
    var inner = self
    inner.declared = declared
    inner.limit = limit
    inner.level += 1
    return decoders.decode(bytes, in: inner, preferring: nil)
  }
}
