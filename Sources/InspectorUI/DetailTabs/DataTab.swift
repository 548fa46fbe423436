import CloudEvents
import InspectorCore

/// The event's data, decoded by its content type, or by the decoder that was chosen.
struct DataTab: DetailTab {
  let title = "Data"

  func hasContent(_ entry: Entry) -> Bool { entry.dataSize > 0 || !entry.isValid && entry.size > 0 }

  func content(of entry: Entry, in context: DetailContext) -> any DetailContent {
    guard let (bytes, declared, what) = data(of: entry) else {
      return LinesContent(lines: [[TextSpan(" The event has no data.", .textDim)]])
    }
    let chosen = context.decoder
    let limit = context.limit(bytes.count)
    // No lines yet: what it is comes first, and a tree makes its own.
    let verdict = context.decoders.decode(bytes, declared: declared, preferring: chosen, limitLines: 0)
    var head = wrapped(
      "\(what)\(verdict.explanation) · \(verdict.facts)", width: context.width - 2, indent: " ",
      role: .textDim)
    if let problem = verdict.problem {
      head += wrapped(problem, width: context.width - 4, indent: "   ", role: .eventWarning)
    }
    head.append([])
    if verdict.name == "JSON" {
      let body = JSONContent(bytes, limit: limit)
      return HeadedContent(
        head: head, body: body, foot: context.more(bytes.count) + end(of: bytes, limit: limit))
    }
    if verdict.name == "Hex" {
      return HeadedContent(
        head: head, body: HexContent(bytes, limit: limit, width: context.width),
        foot: context.more(bytes.count))
    }
    // A text may be cut anywhere. Other data may not, and no more of it is laid out than is shown.
    let isText = verdict.name == "Text"
    let decoded = context.decoders.decode(
      isText && limit < bytes.count ? beginning(of: bytes, limit: limit) : bytes, declared: declared,
      preferring: chosen, limitLines: DetailContext.maximumLines,
      bytesPerLine: HexContent.bytesPerLine(in: context.width))
    var foot = isText ? context.more(bytes.count) : []
    if decoded.isCut { foot.insert([TextSpan(" … there is more; Raw has all of it", .textDim)], at: 0) }
    if TreeContent.canFold(decoded.lines) {
      return HeadedContent(head: head, body: TreeContent(decoded.lines), foot: foot)
    }
    let lines = decoded.lines.map { line in
      [TextSpan(" " + String(repeating: " ", count: line.indent * 2))] + line.spans.map(TextSpan.init)
    }
    return HeadedContent(head: head, body: LinesContent(lines: lines), foot: foot)
  }

  /// The first bytes of a text, without a part of a character at their end.
  private func beginning(of bytes: [UInt8], limit: Int) -> [UInt8] {
    let start = (max(0, limit - 3)...limit).last { bytes[$0] & 0xC0 != 0x80 } ?? limit
    return Array(bytes[..<start])
  }

  /// White space after the value, which a tree does not show.
  private func end(of bytes: [UInt8], limit: Int) -> [DetailLine] {
    guard limit == bytes.count, let last = bytes.last, last <= 0x20 else { return [] }
    let count = bytes.reversed().prefix { $0 <= 0x20 }.count
    return [
      [TextSpan(" (\(last == 0x0a ? "a line break" : Shown.plural(count, "byte")) at the end)", .textDim)]
    ]
  }

  /// The decoders that can read the data, by their names: the one that fits best, then the others.
  func ways(of entry: Entry, with decoders: DataDecoders) -> [String] {
    guard let (bytes, declared, _) = data(of: entry) else { return [] }
    let best = decoders.decode(bytes, declared: declared, limitLines: 0).name
    let others = decoders.list.map(\.name).filter { name in
      guard name != best else { return false }
      let decoded = decoders.decode(bytes, declared: declared, preferring: name, limitLines: 0)
      return decoded.name == name && decoded.problem == nil
    }
    return [best] + others
  }

  /// The data's bytes; the whole body where no event could be found in it, or no more than a part of one.
  private func data(of entry: Entry) -> (bytes: [UInt8], declared: DataDeclaration, what: String)? {
    if let event = entry.event, !event.attributes.isEmpty {
      if let data = event.data { return (data.bytes, DataDeclaration(of: event), "") }
      guard isBodyUnread(entry) else { return nil }
    }
    let body = entry.bodyBytes
    guard !body.isEmpty else { return nil }
    let declared = DataDeclaration(
      contentType: header("content-type", of: entry), contentEncoding: header("content-encoding", of: entry))
    return (body, declared, "The body: ")
  }

  /// Whether nobody could read the body, so that the event says no more than its beginning or its head did.
  private func isBodyUnread(_ entry: Entry) -> Bool {
    guard !entry.isValid else { return false }
    return entry.mode == .binary || entry.violations.contains { $0.rule.id.hasSuffix(".syntax") }
  }

  private func header(_ name: String, of entry: Entry) -> String? {
    entry.fields.first { $0.name.lowercased() == name }?.value
  }
}
