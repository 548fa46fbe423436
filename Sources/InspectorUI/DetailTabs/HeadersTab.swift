import CloudEvents
import CloudEventsHTTP
import InspectorCore

/// Every header in the order of arrival, and beside each `ce-` header the attribute that it became.
///
/// In structured mode what the same event's headers would have been stands under them.
struct HeadersTab: DetailTab {
  let title = "Headers"
  let shortTitle = "Head"

  func hasContent(_ entry: Entry) -> Bool { entry.headLength > 0 }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard entry.headLength > 0 else {
      return wrapped(
        "A line of NDJSON has no headers; its bytes are in Raw.", width: context.width - 2, indent: " ",
        role: .textDim) + wouldBe(entry, in: context)
    }
    let (method, target) = entry.requestLine
    let shownTarget = context.revealsSecrets ? target : Secrets.maskingTarget(target)
    var lines: [DetailLine] = [
      [TextSpan(" "), TextSpan(method, .textStrong), TextSpan(" \(shownTarget)")], [],
    ]
    var hidesSecret = false
    for (nameBytes, valueBytes) in entry.rawFields {
      let name = TextCleaner.clean(bytes: nameBytes)
      let value = TextCleaner.clean(bytes: valueBytes)
      let shown =
        context.revealsSecrets
        ? value : TextCleaner.clean(bytes: Secrets.maskedHeader(name: name, value: valueBytes))
      hidesSecret = hidesSecret || shown != value
      var line = [TextSpan(" "), TextSpan(name, .jsonKey), TextSpan(": ", .jsonPunct), TextSpan(shown)]
      // What is masked is not told in its decoded form either.
      let attribute = shown == value ? attribute(name, valueBytes, in: entry) : nil
      if let attribute, !attribute.differs {
        line.append(TextSpan("  → \(attribute.name)", .textDim))
      }
      lines.append(line)
      if let attribute, attribute.differs {
        lines.append([
          TextSpan("   → ", .textDim), TextSpan("\(attribute.name) ", .textDim),
          TextSpan(attribute.text, attribute.isWrong ? .eventInvalid : .jsonString),
          TextSpan(attribute.isWrong ? "" : "  ≠", .eventWarning),
        ])
      }
    }
    if hidesSecret {
      lines += [[], [TextSpan(" Secrets are masked; . reveals them.", .textDim)]]
    }
    return lines + wouldBe(entry, in: context)
  }

  /// What a header is as an attribute.
  private struct Attribute {
    var name: String
    var text = ""
    /// Whether its value is another than the header's.
    var differs = false
    var isWrong = false
  }

  private func attribute(_ name: String, _ bytes: [UInt8], in entry: Entry) -> Attribute? {
    let lower = name.lowercased()
    guard entry.mode == .binary else { return nil }
    if lower == "content-type" { return Attribute(name: "datacontenttype") }
    guard lower.hasPrefix("ce-") else { return nil }
    var attribute = Attribute(name: String(lower.dropFirst(3)))
    guard let decoded = bytes.withUnsafeBytes({ HeaderValueCoding.decode($0) }) else {
      attribute.text = "is not percent-encoded UTF-8"
      attribute.differs = true
      attribute.isWrong = true
      return attribute
    }
    attribute.differs = decoded != bytes
    attribute.text = String(decoding: decoded, as: UTF8.self)
    return attribute
  }

  /// The headers that the event would have had in binary mode.
  private func wouldBe(_ entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard entry.mode == .structured || entry.mode == .batched, let event = entry.event,
      let message = try? HTTPBinding().encode([event], mode: .binary)
    else { return [] }
    return heading("In binary mode these would be", in: context)
      + message.fields.map { name, value in
        [
          TextSpan(" "), TextSpan(name, .textDim), TextSpan(": ", .jsonPunct),
          TextSpan(Secrets.maskedHeader(name: name, value: value), .textDim),
        ]
      }
  }
}
