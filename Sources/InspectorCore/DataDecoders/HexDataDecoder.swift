import CloudEvents

/// Any bytes, sixteen a line: their offset, the bytes, and what of them is ASCII.
struct HexDataDecoder: DataDecoder {
  let name = "Hex"

  func reason(for contentType: MediaType?, _ bytes: UnsafeRawBufferPointer) -> String? {
    guard let contentType else { return "it is no text and has no content type" }
    return contentType.isText ? "it is no text" : "\(contentType.essence) is not known here"
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, contentType: MediaType?, limit: Int
  ) throws(DataMismatch) -> DecodedLines {
    var lines: [DataLine] = []
    for offset in stride(from: 0, to: bytes.count, by: 16).prefix(limit) {
      lines.append(HexDump.line(bytes[offset..<min(offset + 16, bytes.count)], offset: offset))
    }
    return DecodedLines(lines: lines, isCut: lines.count * 16 < bytes.count)
  }
}

/// A dump of any bytes, for who shows them beside their decoded form.
public enum HexDump {
  /// The line for up to `perLine` bytes that stand at an offset.
  public static func line(_ bytes: some Collection<UInt8>, offset: Int, perLine: Int = 16) -> DataLine {
    let offsetText = String(offset, radix: 16)
    var hex = ""
    var text = ""
    for (index, byte) in bytes.enumerated() {
      let digits = String(byte, radix: 16)
      hex += (digits.utf8.count == 1 ? "0" : "") + digits + (index == 7 ? "  " : " ")
      text += byte >= 0x20 && byte < 0x7f ? String(Unicode.Scalar(byte)) : "·"
    }
    let width = perLine * 3 + 1
    return DataLine([
      DataSpan(String(repeating: "0", count: max(0, 8 - offsetText.utf8.count)) + offsetText + "  ", .offset),
      DataSpan(hex + String(repeating: " ", count: max(0, width - hex.utf8.count)), .byte),
      DataSpan(" ", .text),
      DataSpan(text, .ascii),
    ])
  }
}
