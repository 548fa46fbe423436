import CloudEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Text in its declared charset, or in UTF-8 where the bytes are that and look like text. What is declared as text and
/// has wrong bytes in it is text still.
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
    let text: DeclaredText
    do throws(DataMismatch) {
      text = try DeclaredText(bytes, declared: isDeclared ? context.contentType : nil)
    } catch {
      // What is meant as UTF-8 is read as far as it is.
      guard isDeclared, DeclaredText.isUTF8(context.contentType), !isBinary(bytes) else { throw error }
      return lines(
        of: bytes, limit: context.limit, isWhole: true, facts: "UTF-8 with wrong bytes",
        problem: "It is no right text: \(error). Each wrong byte stands as its number, such as <ff>.")
    }
    // What nobody calls text may be UTF-8 by chance, and is not where it has control characters.
    guard isDeclared || !hasControls(bytes) else { throw DataMismatch("it has control characters") }
    return text.withBytes { lines(of: $0, limit: context.limit, isWhole: text.isWhole, facts: text.facts) }
  }

  /// Whether there are characters that stand in no text, whatever else is wrong with it: controls, but for white space
  /// and those of terminals.
  private func isBinary(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { $0 < 0x07 || $0 > 0x0d && $0 < 0x20 && $0 != 0x1b }
  }

  private func hasControls(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d || $0 == 0x7f }
  }

  /// The lines of UTF-8, without their line breaks.
  private func lines(
    of bytes: UnsafeRawBufferPointer, limit: Int, isWhole: Bool, facts: String, problem: String? = nil
  ) -> DecodedLines {
    var lines: [DataLine] = []
    var start = 0
    while start < bytes.count, lines.count < limit, let base = bytes.baseAddress {
      let found = memchr(base + start, 0x0a, bytes.count - start)
      let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
      let isCRLF = end > start && end < bytes.count && bytes[end - 1] == 0x0d
      let line = start..<(isCRLF ? end - 1 : end)
      lines.append(
        DataLine([DataSpan(problem == nil ? bytes.shownText(line) : cleaned(line, of: bytes), .text)]))
      start = end + 1
    }
    return DecodedLines(lines: lines, isCut: start < bytes.count || !isWhole, facts: facts, problem: problem)
  }

  /// A line with its wrong bytes as numbers.
  private func cleaned(_ line: Range<Int>, of bytes: UnsafeRawBufferPointer) -> String {
    let end = bytes.shownEnd(of: line)
    let text = TextCleaner.clean(bytes: UnsafeRawBufferPointer(rebasing: bytes[line.lowerBound..<end]))
    return end == line.upperBound ? text : text + " … (\(line.count) bytes)"
  }
}
