import CloudEvents

/// Which encoding a document is in (XML 1.0, appendix F): its byte order mark or first bytes say so, then its
/// declaration.
enum XMLEncoding {
  /// The document as UTF-8, where it is in another encoding; `nil` where it is UTF-8 already.
  static func transcoded(_ bytes: UnsafeRawBufferPointer) throws(XMLError) -> [UInt8]? {
    if bytes.starts(with: [0xfe, 0xff]) { return try transcoded(bytes.dropFirst(2), from: .utf16BigEndian) }
    if bytes.starts(with: [0xff, 0xfe]) {
      return try transcoded(bytes.dropFirst(2), from: .utf16LittleEndian)
    }
    // What begins an element or the declaration in UTF-16, though nothing says that it is that.
    if bytes.starts(with: [0x00, 0x3c]) { return try transcoded(bytes[...], from: .utf16BigEndian) }
    if bytes.starts(with: [0x3c, 0x00]) { return try transcoded(bytes[...], from: .utf16LittleEndian) }
    guard let name = declaredName(bytes) else { return nil }
    switch Charset(name: name) {
    case .utf8, .usASCII: return nil
    case nil, .utf16BigEndian, .utf16LittleEndian:
      throw XMLError(.encoding("the encoding \(name.prefix(40)) cannot be read; UTF-8 and UTF-16 can"), at: 0)
    case let charset?: return try transcoded(bytes[...], from: charset)
    }
  }

  private static func transcoded(
    _ bytes: Slice<UnsafeRawBufferPointer>, from charset: Charset
  ) throws(XMLError) -> [UInt8] {
    guard let text = charset.decode(Array(bytes)) else {
      throw XMLError(.encoding("the bytes are not in the encoding that the document declares"), at: 0)
    }
    return Array(text.utf8)
  }

  /// What `encoding="…"` says in the XML declaration.
  private static func declaredName(_ bytes: UnsafeRawBufferPointer) -> String? {
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let head = Array(bytes[start..<min(bytes.count, start + 256)])
    guard head.starts(with: "<?xml".utf8) else { return nil }
    let text = String(decoding: head.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
    guard let name = text.firstRange(of: "encoding") else { return nil }
    let value = text[name.upperBound...].drop { "= \t\r\n".contains($0) }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    return String(value.dropFirst().prefix { $0 != quote })
  }
}
