import CloudEvents

/// One term of a query.
enum QueryTerm: Sendable, Equatable {
  case attribute(CoreAttribute, GlobPattern)
  case extensionAttribute(AttributeName, ValueTest)
  case data(DataPath, ValueTest)
  /// By the header's name in lower case.
  case header([UInt8], ValueTest)
  case flag(QueryFlag)
  case mode(GlobPattern)
  case transport(GlobPattern)
  case format(GlobPattern)
  case method(GlobPattern)
  case target(GlobPattern)
  case peer(GlobPattern)
  case tag(GlobPattern)
  case status(StatusTest)
  case size(Comparison, Int)
  case age(Comparison, Int64)
  case number(Comparison, UInt64)
  /// A word or a phrase.
  case contains(Needle)

  /// What stands, codings aside, in the bytes of everything for which it holds; `nil` where nothing is known.
  var required: Needle? {
    switch self {
    case .attribute(_, let pattern): Needle(runOf: pattern)
    case .extensionAttribute(_, let test), .data(_, let test), .header(_, let test): test.required
    case .contains(let needle): needle.isGlob ? nil : needle
    default: nil
    }
  }

  func matches(_ subject: QuerySubject) -> Bool {
    switch self {
    case .attribute(let attribute, let pattern):
      subject.withBytes(of: attribute.value(of: subject.event.encoded)) { pattern.matches($0) } ?? false
    case .extensionAttribute(let name, let test):
      subject.withBytes(of: subject.event.encoded.value(of: name, in: subject.eventBytes)) {
        test.holds(text: $0)
      } ?? false
    case .data(let path, let test):
      subject.withJSONData { path.anyValue(in: $0) { token, bytes in test.holds(json: token, in: bytes) } }
        ?? false
    case .header(let name, let test):
      subject.anyHeader { field, value in
        field.count == name.count && zip(field, name).allSatisfy { $0.asciiLowercased == $1 }
          && test.holds(text: value)
      }
    case .flag(let flag): flag.holds(for: subject)
    case .mode(let pattern): subject.mode?.rawValue.withBytes { pattern.matches($0) } ?? false
    case .transport(let pattern): subject.transport.rawValue.withBytes { pattern.matches($0) }
    case .format(let pattern): subject.isFormat(pattern)
    case .method(let pattern): subject.requestWord(0).map { pattern.matches($0) } ?? false
    case .target(let pattern): subject.requestWord(1).map { pattern.matches($0) } ?? false
    case .peer(let pattern): subject.peer.withBytes { pattern.matches($0) }
    case .tag(let pattern): subject.tags.contains { $0.withBytes { pattern.matches($0) } }
    case .status(let test): subject.status.map { test.holds($0) } ?? false
    case .size(let comparison, let bytes): comparison.holds(subject.size, bytes)
    case .age(let comparison, let age):
      comparison.holds(subject.now.nanoseconds(since: subject.received), age)
    case .number(let comparison, let number): subject.number.map { comparison.holds($0, number) } ?? false
    case .contains(let needle): subject.contains(needle)
    }
  }
}
