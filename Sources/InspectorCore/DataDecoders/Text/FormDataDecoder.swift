import CloudEvents

/// A form's fields, a field a line (`application/x-www-form-urlencoded`, WHATWG URL, section 5).
struct FormDataDecoder: DataDecoder {
  let name = "Form"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    guard let type = context.contentType, type.essence == "application/x-www-form-urlencoded" else {
      return nil
    }
    return .contentType(type)
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    if let wrong = bytes.firstIndex(where: { $0 <= 0x20 || $0 >= 0x7f }) {
      // A line break at the end is what files and shells add.
      guard wrong > 0, bytes[wrong...].allSatisfy({ $0 == 0x0a || $0 == 0x0d }) else {
        throw DataMismatch(at: wrong, "it must be percent-encoded")
      }
    }
    var layout = DataLayout(limit: context.limit)
    var count = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
      if end > start {
        count += 1
        if !layout.isFull { add(start..<end, of: bytes, to: &layout) } else { layout.cut() }
      }
      start = end + 1
    }
    return layout.finished(facts: "\(count) field\(count == 1 ? "" : "s")")
  }

  private func add(_ field: Range<Int>, of bytes: UnsafeRawBufferPointer, to layout: inout DataLayout) {
    let equals = bytes[field].firstIndex(of: UInt8(ascii: "="))
    add(field.lowerBound..<(equals ?? field.upperBound), of: bytes, as: .key, to: &layout)
    if let equals {
      layout.add(" = ", .punctuation)
      add(equals + 1..<field.upperBound, of: bytes, as: .string, to: &layout)
    }
    layout.breakLine()
  }

  /// A name or a value, decoded; as it came where it is no percent-encoded UTF-8.
  private func add(
    _ range: Range<Int>, of bytes: UnsafeRawBufferPointer, as kind: DataSpan.Kind, to layout: inout DataLayout
  ) {
    let shown = bytes.shownEnd(of: range)
    let text = bytes[range.lowerBound..<shown].map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
    let decoded = HeaderValueCoding.percentDecoded(text.filter { $0 != 0x0a && $0 != 0x0d })
    layout.add(decoded.map { String(decoding: $0, as: UTF8.self) } ?? bytes.shownText(range), kind)
    if decoded == nil { layout.add(" (not percent-encoded UTF-8)", .dim) }
    if shown < range.upperBound { layout.add(" … (\(range.count) bytes)", .dim) }
  }
}
