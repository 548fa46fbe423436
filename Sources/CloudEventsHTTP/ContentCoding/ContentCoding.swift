import CloudEvents

/// A content coding that can be taken off a body (RFC 9110, 8.4.1).
public enum ContentCoding: String, Sendable, CaseIterable {
  case gzip
  case deflate

  /// What a receiver says that it takes: the value of Accept-Encoding in a 415 (RFC 9110, 12.5.3).
  public static let acceptable = "gzip, deflate, identity"

  /// What a Content-Encoding asks for.
  public enum Request: Sendable, Equatable {
    /// The body is as it is.
    case none
    case coding(ContentCoding)
    /// A coding that is not known here, or several.
    case unknown(String)
  }

  /// Reads the value of Content-Encoding, which is a list.
  public static func requested(by value: String) -> Request {
    let names = value.utf8.split(separator: UInt8(ascii: ",")).map { name in
      String(decoding: name.filter { $0 != 0x20 && $0 != 0x09 }.map(\.asciiLowercased), as: UTF8.self)
    }.filter { !$0.isEmpty && !$0.isExactly("identity") }
    guard let name = names.first else { return .none }
    guard names.count == 1, let coding = ContentCoding(name: name) else { return .unknown(value) }
    return .coding(coding)
  }

  /// What a message's head asks for; several Content-Encoding fields are one list.
  public static func requested(by head: HTTPHead, in bytes: UnsafeRawBufferPointer) -> Request {
    guard head.first("content-encoding", in: bytes) != nil else { return .none }
    let values = head.values("content-encoding", in: bytes)
    return requested(by: values.map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: ","))
  }

  private init?(name: String) {
    if name.isExactly("gzip") || name.isExactly("x-gzip") {
      self = .gzip
    } else if name.isExactly("deflate") {
      self = .deflate
    } else {
      return nil
    }
  }

  /// Takes the coding off a whole body.
  ///
  /// - Parameter limit: the most bytes that may come out; no more than that is ever held.
  public func decode(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(ContentCodingError) -> [UInt8] {
    let wrapper: Inflater.Wrapper = self == .gzip ? .gzip : .init(deflate: bytes)
    let result = Inflater.inflate(bytes, wrapper, limit: limit)
    if let problem = result.problem { throw problem }
    return result.bytes
  }
}

/// Why a content coding could not be taken off; the description is a clause about the body.
public enum ContentCodingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// More than so many bytes would come out.
  case tooLarge(limit: Int)
  /// The bytes are not what the coding says, from `offset` on.
  case corrupt(offset: Int)
  /// The bytes end too early.
  case incomplete

  public var description: String {
    switch self {
    case .tooLarge(let limit): "it is longer than \(limit) bytes when it is decoded"
    case .corrupt(let offset): "it is broken at byte \(offset)"
    case .incomplete: "it ends too early"
    }
  }
}
