import CloudEvents
import InspectorCore

/// What was checked: what is wrong with its rule and section, what is right, and what rules did.
struct ChecksTab: DetailTab {
  let title = "Checks"

  func hasContent(_ entry: Entry) -> Bool { !entry.isValid || entry.hasWarning || entry.isDuplicate }

  func lines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    var lines: [DetailLine] = []
    let violations = entry.violations
    if let refusal = entry.refusal {
      lines += wrapped(refusal.reason, width: context.width - 4, indent: "   ", role: .eventInvalid)
      lines[0][0] = TextSpan(" ✗ ", .eventInvalid)
      lines.append([TextSpan("   \(refusal.rule) · \(refusal.section)", .textDim)])
    }
    lines += self.lines(of: violations, in: context)
    let event = entry.event
    if !violations.containsError, entry.refusal == nil {
      lines.append(passed("a valid CloudEvent of version \(event?.specversion ?? "1.0")"))
      lines.append(passed("the required attributes are present"))
      if event?.time != nil { lines.append(passed("time is RFC 3339")) }
    }
    lines += identity(entry, in: context)
    if let event {
      lines += sequence(event, in: context) + skew(event, entry, in: context)
      lines += repeatedMembers(event, in: context)
    }
    if entry.size > 64 << 10 {
      lines += warned("The event is larger than 64 KiB, which intermediaries need not forward.", in: context)
    }
    return lines + rules(entry, in: context) + rulesInForce(entry, in: context)
  }

  private func identity(_ entry: Entry, in context: DetailContext) -> [DetailLine] {
    if entry.isDuplicate {
      let how =
        switch context.neighbours.earlier?.isSame {
        case true?: "The same event came before: source and id, and all the rest, are the same."
        case false?: "An event with the same source and id came before, and says something else."
        case nil: "An event with the same source and id came before."
        }
      var lines = wrapped(how, width: context.width - 4, indent: "   ", role: .eventDuplicate)
      lines[0][0] = TextSpan(" × ", .eventDuplicate)
      return lines
    }
    return entry.isValid && !entry.isSent ? [passed("source + id not seen before")] : []
  }

  /// Whether an event is missing between this one and the one before of the same source.
  private func sequence(_ event: CloudEvent, in context: DetailContext) -> [DetailLine] {
    guard let text = event[AttributeName(unchecked: "sequence")]?.canonicalString, let number = Int(text),
      let before = context.neighbours.previousSequence.flatMap(Int.init)
    else { return [] }
    if number == before + 1 { return [passed("sequence follows \(before)")] }
    let what =
      number > before
      ? "sequence goes from \(before) to \(number): \(Shown.plural(number - before - 1, "event")) of this source missing."
      : "sequence goes back from \(before) to \(number)."
    return warned(what, in: context)
  }

  /// Whether the sender's clock and this one differ.
  private func skew(_ event: CloudEvent, _ entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard !entry.isSent, let time = event.time?.nanosecondsSince1970 else { return [] }
    let seconds = (time - entry.received.nanoseconds) / 1_000_000_000
    guard seconds > 5 else { return [] }
    return warned(
      "time is \(Shown.plural(seconds, "second")) after the event arrived: a clock is wrong.", in: context)
  }

  /// Whether JSON data has a member twice, which is valid JSON and read in as many ways as there are readers.
  private func repeatedMembers(_ event: CloudEvent, in context: DetailContext) -> [DetailLine] {
    guard let data = event.data, event.contentType?.isJSON == true,
      data.bytes.count <= DetailContext.largest, data.bytes.withUnsafeBytes({ JSONScanner.isValid($0) })
    else { return [] }
    let repeated = JSONContent(data.bytes).repeatedMembers()
    guard let first = repeated.first else { return [] }
    let more = repeated.count > 1 ? " and \(Shown.count(repeated.count - 1)) more" : ""
    return warned(
      "\(first)\(more) stands there twice: some readers take the first, some the last.", in: context)
  }

  private func rules(_ entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard !entry.outcome.isEmpty else { return [] }
    var lines = heading("Rules that acted", in: context)
    lines += entry.outcome.rules.map { [TextSpan(" ✓ ", .eventOK), TextSpan($0)] }
    if !entry.outcome.tags.isEmpty {
      lines.append([TextSpan("   tags: \(entry.outcome.tags.joined(separator: ", "))", .textDim)])
    }
    return lines
  }

  /// Which of the rules in force match, and why the others do not.
  private func rulesInForce(_ entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard entry.isValid, !entry.isSent, context.rules.count > 0 else { return [] }
    let explanations = entry.withSubject(now: context.now) { context.rules.explain($0) }
    return heading("Rules in force", in: context)
      + explanations.flatMap { rule -> [DetailLine] in
        switch rule.state {
        case .matched: return [passed("\(rule.rule) matches")]
        case .disabled: return [[TextSpan(" · \(rule.rule) is switched off", .textDim)]]
        case .notAsked(let other):
          return [[TextSpan(" · \(rule.rule) is not asked: \(other) stops", .textDim)]]
        case .notMatched(let parts):
          let why = parts.map { "\($0.text) does not hold: \($0.reason)" }.joined(separator: "; ")
          var lines = wrapped(
            "\(rule.rule): \(why)", width: context.width - 4, indent: "   ", role: .textDim)
          lines[0][0] = TextSpan(" · ", .textDim)
          return lines
        }
      }
  }

  private func passed(_ what: String) -> DetailLine { [TextSpan(" ✓ ", .eventOK), TextSpan(what)] }

  private func warned(_ what: String, in context: DetailContext) -> [DetailLine] {
    var lines = wrapped(what, width: context.width - 4, indent: "   ", role: .eventWarning)
    lines[0][0] = TextSpan(" ! ", .eventWarning)
    return lines
  }
}
