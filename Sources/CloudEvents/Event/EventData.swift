/// An event's data, as bytes that nobody has altered, with what is known of their shape.
public enum EventData: Sendable {
  /// One JSON value, as it was written: digits, member order and duplicate members stay.
  case json([UInt8])
  /// Text in the charset that `datacontenttype` declares, UTF-8 where it declares none.
  case text([UInt8])
  /// Text as UTF-8 that came in a format of text, such as JSON, and cannot be written in the charset that
  /// `datacontenttype` declares: that has not all of its characters, or is not known here.
  case unencodable([UInt8])
  /// Any bytes.
  case binary([UInt8])

  /// How many arrays and objects of JSON may stand in each other; deeper ones are bytes.
  public static let maximumDepth = 512

  /// The bytes, as they stand in the body of a binary-mode message.
  public var bytes: [UInt8] {
    switch self {
    case .json(let bytes), .text(let bytes), .unencodable(let bytes), .binary(let bytes): bytes
    }
  }

  /// What bytes of a declared content type are: JSON where they are that, text where they are that, else binary.
  public init(bytes: [UInt8], contentType: MediaType?) {
    guard let contentType else {
      self = .binary(bytes)
      return
    }
    if contentType.isJSON {
      let isJSON = bytes.withUnsafeBytes { JSONScanner.isValid($0, maximumDepth: Self.maximumDepth) }
      self = isJSON ? .json(bytes) : .binary(bytes)
    } else if contentType.isText, let charset = Charset(of: contentType), charset.decode(bytes) != nil {
      self = .text(bytes)
    } else {
      self = .binary(bytes)
    }
  }
}

extension EventData: Equatable {
  /// Data is the same where the bytes are.
  public static func == (left: EventData, right: EventData) -> Bool { left.bytes == right.bytes }
}
