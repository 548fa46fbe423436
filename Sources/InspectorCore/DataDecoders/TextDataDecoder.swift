import CloudEvents

/// Text in its declared charset, or in UTF-8 where the bytes are that and look like text.
struct TextDataDecoder: DataDecoder {
  let name = "Text"

  func reason(for contentType: MediaType?, _ bytes: [UInt8]) -> String? {
    if let contentType {
      if contentType.isText { return "the content type is \(contentType.essence)" }
      guard contentType.essence != "application/octet-stream" else { return nil }
    }
    guard UTF8Validation.isValid(bytes) else { return nil }
    let controls = bytes.count { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d || $0 == 0x7f }
    guard controls == 0 else { return nil }
    return contentType == nil ? "it reads as UTF-8 and has no content type" : "it reads as UTF-8"
  }

  func decode(_ bytes: [UInt8], contentType: MediaType?, limit: Int) -> DecodedLines? {
    let declared = contentType?[parameter: "charset"]
    let charset = contentType.flatMap { Charset(of: $0) } ?? .utf8
    // A few megabytes are more lines than anybody is shown; a charset's code units are never cut in two.
    let shown = Array(bytes.prefix(8 << 20))
    guard let text = charset.decode(shown) ?? lossy(shown, charset) else { return nil }
    var lines: [DataLine] = []
    var isCut = shown.count < bytes.count
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      guard lines.count < limit else {
        isCut = true
        break
      }
      lines.append(DataLine([DataSpan(String(line.prefix(16 << 10)), .text)]))
    }
    if lines.count > 1, lines.last?.spans.first?.text.isEmpty == true { lines.removeLast() }
    return DecodedLines(lines: lines, isCut: isCut, facts: declared ?? "UTF-8")
  }

  /// UTF-8 that was cut at the end of what is shown.
  private func lossy(_ bytes: [UInt8], _ charset: Charset) -> String? {
    guard charset == .utf8, let wrong = bytes.withUnsafeBytes({ UTF8Validation.firstInvalid(in: $0) }),
      wrong + 4 > bytes.count
    else { return nil }
    return String(decoding: bytes[..<wrong], as: UTF8.self)
  }
}
