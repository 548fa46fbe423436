import CloudEvents

/// Text in the charset that its media type declares, as UTF-8.
struct DeclaredText {
  /// What it was turned into, where it was not UTF-8.
  private let converted: [UInt8]?
  private let original: UnsafeRawBufferPointer
  /// Whether this is all of it, and not its beginning.
  let isWhole: Bool
  /// The charset, as it is shown.
  let facts: String

  /// How much of a text in another charset than UTF-8 is turned into it: an even number, so that no code unit of two
  /// bytes is cut.
  private static let most = 8 << 20

  /// Whether text of a media type is UTF-8: it says so, or names no other charset that is known here.
  static func isUTF8(_ declared: MediaType?) -> Bool {
    let charset = declared?[parameter: "charset"].flatMap { Charset(name: $0) } ?? .utf8
    return charset == .utf8 || charset == .usASCII
  }

  /// - Parameter declared: the media type; UTF-8 where that is `nil` or names no charset that is known here.
  /// - Throws: where the bytes are not text in that charset.
  init(_ bytes: UnsafeRawBufferPointer, declared: MediaType?) throws(DataMismatch) {
    original = bytes
    let name = declared?[parameter: "charset"]
    let charset = name.map { Charset(name: $0) } ?? .utf8
    if let charset, charset != .utf8, charset != .usASCII {
      guard let text = charset.decode(Array(bytes.prefix(Self.most))) else {
        throw DataMismatch("the bytes are not \(name ?? "text")")
      }
      converted = Array(text.utf8)
      isWhole = bytes.count <= Self.most
      facts = name ?? ""
    } else {
      if let wrong = UTF8Validation.firstInvalid(in: bytes) {
        throw DataMismatch("byte \(wrong + 1) is not UTF-8")
      }
      converted = nil
      isWhole = true
      facts = charset == nil ? "UTF-8, as \(name ?? "its charset") is not known here" : name ?? "UTF-8"
    }
  }

  /// Lends the text as UTF-8.
  func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    converted?.withUnsafeBytes { body($0) } ?? body(original)
  }
}
