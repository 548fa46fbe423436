import CloudEvents
import CloudEventsHTTP

/// Data that was compressed with gzip, zlib or deflate, and in it what another decoder finds.
struct CompressedDataDecoder: DataDecoder {
  let name = "Compressed"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    guard context.level < DecodingContext.maximumLevel else { return nil }
    if let type = context.contentType, Self.declared(by: type) != nil { return .contentType(type) }
    if Self.isGzip(bytes) { return .guessed("it begins with the bytes of gzip") }
    guard let encoding = context.declared.contentEncoding?.lowercased(),
      ["gzip", "x-gzip", "deflate"].contains(encoding)
    else { return nil }
    return .declared("Content-Encoding is \(encoding)")
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    let wrapper: Inflater.Wrapper = Self.isGzip(bytes) ? .gzip : .init(deflate: bytes)
    let inflated = Inflater.inflate(bytes, wrapper, limit: Self.most)
    if inflated.bytes.isEmpty, let problem = inflated.problem { throw DataMismatch("\(problem)") }
    var declared = context.declared
    declared.contentEncoding = nil
    if let type = declared.contentType, let inner = Self.declared(by: type) {
      declared.contentType = inner.type
    }
    let decoded = inflated.bytes.withUnsafeBytes {
      context.decodeInside($0, declared: declared, limit: context.limit)
    }
    let kind = wrapper == .none ? "deflate" : "\(wrapper)"
    return DecodedLines(
      lines: decoded.lines, isCut: decoded.isCut || inflated.problem != nil,
      facts: "\(decoded.facts) inflated · \(kind)", inside: decoded.explanation,
      problem: inflated.problem.map(Self.sentence) ?? decoded.problem)
  }

  /// How much is inflated at most.
  static let most = 32 << 20

  private static func sentence(_ problem: ContentCodingError) -> String {
    if case .tooLarge = problem {
      return "Only the first \(most >> 20) MiB of what is inside were looked at."
    }
    return "The compressed data is not whole: \(problem)."
  }

  private static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x1f, 0x8b, 0x08])
  }

  /// Whether a media type is one of compressed data, and what it says of the content, such as `text/plain+gzip`.
  private static func declared(by type: MediaType) -> CompressedContent? {
    switch type.subtype {
    case "gzip", "x-gzip", "zlib", "x-zlib", "deflate", "x-deflate": return CompressedContent(type: nil)
    default: break
    }
    for suffix in ["+gzip", "+zlib"] where type.subtype.hasSuffix(suffix) && type.subtype.count > suffix.count
    {
      var content = type
      content.subtype.removeLast(suffix.count)
      return CompressedContent(type: content)
    }
    return nil
  }
}

/// What a media type of compressed data says of what is inside.
private struct CompressedContent {
  var type: MediaType?
}
