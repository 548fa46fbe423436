/// The Expiry Time extension (cloudevents/extensions/expirytime.md).
extension KnownExtension {
  static let expiryTime = KnownExtension(
    "Expiry Time",
    ConformanceRule(
      "extension.expirytime", .warning, "Expiry Time extension, expirytime",
      "expirytime is a timestamp of RFC 3339 that is not before time."),
    [
      Attribute(.expirytime, .timestamp, isRequired: true) { explanation in
        guard let time = Timestamp(explanation.text) else { return nil }
        let distance = Distance.text(of: time, seenFrom: explanation.now)
        return time > explanation.now ? "expires \(distance)" : "expired \(distance)"
      }
    ],
    faults: { values in
      guard let expiry = values.timestamp(.expirytime), let time = values.timestamp(.time), expiry < time
      else {
        return []
      }
      return [(.expirytime, "is before time; it should be equal to it or later")]
    })
}

extension AttributeName {
  /// `expirytime`, a Timestamp (Expiry Time extension).
  public static var expirytime: AttributeName { AttributeName(unchecked: "expirytime") }
}

extension CloudEvent {
  /// `expirytime`: when the event stops being of use; `nil` where it is not set or no Timestamp (Expiry Time extension).
  public var expirytime: Timestamp? {
    get { timestamp(.expirytime) }
    set { setTimestamp(.expirytime, newValue) }
  }
}
