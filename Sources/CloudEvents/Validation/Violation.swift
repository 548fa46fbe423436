/// A rule that an event breaks: which one, where, and what would be right.
public struct Violation: Sendable, Hashable {
  /// What breaks the rule.
  public enum Location: Sendable, Hashable {
    /// A context attribute, by its name as it came.
    case attribute(String)
    /// A header field, by its name as it came.
    case header(String)
    /// A place in a JSON text, as an RFC 6901 pointer.
    case pointer(String)
    /// The body or the message as a whole.
    case message
  }

  /// What it breaks.
  public var rule: ConformanceRule
  /// Where.
  public var location: Location
  /// One sentence: what is wrong and what would be right.
  public var message: String
  /// Which member of a batch, from 0.
  public var index: Int?

  /// A violation.
  public init(_ rule: ConformanceRule, _ location: Location, _ message: String, index: Int? = nil) {
    self.rule = rule
    self.location = location
    self.message = message
    self.index = index
  }

  /// How much it weighs.
  public var severity: ConformanceRule.Severity { rule.severity }
  /// Whether it makes the event invalid.
  public var isError: Bool { rule.severity == .error }

  /// Writes the violation as it stands in a delivery record.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      if let index { json.member("index", index) }
      json.member("severity", severity.rawValue)
      switch location {
      case .attribute(let name): json.member("attribute", name)
      case .header(let name):
        json.member("header", name)
        // The attribute that the header is for, for those who look for that.
        let lower = name.lowercased()
        if lower.hasPrefix("ce-") { json.member("attribute", String(lower.dropFirst(3))) }
      case .pointer(let pointer): json.member("pointer", pointer)
      case .message: break
      }
      json.member("rule", rule.id)
      json.member("message", message)
      json.member("section", rule.section)
    }
  }
}

extension Sequence<Violation> {
  /// Whether one of them makes the event invalid.
  public var containsError: Bool { contains(where: \.isError) }
}
