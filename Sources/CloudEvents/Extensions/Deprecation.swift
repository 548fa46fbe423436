/// The Deprecation extension (cloudevents/extensions/deprecation.md).
extension KnownExtension {
  static let deprecation = KnownExtension(
    "Deprecation",
    ConformanceRule(
      "extension.deprecation", .warning,
      "Deprecation extension, deprecated, deprecationfrom, deprecationsunset and deprecationmigration",
      "deprecated is true, deprecationsunset is not before deprecationfrom, and deprecationmigration a URI."),
    [
      Attribute(.deprecated, .boolean, isRequired: true) { explanation in
        explanation.text.isExactly("true") ? "events of this type are going away" : "events of this type stay"
      },
      Attribute(.deprecationfrom, .timestamp) { explanation in
        Timestamp(explanation.text).map { "deprecated \(Distance.text(of: $0, seenFrom: explanation.now))" }
      },
      Attribute(.deprecationsunset, .timestamp) { explanation in
        guard let sunset = Timestamp(explanation.text) else { return nil }
        let distance = Distance.text(of: sunset, seenFrom: explanation.now)
        return sunset > explanation.now
          ? "supported no more \(distance)" : "supported no more since \(distance)"
      },
      Attribute(.deprecationmigration, .uri) { _ in "how to migrate" },
    ],
    faults: { values in
      var faults: [(name: AttributeName, fault: String)] = []
      if values.text(.deprecated)?.isExactly("false") == true,
        values.isSet(.deprecationfrom) || values.isSet(.deprecationsunset)
      {
        faults.append((.deprecated, "is false beside the times of a deprecation; it should be true"))
      }
      if let from = values.timestamp(.deprecationfrom), let sunset = values.timestamp(.deprecationsunset),
        sunset < from
      {
        faults.append((.deprecationsunset, "is before deprecationfrom; it should be equal to it or later"))
      }
      return faults
    })
}

extension AttributeName {
  /// `deprecated`, a Boolean (Deprecation extension).
  public static var deprecated: AttributeName { AttributeName(unchecked: "deprecated") }
  /// `deprecationfrom`, a Timestamp (Deprecation extension).
  public static var deprecationfrom: AttributeName { AttributeName(unchecked: "deprecationfrom") }
  /// `deprecationsunset`, a Timestamp (Deprecation extension).
  public static var deprecationsunset: AttributeName { AttributeName(unchecked: "deprecationsunset") }
  /// `deprecationmigration`, a URI (Deprecation extension).
  public static var deprecationmigration: AttributeName { AttributeName(unchecked: "deprecationmigration") }
}

extension CloudEvent {
  /// `deprecated`: whether events of this type are going away; `nil` where it is not set or no Boolean (Deprecation
  /// extension).
  public var deprecated: Bool? {
    get { boolean(.deprecated) }
    set { self[.deprecated] = newValue.map { .boolean($0) } }
  }
  /// `deprecationfrom`: since when the type is deprecated (Deprecation extension).
  public var deprecationfrom: Timestamp? {
    get { timestamp(.deprecationfrom) }
    set { setTimestamp(.deprecationfrom, newValue) }
  }
  /// `deprecationsunset`: when the type stops being supported (Deprecation extension).
  public var deprecationsunset: Timestamp? {
    get { timestamp(.deprecationsunset) }
    set { setTimestamp(.deprecationsunset, newValue) }
  }
  /// `deprecationmigration`: where it is described how to migrate (Deprecation extension).
  public var deprecationmigration: URI? {
    get { uri(.deprecationmigration) }
    set { self[.deprecationmigration] = newValue.map { .uri($0) } }
  }
}
