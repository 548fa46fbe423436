import CloudEvents

/// A violation as it stands in a delivery record, whoever wrote it: its rule need not be known here.
public struct RecordedViolation: Sendable, Hashable {
  /// `error` or `warning`.
  public var severity: ConformanceRule.Severity
  /// What breaks the rule.
  public var location: Violation.Location
  /// The rule's stable, dotted id.
  public var rule: String
  public var message: String
  public var section: String
  /// Which member of a batch, from 0.
  public var index: Int?

  public init(_ violation: Violation) {
    severity = violation.severity
    location = violation.location
    rule = violation.rule.id
    message = violation.message
    section = violation.rule.section
    index = violation.index
  }

  /// Reads a member of a record's `violations`; what is no `warning` is an error.
  init(_ members: JSONMembers) {
    severity = members.string("severity") == ConformanceRule.Severity.warning.rawValue ? .warning : .error
    location =
      if let name = members.string("attribute") {
        .attribute(name)
      } else if let name = members.string("header") {
        .header(name)
      } else if let pointer = members.string("pointer") {
        .pointer(pointer)
      } else {
        .message
      }
    rule = members.string("rule") ?? ""
    message = members.string("message") ?? ""
    section = members.string("section") ?? ""
    index = members.integer("index")
  }

  public var isError: Bool { severity == .error }

  /// The attribute, header or pointer; `nil` where the message as a whole breaks the rule.
  public var place: String? {
    switch location {
    case .attribute(let name), .header(let name), .pointer(let name): name
    case .message: nil
    }
  }

  /// Whether another one says the same thing of the same place, as it is seen in another mode of the event: a header is
  /// the attribute that it carries, and where the data is not what its type says, the place is how the data came.
  func isSameFinding(as other: RecordedViolation) -> Bool {
    guard rule == other.rule else { return false }
    return rule == ConformanceRule.dataMatchesType.id || subject == other.subject
  }

  private var subject: Violation.Location {
    switch location {
    case .header(let name) where name.lowercased().hasPrefix("ce-"):
      .attribute(String(name.lowercased().dropFirst(3)))
    case .header(let name) where name.lowercased() == "content-type": .attribute("datacontenttype")
    case .attribute("data_base64"): .attribute("data")
    default: location
    }
  }

  /// Writes its members, as they stand in a delivery record, but for `index`.
  public func writeMembers(to json: inout JSONWriter) {
    json.member("severity", severity.rawValue)
    switch location {
    case .attribute(let name): json.member("attribute", name)
    case .header(let name): json.member("header", name)
    case .pointer(let pointer): json.member("pointer", pointer)
    case .message: break
    }
    json.member("rule", rule)
    json.member("message", message)
    json.member("section", section)
  }
}
