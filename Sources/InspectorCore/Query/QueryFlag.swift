import CloudEventsHTTP

/// What `is:` can ask.
enum QueryFlag: String, Sendable, CaseIterable {
  case valid, invalid, warning, duplicate, received, sent, refused, batch, binary, structured, ndjson

  func holds(for subject: QuerySubject) -> Bool {
    switch self {
    case .valid: subject.isValid
    case .invalid: !subject.isValid
    case .warning: subject.isValid && !subject.event.violations.isEmpty
    case .duplicate: subject.isDuplicate
    case .received: !subject.isSent
    case .sent: subject.isSent
    case .refused: !subject.isSent && subject.status.map { !(200..<300).contains($0) } ?? !subject.isValid
    case .batch: subject.mode == .batched
    case .binary: subject.mode == .binary
    case .structured: subject.mode == .structured
    case .ndjson: subject.transport == .ndjson
    }
  }
}
