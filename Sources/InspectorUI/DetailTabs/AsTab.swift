import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// The same event in the other content modes and event formats, and what stands where in each.
struct AsTab: DetailTab {
  let title = "As…"

  func hasContent(_ entry: Entry) -> Bool { entry.isValid }

  /// A way to carry an event.
  private struct Form {
    var title: String
    var mode: ContentMode
    var format: any EventFormat
  }

  private func forms(_ formats: [any EventFormat]) -> [Form] {
    [Form(title: "binary mode", mode: .binary, format: JSONEventFormat())]
      + formats.map { Form(title: "structured mode in \($0.mediaType)", mode: .structured, format: $0) }
      + formats.compactMap { format in
        format.batchMediaType.map { Form(title: "batched mode in \($0)", mode: .batched, format: format) }
      }
  }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard let event = entry.event, !event.attributes.isEmpty else {
      return [[TextSpan(" There is no event that could be carried another way.", .textDim)]]
    }
    // The one in which it came is told last.
    let came = entry.mode ?? .structured
    let forms = forms((context.snapshot?.formats ?? .standard).list)
    let ordered = forms.filter { $0.mode != came } + forms.filter { $0.mode == came }
    let form = ordered[context.form % ordered.count]
    let how = form.mode == came ? "as it came, written anew" : "it came in \(came.rawValue) mode"
    var lines: [DetailLine] = [
      [
        TextSpan(" "), TextSpan(form.title, .textStrong),
        TextSpan("  \(how) · \(context.formKey) for the next of \(ordered.count)", .textDim),
      ], [],
    ]
    do {
      let message = try HTTPBinding().encode([event], mode: form.mode, format: form.format)
      lines += self.lines(of: message, event: event, width: context.width)
    } catch {
      lines += wrapped(
        "It cannot be carried so: \(error)", width: context.width - 4, indent: " ", role: .eventWarning)
    }
    return lines
  }

  private func lines(of message: HTTPMessage, event: CloudEvent, width: Int) -> [DetailLine] {
    var lines: [DetailLine] = [[TextSpan(" POST / HTTP/1.1", .textDim)]]
    for (name, value) in message.fields {
      let isAttribute = name.lowercased().hasPrefix("ce-")
      var line = [
        TextSpan(" "), TextSpan(name, isAttribute ? .jsonKey : .textDim), TextSpan(": ", .jsonPunct),
        TextSpan(Secrets.maskedHeader(name: name, value: value)),
      ]
      if isAttribute { line.append(TextSpan("  ← \(name.dropFirst(3))", .textDim)) }
      if name.lowercased() == "content-type", event.datacontenttype == value {
        line.append(TextSpan("  ← datacontenttype", .textDim))
      }
      lines.append(line)
    }
    lines.append([])
    guard !message.body.isEmpty else { return lines + [[TextSpan(" (no body)", .textDim)]] }
    let content: any DetailContent =
      RawContent.isText(message.body)
      ? RawContent(message.body, headLength: 0, limit: DetailContext.beginning, width: 4096)
      : HexContent(message.body, limit: DetailContext.beginning, width: width)
    let isWhole = message.fields.contains { $0.name.lowercased() == "ce-id" }
    lines.append([
      TextSpan(isWhole ? " the data alone:" : " attributes and data together:", .textDim)
    ])
    if !isWhole, message.body.withUnsafeBytes({ JSONScanner.error(in: $0) }) == nil {
      let tree = JSONContent(message.body, limit: DetailContext.beginning)
      return lines + (0..<min(tree.count, DetailContext.maximumLines)).map { tree.line(at: $0) }
    }
    return lines + (0..<min(content.count, DetailContext.maximumLines)).map { content.line(at: $0) }
  }
}
