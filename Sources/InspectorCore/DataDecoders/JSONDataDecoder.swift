import CloudEvents

/// JSON, a member or an element a line; numbers, escapes, order and duplicates as they were written.
struct JSONDataDecoder: DataDecoder {
  let name = "JSON"

  func reason(for contentType: MediaType?, _ bytes: [UInt8]) -> String? {
    guard bytes.withUnsafeBytes({ JSONScanner.isValid($0) }) else { return nil }
    if let contentType { return contentType.isJSON ? "the content type is \(contentType.essence)" : nil }
    let first = bytes.first { $0 > 0x20 }
    let looksLike = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    return looksLike ? "it reads as JSON and no content type says otherwise" : nil
  }

  func decode(_ bytes: [UInt8], contentType: MediaType?, limit: Int) -> DecodedLines? {
    bytes.withUnsafeBytes { bytes in
      guard JSONScanner.isValid(bytes) else { return nil }
      var layout = JSONLayout(bytes, limit: limit)
      layout.run()
      return DecodedLines(lines: layout.lines, isCut: layout.isCut, facts: "UTF-8")
    }
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

  /// Bytes of one token that are shown.
  private static let longest = 16 << 10

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
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let closer = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        scanner.position += 1
        if scanner.take(closer) {
          add("\(Unicode.Scalar(byte))\(Unicode.Scalar(closer))", .punctuation)
        } else {
          add(String(Unicode.Scalar(byte)), .punctuation)
          breakLine()
          closers.append(closer)
          indent += 1
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        scanner.position += 1
        breakLine()
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
        add(text(token.range), isName ? .key : kind(token))
        if isName {
          scanner.position += 1
          add(": ", .punctuation)
        }
      }
    }
    breakLine()
  }

  private mutating func add(_ text: String, _ kind: DataSpan.Kind) { line.append(DataSpan(text, kind)) }

  private mutating func breakLine() {
    guard !line.isEmpty else { return }
    lines.append(DataLine(line, indent: indent))
    line = []
  }

  private func text(_ range: ByteRange) -> String {
    let shown = bytes[range].prefix(Self.longest)
    let text = String(decoding: shown, as: UTF8.self)
    return shown.count < range.count ? text + " … (\(range.count) bytes)" : text
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
