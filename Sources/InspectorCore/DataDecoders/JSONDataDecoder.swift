import CloudEvents

/// JSON, a member or an element a line; numbers, escapes, order and duplicates as they were written.
struct JSONDataDecoder: DataDecoder {
  let name = "JSON"

  func reason(for contentType: MediaType?, _ bytes: UnsafeRawBufferPointer) -> String? {
    if let contentType { return contentType.isJSON ? "the content type is \(contentType.essence)" : nil }
    let first = bytes.first { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
    let looksLike = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    return looksLike ? "it reads as JSON and no content type says otherwise" : nil
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, contentType: MediaType?, limit: Int
  ) throws(DataMismatch) -> DecodedLines {
    if let error = JSONScanner.error(in: bytes) {
      let (line, column) = error.position(in: bytes)
      throw DataMismatch("line \(line), column \(column): \(error)")
    }
    var layout = JSONLayout(bytes, limit: limit)
    layout.run()
    return DecodedLines(lines: layout.lines, isCut: layout.isCut, facts: "UTF-8")
  }
}

/// Lays checked JSON out in lines, token by token, and stops when there are enough.
private struct JSONLayout {
  private let bytes: UnsafeRawBufferPointer
  private let limit: Int
  private var scanner: JSONScanner
  private(set) var lines: [DataLine] = []
  private(set) var isCut = false
  private var line: [DataSpan] = []
  private var indent = 0

  init(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    self.bytes = bytes
    self.limit = limit
    scanner = JSONScanner(bytes)
  }

  mutating func run() {
    /// What the structures that are open are closed with.
    var closers: [UInt8] = []
    while let byte = scanner.peek() {
      guard lines.count < limit else {
        isCut = true
        return
      }
      let start = scanner.position
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let closer = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        scanner.position += 1
        if scanner.take(closer) {
          add("\(Unicode.Scalar(byte))\(Unicode.Scalar(closer))", .punctuation)
        } else {
          add(String(Unicode.Scalar(byte)), .punctuation)
          breakLine(fold: start)
          closers.append(closer)
          indent += 1
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        breakLine()
        // The line that was just made may have been the last one.
        guard lines.count < limit else { continue }
        scanner.position += 1
        closers.removeLast()
        indent -= 1
        add(String(Unicode.Scalar(byte)), .punctuation)
      case UInt8(ascii: ","):
        scanner.position += 1
        add(",", .punctuation)
        breakLine()
      default:
        guard let token = try? scanner.value() else { return }
        let isName =
          token.kind == .string && closers.last == UInt8(ascii: "}") && scanner.peek() == UInt8(ascii: ":")
        add(bytes.shownText(token.range.range), isName ? .key : kind(token))
        if isName {
          scanner.position += 1
          add(": ", .punctuation)
        }
      }
    }
    breakLine()
  }

  private mutating func add(_ text: String, _ kind: DataSpan.Kind) { line.append(DataSpan(text, kind)) }

  private mutating func breakLine(fold: Int? = nil) {
    guard !line.isEmpty else { return }
    lines.append(DataLine(line, indent: indent, fold: fold))
    line = []
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
