import CloudEvents

/// JSON, a member or an element a line; numbers, escapes, order and duplicates as they were written.
struct JSONDataDecoder: DataDecoder {
  let name = "JSON"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    if let type = context.contentType { return type.isJSON ? .contentType(type) : nil }
    let first = bytes.first { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
    let looksLike = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    return looksLike ? .guessed("it reads as JSON and no content type says otherwise") : nil
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    if let error = JSONScanner.error(in: bytes) {
      throw DataMismatch(at: error.offset, ofText: bytes, "\(error)")
    }
    var layout = JSONLayout(bytes, limit: context.limit)
    return layout.run()
  }
}

/// Lays checked JSON out in lines, token by token, and stops when there are enough.
private struct JSONLayout {
  private let bytes: UnsafeRawBufferPointer
  private var scanner: JSONScanner
  private var layout: DataLayout

  init(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    self.bytes = bytes
    scanner = JSONScanner(bytes)
    layout = DataLayout(limit: limit)
  }

  mutating func run() -> DecodedLines {
    /// What the structures that are open are closed with.
    var closers: [UInt8] = []
    while let byte = scanner.peek() {
      if layout.isFull {
        layout.cut()
        break
      }
      let start = scanner.position
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let closer = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        scanner.position += 1
        if scanner.take(closer) {
          layout.add("\(Unicode.Scalar(byte))\(Unicode.Scalar(closer))", .punctuation)
        } else {
          layout.open(String(Unicode.Scalar(byte)), at: start)
          closers.append(closer)
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        scanner.position += 1
        closers.removeLast()
        layout.close(String(Unicode.Scalar(byte)))
      case UInt8(ascii: ","):
        scanner.position += 1
        layout.addComma()
        layout.breakLine()
      default:
        guard let token = try? scanner.value() else { return layout.finished(facts: "UTF-8") }
        let isName =
          token.kind == .string && closers.last == UInt8(ascii: "}") && scanner.peek() == UInt8(ascii: ":")
        layout.add(bytes.shownText(token.range.range), isName ? .key : kind(token))
        if isName {
          scanner.position += 1
          layout.add(": ", .punctuation)
        }
      }
    }
    return layout.finished(facts: "UTF-8")
  }

  private func kind(_ token: JSONToken) -> DataSpan.Kind {
    switch token.kind {
    case .string: .string
    case .number: .number
    case .true, .false: .bool
    case .null: .null
    case .object, .array: .punctuation
    }
  }
}
