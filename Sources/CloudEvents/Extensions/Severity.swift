/// The Severity extension, which is also called Log Level (cloudevents/extensions/severity.md).
extension KnownExtension {
  static let severity = KnownExtension(
    "Severity",
    ConformanceRule(
      "extension.severity", .warning, "Severity extension, severitytext and severitynumber",
      "severitynumber is an Integer that is not negative, and severitytext is upper case."),
    [
      Attribute(
        .severitytext, .string,
        fault: { text in
          text.utf8.contains { (0x61...0x7a).contains($0) }
            ? "should be upper case, like \(text.uppercased().prefix(40))" : nil
        },
        explain: { _ in "the level as its source calls it" }),
      Attribute(
        .severitynumber, .integer, isRequired: true,
        fault: { $0.beginsExactly("-") ? "is \($0); it should not be negative" : nil },
        explain: { explanation in Int32(explanation.text).flatMap { severityName($0) } }),
    ])

  /// The short name of a number (OpenTelemetry, Logs Data Model, Displaying Severity): `WARN2` for 14; `nil` for one
  /// without a name.
  static func severityName(_ number: Int32) -> String? {
    guard (1...24).contains(number) else { return nil }
    let names = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]
    let step = (number - 1) % 4
    return names[Int(number - 1) / 4] + (step == 0 ? "" : String(step + 1))
  }
}

extension AttributeName {
  /// `severitytext`, a String (Severity extension).
  public static var severitytext: AttributeName { AttributeName(unchecked: "severitytext") }
  /// `severitynumber`, an Integer (Severity extension).
  public static var severitynumber: AttributeName { AttributeName(unchecked: "severitynumber") }
}

extension CloudEvent {
  /// `severitytext`: the log level as its source calls it, such as `WARN` (Severity extension).
  public var severitytext: String? {
    get { text(.severitytext) }
    set { setText(.severitytext, newValue) }
  }
  /// `severitynumber`: from 1, the least severe, to 24; `nil` where it is not set or no Integer (Severity extension).
  public var severitynumber: Int32? {
    get { integer(.severitynumber) }
    set { self[.severitynumber] = newValue.map { .integer($0) } }
  }
}
