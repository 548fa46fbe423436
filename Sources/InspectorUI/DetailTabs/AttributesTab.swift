import CloudEvents
import InspectorCore

/// The context attributes with their types, how the event arrived, and what is wrong with it.
struct AttributesTab: DetailTab {
  let title = "Attributes"
  let shortTitle = "Attr"

  func hasContent(_ entry: Entry) -> Bool { entry.isValid || !entry.type.isEmpty }

  func content(of entry: Entry, in context: DetailContext) -> any DetailContent {
    let violations = entry.violations
    var content = LinesContent(lines: [])
    if !entry.isValid { content.lines += why(entry, violations, in: context) }
    if let event = entry.event { addAttributes(of: event, to: &content, in: context) }
    content.lines += heading("Delivery", in: context)
    content.lines += delivery(entry, in: context)
    let warnings = violations.filter { !$0.isError }
    if entry.isValid, !warnings.isEmpty {
      content.lines += heading("Warnings", in: context)
      content.lines += lines(of: warnings, in: context)
    }
    return content
  }

  private func why(_ entry: Entry, _ violations: [Violation], in context: DetailContext) -> [DetailLine] {
    let verb =
      entry.isSent
      ? "This breaks the rules" : entry.mode == nil ? "This is no CloudEvent" : "This event was refused"
    var lines: [DetailLine] = [[TextSpan(" \(verb)", .eventInvalid)]]
    if let refusal = entry.refusal {
      lines += wrapped(refusal.reason, width: context.width - 4, indent: "   ", role: .eventInvalid)
      lines.append([TextSpan("   \(refusal.rule) · \(refusal.section)", .textDim)])
    }
    lines += self.lines(of: violations, in: context)
    lines.append([])
    return lines
  }

  /// The attributes that the specification names, then the extensions, each with its type and what it says.
  private func addAttributes(of event: CloudEvent, to content: inout LinesContent, in context: DetailContext)
  {
    let version = SpecVersion.known.first { $0.description == event.specversion } ?? .v1
    let order = version.attributes.map(\.name)
    let defined = order.compactMap { name in event[name].map { (name, $0) } }
    let extensions = event.attributes.filter { attribute in !order.contains(attribute.name) }
    let names = defined.map(\.0.rawValue) + extensions.map(\.name.rawValue)
    let column = min(24, max(12, names.map(\.count).max() ?? 0)) + 2
    for (name, value) in defined {
      content.terms[content.lines.count] = FilterTerms.term(name.rawValue, value.canonicalString)
      content.lines.append(line(name, value, note: note(name, value, in: context), column: column))
    }
    let now = Timestamp(nanosecondsSince1970: context.now.nanoseconds)
    for (name, value) in extensions {
      content.terms[content.lines.count] = FilterTerms.term("ext." + name.rawValue, value.canonicalString)
      guard let explanation = event.explanation(of: name, now: now) else {
        content.lines.append(line(name, value, note: "extension, \(value.kind.rawValue)", column: column))
        continue
      }
      let width = column + DisplayWidth.of(value.canonicalString) + DisplayWidth.of(explanation) + 6
      let isOneLine = width <= context.width
      content.lines.append(line(name, value, note: isOneLine ? explanation : nil, column: column))
      if !isOneLine {
        content.lines += wrapped(
          explanation, width: context.width - column - 2, indent: String(repeating: " ", count: column + 1),
          role: .textDim)
      }
    }
  }

  private func line(_ name: AttributeName, _ value: AttributeValue, note: String?, column: Int) -> DetailLine
  {
    let padding = String(repeating: " ", count: max(1, column - DisplayWidth.of(name.rawValue)))
    let role: StyleRole = name == .type ? .textStrong : .text
    var line = [
      TextSpan(" "), TextSpan(name.rawValue, .jsonKey), TextSpan(padding),
      TextSpan(value.canonicalString, role),
    ]
    if let note { line.append(TextSpan("  (\(note))", .textDim)) }
    return line
  }

  /// What is worth knowing beside a value: its type where that is not String, and how long ago a time is.
  private func note(_ name: AttributeName, _ value: AttributeValue, in context: DetailContext) -> String? {
    if case .timestamp(let time) = value, let nanoseconds = time.nanosecondsSince1970 {
      return "Timestamp, \(Shown.ago(WallTime(nanoseconds: nanoseconds), now: context.now))"
    }
    return value.kind.rawValue == "String" ? nil : value.kind.rawValue
  }

  private func delivery(_ entry: Entry, in context: DetailContext) -> [DetailLine] {
    var facts: [(String, String)] = []
    if entry.isSent {
      facts.append(("sent", "to \(entry.peer)"))
    } else {
      facts.append(("from", "\(entry.peer) over \(entry.transport.rawValue)"))
    }
    if entry.headLength > 0 {
      let (method, target) = entry.requestLine
      facts.append(
        ("request", "\(method) \(context.revealsSecrets ? target : Secrets.maskingTarget(target))"))
    }
    let mode = entry.mode?.rawValue ?? "none: it is no CloudEvent"
    facts.append(("mode", [mode, entry.format].compactMap(\.self).joined(separator: ", ")))
    if let batch = entry.batch { facts.append(("batch", "\(batch.index + 1) of \(batch.count)")) }
    if let status = entry.status {
      facts.append((entry.isSent ? "answer" : "answered", String(status)))
    } else if entry.awaitsAnswer {
      facts.append(("answer", "not there yet"))
    } else if entry.isFailedSend {
      facts.append(("answer", "none: it did not get there"))
    }
    facts.append(("at", Shown.time(entry.received, offset: context.utcOffset)))
    let head = entry.headLength > 0 ? " of \(Shown.size(entry.deliverySize)) with the head" : ""
    facts.append(("size", Shown.size(entry.size) + head))
    if !entry.outcome.rules.isEmpty { facts.append(("rules", entry.outcome.rules.joined(separator: ", "))) }
    if !entry.outcome.tags.isEmpty { facts.append(("tags", entry.outcome.tags.joined(separator: ", "))) }
    return facts.map { name, value in
      [
        TextSpan(" "), TextSpan(name, .textDim),
        TextSpan(String(repeating: " ", count: max(1, 12 - name.count))),
        TextSpan(value),
      ]
    }
  }
}
