/// The Recorded Time extension (cloudevents/extensions/recordedtime.md).
extension KnownExtension {
  static let recordedTime = KnownExtension(
    "Recorded Time",
    ConformanceRule(
      "extension.recordedtime", .warning, "Recorded Time extension, recordedtime",
      "recordedtime is a timestamp of RFC 3339."),
    [
      Attribute(.recordedtime, .timestamp) { explanation in
        guard let recorded = Timestamp(explanation.text) else { return nil }
        guard let time = explanation.event.time else {
          return "recorded \(Distance.text(of: recorded, seenFrom: explanation.now))"
        }
        if recorded == time { return "recorded when it happened" }
        return
          "recorded \(Distance.text(from: time, to: recorded)) \(recorded > time ? "after" : "before") it happened"
      }
    ])
}

extension AttributeName {
  /// `recordedtime`, a Timestamp (Recorded Time extension).
  public static var recordedtime: AttributeName { AttributeName(unchecked: "recordedtime") }
}

extension CloudEvent {
  /// `recordedtime`: when the event was made of the occurrence; `nil` where it is not set or no Timestamp (Recorded
  /// Time extension).
  public var recordedtime: Timestamp? {
    get { timestamp(.recordedtime) }
    set { setTimestamp(.recordedtime, newValue) }
  }
}
