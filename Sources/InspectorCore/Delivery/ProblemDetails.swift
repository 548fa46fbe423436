import CloudEvents

/// The body of an answer that refuses: RFC 9457's JSON, with the violations.
public enum ProblemDetails {
  public static let contentType = "application/problem+json"
  /// How many violations are listed; of more, `violationCount` tells the number.
  public static let maximumViolations = 1000

  /// An answer that says why an event was not taken.
  public static func answer(status: Int, detail: String, violations: [Violation]) -> Answer {
    var json = JSONWriter()
    json.object { json in
      json.member("type", "about:blank")
      json.member("title", title(status))
      json.member("status", status)
      json.member("detail", detail)
      if violations.count > maximumViolations { json.member("violationCount", violations.count) }
      json.name("violations")
      json.array { json in
        for violation in violations.prefix(maximumViolations) { violation.write(to: &json) }
      }
    }
    return Answer(status: status, headers: [("Content-Type", contentType)], body: json.bytes)
  }

  /// The violations as a JSON array: what an NDJSON connection gets back.
  public static func array(_ violations: [Violation]) -> [UInt8] {
    var json = JSONWriter()
    json.array { json in
      for violation in violations.prefix(maximumViolations) { violation.write(to: &json) }
    }
    return json.bytes
  }

  private static func title(_ status: Int) -> String {
    switch status {
    case 400: "Not a valid CloudEvent"
    case 415: "Unsupported event format"
    case 503: "Overloaded"
    default: "Refused"
    }
  }
}
