import InspectorCore

/// The bytes that came as numbers.
struct HexTab: DetailTab {
  let title = "Hex"

  func hasContent(_ entry: Entry) -> Bool { true }

  func content(of entry: Entry, in context: DetailContext) -> any DetailContent {
    let bytes = context.revealsSecrets ? entry.bytes : entry.masked.bytes
    let body = HexContent(bytes, limit: context.limit(bytes.count), width: context.width)
    return HeadedContent(head: [], body: body, foot: context.more(bytes.count))
  }
}
