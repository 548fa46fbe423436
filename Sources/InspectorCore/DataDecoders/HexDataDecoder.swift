import CloudEvents

/// Any bytes, sixteen a line: their offset, the bytes, and what of them is ASCII.
struct HexDataDecoder: DataDecoder {
  let name = "Hex"

  func reason(for contentType: MediaType?, _ bytes: [UInt8]) -> String? {
    contentType.map { "\($0.essence) is not known here" } ?? "it is no text and has no content type"
  }

  func decode(_ bytes: [UInt8], contentType: MediaType?, limit: Int) -> DecodedLines? {
    var lines: [DataLine] = []
    for offset in stride(from: 0, to: bytes.count, by: 16).prefix(limit) {
      lines.append(Self.line(bytes[offset..<min(offset + 16, bytes.count)], offset: offset, perLine: 16))
    }
    return DecodedLines(lines: lines, isCut: lines.count * 16 < bytes.count)
  }

  /// One line of a dump.
  static func line(_ bytes: ArraySlice<UInt8>, offset: Int, perLine: Int) -> DataLine {
    let offsetText = String(offset, radix: 16)
    var hex = ""
    for (index, byte) in bytes.enumerated() {
      let digits = String(byte, radix: 16)
      hex += (digits.utf8.count == 1 ? "0" : "") + digits + (index == 7 ? "  " : " ")
    }
    let width = perLine * 3 + 1
    let text = bytes.map { $0 >= 0x20 && $0 < 0x7f ? String(Unicode.Scalar($0)) : "·" }.joined()
    return DataLine([
      DataSpan(String(repeating: "0", count: max(0, 8 - offsetText.utf8.count)) + offsetText + "  ", .offset),
      DataSpan(hex + String(repeating: " ", count: max(0, width - hex.utf8.count)), .byte),
      DataSpan(" ", .text),
      DataSpan(text, .ascii),
    ])
  }
}

/// A dump of any bytes, for who shows them beside their decoded form.
public enum HexDump {
  /// The line for up to `perLine` bytes that stand at an offset.
  public static func line(_ bytes: ArraySlice<UInt8>, offset: Int, perLine: Int = 16) -> DataLine {
    HexDataDecoder.line(bytes, offset: offset, perLine: perLine)
  }
}
