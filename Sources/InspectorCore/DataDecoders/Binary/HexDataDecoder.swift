import CloudEvents

/// Any bytes, sixteen a line where there is room: their offset, the bytes, and what of them is ASCII.
struct HexDataDecoder: DataDecoder {
  let name = "Hex"

  /// What compressed data begins with that cannot be opened here.
  private static let compressions: [(name: String, start: [UInt8])] = [
    ("zstd", [0x28, 0xb5, 0x2f, 0xfd]), ("snappy", [0xff, 0x06, 0x00, 0x00] + Array("sNaPpY".utf8)),
    ("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), ("LZ4", [0x04, 0x22, 0x4d, 0x18]),
  ]

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    if let compression = Self.compressions.first(where: { bytes.starts(with: $0.start) }) {
      return .guessed("it is compressed with \(compression.name), which cannot be read here")
    }
    guard let type = context.contentType else { return .guessed("it is no text and has no content type") }
    if type.isText { return .guessed("it is no text") }
    if type.essence == "application/octet-stream" {
      return .guessed("its type says only that it is bytes")
    }
    return .guessed(context.unread ?? "\(type.essence) is not known here")
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    let lines = HexDump.lines(bytes, in: context)
    return DecodedLines(lines: lines, isCut: lines.count * context.bytesPerLine < bytes.count)
  }
}

/// A dump of any bytes, for who shows them beside their decoded form.
public enum HexDump {
  /// The first lines of some bytes, as long as the context has room for.
  ///
  /// - Parameter limit: how many lines; `nil` takes the context's.
  static func lines(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext, limit: Int? = nil
  ) -> [DataLine] {
    let perLine = context.bytesPerLine
    return stride(from: 0, to: bytes.count, by: perLine).prefix(limit ?? context.limit).map { offset in
      line(bytes[offset..<min(offset + perLine, bytes.count)], offset: offset, perLine: perLine)
    }
  }

  /// Two digits for each byte, without anything between them.
  static func digits(_ bytes: some Sequence<UInt8>) -> String {
    bytes.reduce(into: "") { text, byte in
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }

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
