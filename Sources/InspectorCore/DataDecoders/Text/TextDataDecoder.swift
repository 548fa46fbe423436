import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Text in its declared charset, or in UTF-8 where the bytes are that and look like text.
struct TextDataDecoder: DataDecoder {
  let name = "Text"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    guard let type = context.contentType else { return .guessed("it reads as UTF-8 and has no content type") }
    if type.isJSON { return .guessed("it is no JSON and reads as text") }
    if type.isText { return .contentType(type) }
    return type.essence == "application/octet-stream" ? nil : .guessed("it reads as UTF-8")
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    let isDeclared = context.contentType?.isText == true
    let text = try DeclaredText(bytes, declared: isDeclared ? context.contentType : nil)
    // What nobody calls text may be UTF-8 by chance, and is not where it has control characters.
    guard isDeclared || !hasControls(bytes) else { throw DataMismatch("it has control characters") }
    return text.withBytes { lines(of: $0, limit: context.limit, isWhole: text.isWhole, facts: text.facts) }
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
