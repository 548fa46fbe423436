import CloudEvents
import InspectorCore

/// What is wrong with the event and where that is written, or that nothing is; and what the rules did.
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
    if !violations.containsError, entry.refusal == nil {
      lines.append(passed("a valid CloudEvent of version \(entry.event?.specversion ?? "1.0")"))
      lines.append(passed("the required attributes are present"))
      if entry.event?.time != nil { lines.append(passed("time is RFC 3339")) }
    }
    if entry.isDuplicate {
      lines += wrapped(
        "An event with the same source and id came before.", width: context.width - 4, indent: "   ",
        role: .eventDuplicate)
      lines[lines.count - 1][0] = TextSpan(" = ", .eventDuplicate)
    } else if entry.isValid, !entry.isSent {
      lines.append(passed("source + id not seen before"))
    }
    if entry.size > 64 << 10 {
      lines += wrapped(
        "The event is larger than 64 KiB, which intermediaries need not forward.", width: context.width - 4,
        indent: " ! ", role: .eventWarning)
    }
    if !entry.outcome.isEmpty {
      lines += heading("Rules that acted", in: context)
      lines += entry.outcome.rules.map { [TextSpan(" ✓ ", .eventOK), TextSpan($0)] }
      if !entry.outcome.tags.isEmpty {
        lines.append([TextSpan("   tags: \(entry.outcome.tags.joined(separator: ", "))", .textDim)])
      }
    }
    return lines + ruleLines(of: entry, in: context)
  }

  /// Which of the rules in force match, and why the others do not.
  private func ruleLines(of entry: Entry, in context: DetailContext) -> [DetailLine] {
    guard entry.isValid, !entry.isSent, context.rules.count > 0 else { return [] }
    let explanations = entry.withSubject(now: context.now) { context.rules.explain($0) }
    return heading("Rules in force", in: context)
      + explanations.flatMap { rule -> [DetailLine] in
        switch rule.state {
        case .matched: return [[TextSpan(" ✓ ", .eventOK), TextSpan("\(rule.rule) matches")]]
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
}
