import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Text in its declared charset, or in UTF-8 where the bytes are that and look like text.
struct TextDataDecoder: DataDecoder {
  let name = "Text"

  /// How much of a text in another charset than UTF-8 is turned into it.
  private static let most = 8 << 20

  func reason(for contentType: MediaType?, _ bytes: UnsafeRawBufferPointer) -> String? {
    guard let contentType else { return "it reads as UTF-8 and has no content type" }
    if contentType.isJSON { return "it is no JSON and reads as text" }
    if contentType.isText { return "the content type is \(contentType.essence)" }
    return contentType.essence == "application/octet-stream" ? nil : "it reads as UTF-8"
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, contentType: MediaType?, limit: Int
  ) throws(DataMismatch) -> DecodedLines {
    let isDeclared = contentType?.isText == true
    let name = isDeclared ? contentType?[parameter: "charset"] : nil
    let charset = name.map { Charset(name: $0) } ?? .utf8
    if let charset, charset != .utf8, charset != .usASCII {
      // Code units of two bytes are not cut in two.
      guard let text = charset.decode(Array(bytes.prefix(Self.most))) else {
        throw DataMismatch("the bytes are not \(name ?? "text")")
      }
      return text.withBytes {
        lines(of: $0, limit: limit, isWhole: bytes.count <= Self.most, facts: name ?? "")
      }
    }
    if let wrong = UTF8Validation.firstInvalid(in: bytes) {
      throw DataMismatch("byte \(wrong + 1) is not UTF-8")
    }
    // What nobody calls text may be UTF-8 by chance, and is not where it has control characters.
    guard isDeclared || !hasControls(bytes) else { throw DataMismatch("it has control characters") }
    let facts = charset == nil ? "UTF-8, as \(name ?? "its charset") is not known here" : name ?? "UTF-8"
    return lines(of: bytes, limit: limit, isWhole: true, facts: facts)
  }

  private func hasControls(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d || $0 == 0x7f }
  }

  /// The lines of UTF-8, without their line breaks.
  private func lines(
    of bytes: UnsafeRawBufferPointer, limit: Int, isWhole: Bool, facts: String
  ) -> DecodedLines {
    var lines: [DataLine] = []
    var start = 0
    while start < bytes.count, lines.count < limit, let base = bytes.baseAddress {
      let found = memchr(base + start, 0x0a, bytes.count - start)
      let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
      let isCRLF = end > start && end < bytes.count && bytes[end - 1] == 0x0d
      lines.append(DataLine([DataSpan(bytes.shownText(start..<(isCRLF ? end - 1 : end)), .text)]))
      start = end + 1
    }
    return DecodedLines(lines: lines, isCut: start < bytes.count || !isWhole, facts: facts)
  }
}
