import CloudEvents
import InspectorCore

/// Every header in the order of arrival, and beside each `ce-` header the attribute that it became.
struct HeadersTab: DetailTab {
  let title = "Headers"

  func hasContent(_ entry: Entry) -> Bool { entry.headLength > 0 }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard entry.headLength > 0 else {
      return wrapped(
        "A line of NDJSON has no headers; its bytes are in Raw.", width: context.width - 2, indent: " ",
        role: .textDim)
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
      let shown = context.revealsSecrets ? value : Secrets.maskedHeader(name: name, value: value)
      hidesSecret = hidesSecret || shown != value
      lines.append([TextSpan(" "), TextSpan(name, .jsonKey), TextSpan(": ", .jsonPunct), TextSpan(shown)])
      // What is masked is not told in its decoded form either.
      if shown == value, let attribute = attribute(name, valueBytes, in: entry) { lines.append(attribute) }
    }
    if hidesSecret {
      lines += [[], [TextSpan(" Secrets are masked; . reveals them.", .textDim)]]
    }
    return lines
  }

  /// What a header says as an attribute, where that is not what it looks like.
  private func attribute(_ name: String, _ bytes: [UInt8], in entry: Entry) -> DetailLine? {
    let lower = name.lowercased()
    if lower == "content-type", entry.mode == .binary {
      return [TextSpan("   → ", .textDim), TextSpan("datacontenttype", .textDim)]
    }
    guard lower.hasPrefix("ce-") else { return nil }
    guard let decoded = bytes.withUnsafeBytes({ HeaderValueCoding.decode($0) }) else {
      return [TextSpan("   → ", .textDim), TextSpan("is not percent-encoded UTF-8", .eventInvalid)]
    }
    guard decoded != bytes else { return nil }
    return [
      TextSpan("   → ", .textDim), TextSpan("\(lower.dropFirst(3)) ", .textDim),
      TextSpan(String(decoding: decoded, as: UTF8.self), .jsonString),
    ]
  }
}
