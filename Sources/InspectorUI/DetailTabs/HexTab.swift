import InspectorCore

/// The bytes that came as numbers.
struct HexTab: DetailTab {
  let title = "Hex"

  func hasContent(_ entry: Entry) -> Bool { true }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    let bytes = context.revealsSecrets ? entry.bytes : entry.maskedBytes
    let shown = bytes.prefix(DetailContext.maximumLines * 16)
    let perLine = context.width >= 78 ? 16 : 8
    var lines = stride(from: 0, to: shown.count, by: perLine).map { offset in
      let line = HexDump.line(
        shown[offset..<min(offset + perLine, shown.count)], offset: offset, perLine: perLine)
      return [TextSpan(" ")] + line.spans.map(TextSpan.init)
    }
    if shown.count < bytes.count {
      lines.append([TextSpan(" … \(Shown.size(bytes.count - shown.count)) more", .textDim)])
    }
    return lines
  }
}
