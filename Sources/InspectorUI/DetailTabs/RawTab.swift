import InspectorCore

/// The bytes that came, line by line; what is no text is shown escaped.
struct RawTab: DetailTab {
  let title = "Raw"

  func hasContent(_ entry: Entry) -> Bool { true }

  func content(of entry: Entry, in context: DetailContext) -> any DetailContent {
    let (bytes, headLength, _) = entry.message(revealingSecrets: context.revealsSecrets)
    let limit = context.limit(bytes.count)
    let body = RawContent(bytes, headLength: headLength, limit: limit, width: context.width - 3)
    var foot = context.more(bytes.count)
    if bytes.last != 0x0a, limit == bytes.count {
      foot.append([TextSpan(" (no line break at the end)", .textDim)])
    }
    return HeadedContent(head: [], body: body, foot: foot)
  }
}
