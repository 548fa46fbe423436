import CloudEvents

/// Several bodies in one, each with its headers and decoded by its own content type (RFC 2046, section 5.1).
struct MultipartDataDecoder: DataDecoder {
  let name = "Multipart"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    guard let type = context.contentType, type.type == "multipart",
      context.level < DecodingContext.maximumLevel
    else { return nil }
    return .contentType(type)
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    guard let boundary = context.contentType?[parameter: "boundary"], (1...70).contains(boundary.utf8.count)
    else {
      throw DataMismatch("the content type has no boundary of 1 to 70 characters")
    }
    var reader = PartReader(bytes, boundary: boundary)
    var layout = DataLayout(limit: context.limit)
    var count = 0
    while let part = reader.next() {
      count += 1
      guard !layout.isFull else {
        layout.cut()
        continue
      }
      add(part, number: count, of: bytes, to: &layout, in: context)
    }
    guard reader.hasBegun else { throw DataMismatch("no line is the boundary --\(boundary)") }
    return layout.finished(
      facts: "\(count) part\(count == 1 ? "" : "s")",
      problem: reader.isClosed ? nil : "The last part is not closed with --\(boundary)--.")
  }

  private func add(
    _ part: PartReader.Part, number: Int, of bytes: UnsafeRawBufferPointer, to layout: inout DataLayout,
    in context: DecodingContext
  ) {
    let body = UnsafeRawBufferPointer(rebasing: bytes[part.body])
    var headers: [DataLine] = []
    var contentType: String?
    var isBase64 = false
    for field in part.fields.prefix(layout.room) {
      let (name, value) = (bytes.shownText(field.name), bytes.shownText(field.value))
      headers.append(DataLine([DataSpan(name, .key), DataSpan(": ", .punctuation), DataSpan(value, .text)]))
      switch name.lowercased() {
      case "content-type": contentType = value
      case "content-transfer-encoding": isBase64 = value.lowercased() == "base64"
      default: break
      }
    }
    let declared = DataDeclaration(contentType: contentType ?? "text/plain")
    let unwrapped = isBase64 ? Self.base64(body) : nil
    let room = max(0, layout.room - headers.count - 1)
    let decoded =
      unwrapped?.withUnsafeBytes { context.decodeInside($0, declared: declared, limit: room) }
      ?? context.decodeInside(body, declared: declared, limit: room)
    layout.add("part \(number)", .punctuation)
    layout.add("  \(decoded.explanation) · \(decoded.facts)", .dim)
    layout.breakLine(fold: part.start)
    layout.addDeeper(headers, isCut: false)
    if let problem = decoded.problem { layout.addDeeper([DataLine([DataSpan(problem, .dim)])], isCut: false) }
    layout.addDeeper(decoded.lines, isCut: decoded.isCut)
  }

  /// The bytes of Base64 that is broken into lines (RFC 2045, section 6.8).
  private static func base64(_ body: UnsafeRawBufferPointer) -> [UInt8]? {
    body.filter { $0 > 0x20 }.withUnsafeBytes { Base64.decode($0) }
  }
}

/// Finds the parts between the boundaries.
private struct PartReader {
  struct Part {
    var start: Int
    var fields: [(name: Range<Int>, value: Range<Int>)] = []
    var body: Range<Int>
  }

  private let bytes: UnsafeRawBufferPointer
  private let delimiter: [UInt8]
  private var position = 0
  /// Whether a boundary was found.
  private(set) var hasBegun = false
  /// Whether the boundary that ends all was found.
  private(set) var isClosed = false

  init(_ bytes: UnsafeRawBufferPointer, boundary: String) {
    self.bytes = bytes
    delimiter = Array("--\(boundary)".utf8)
  }

  mutating func next() -> Part? {
    if !hasBegun {
      guard let first = nextDelimiter(from: 0) else { return nil }
      hasBegun = true
      isClosed = first.isLast
      position = first.line.upperBound
    }
    guard !isClosed, position < bytes.count else { return nil }
    let start = position
    let following = nextDelimiter(from: position)
    // The line break before a boundary belongs to the boundary.
    var end = following?.line.lowerBound ?? bytes.count
    if following != nil, end > start, bytes[end - 1] == 0x0a { end -= 1 }
    if following != nil, end > start, bytes[end - 1] == 0x0d { end -= 1 }
    isClosed = following?.isLast ?? false
    position = following?.line.upperBound ?? bytes.count
    return part(start..<end)
  }

  /// The next line that is a boundary.
  private func nextDelimiter(from start: Int) -> (line: Range<Int>, isLast: Bool)? {
    var start = start
    while start < bytes.count {
      let end = lineEnd(start)
      if bytes[start] == UInt8(ascii: "-"), bytes[start..<end].starts(with: delimiter) {
        let rest = bytes[start + delimiter.count..<end]
        let isLast = rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")])
        if (isLast ? rest.dropFirst(2) : rest).allSatisfy({ $0 <= 0x20 }) { return (start..<end, isLast) }
      }
      start = end
    }
    return nil
  }

  private func part(_ range: Range<Int>) -> Part {
    var part = Part(start: range.lowerBound, body: range)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(lineEnd(start), range.upperBound)
      let line = trimmed(start..<end)
      if line.isEmpty {
        part.body = end..<range.upperBound
        return part
      }
      guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")) else { break }
      part.fields.append((line.lowerBound..<colon, trimmed(colon + 1..<line.upperBound)))
      start = end
    }
    // Headers that an empty line does not end: all of it is headers, or there are none.
    if start >= range.upperBound { part.body = range.upperBound..<range.upperBound } else { part.fields = [] }
    return part
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }

  /// The offset after the line feed of the line at an offset.
  private func lineEnd(_ start: Int) -> Int {
    bytes[start...].firstIndex(of: 0x0a).map { $0 + 1 } ?? bytes.count
  }
}
