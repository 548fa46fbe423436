import InspectorCore

/// The bytes that came, line by line; what is no text is shown escaped.
struct RawTab: DetailTab {
  let title = "Raw"

  /// Bytes of one line that are shown.
  private static let maximumLine = 4096

  func hasContent(_ entry: Entry) -> Bool { true }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    let bytes = context.revealsSecrets ? entry.bytes : entry.maskedBytes
    var lines: [DetailLine] = []
    var start = 0
    while start < bytes.count {
      guard lines.count < DetailContext.maximumLines else {
        lines.append([TextSpan(" … \(Shown.size(bytes.count - start)) more", .textDim)])
        break
      }
      let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
      var line = bytes[start..<end]
      if line.last == 0x0d, start < entry.headLength { line = line.dropLast() }
      let role: StyleRole = start < entry.headLength ? .textDim : .text
      let shown = TextCleaner.clean(bytes: line.prefix(Self.maximumLine))
      var spans = [TextSpan(" "), TextSpan(shown, role)]
      if line.count > Self.maximumLine {
        spans.append(TextSpan(" … \(Shown.size(line.count - Self.maximumLine)) more on this line", .textDim))
      }
      lines.append(spans)
      start = end + 1
    }
    if bytes.last != 0x0a { lines.append([TextSpan(" (no line break at the end)", .textDim)]) }
    return lines
  }
}
