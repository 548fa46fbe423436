/// The Correlation extension (cloudevents/extensions/correlation.md).
extension KnownExtension {
  static let correlation = KnownExtension(
    "Correlation",
    ConformanceRule(
      "extension.correlation", .warning, "Correlation extension, correlationid and causationid",
      "correlationid and causationid are Strings that are not empty."),
    [
      Attribute(.correlationid, .string) { _ in "events with the same one belong to the same flow" },
      Attribute(.causationid, .string) { explanation in
        explanation.text.isExactly(explanation.event.id)
          ? "the event says that it caused itself" : "the id of the event that caused it"
      },
    ])
}

extension AttributeName {
  /// `correlationid`, a String (Correlation extension).
  public static var correlationid: AttributeName { AttributeName(unchecked: "correlationid") }
  /// `causationid`, a String (Correlation extension).
  public static var causationid: AttributeName { AttributeName(unchecked: "causationid") }
}

extension CloudEvent {
  /// `correlationid`: what the events of one flow have in common (Correlation extension).
  public var correlationid: String? {
    get { text(.correlationid) }
    set { setText(.correlationid, newValue) }
  }
  /// `causationid`: the `id` of the event that caused this one (Correlation extension).
  public var causationid: String? {
    get { text(.causationid) }
    set { setText(.causationid, newValue) }
  }
}
