/// The Dataref extension, also known as claim check (cloudevents/extensions/dataref.md).
extension KnownExtension {
  static let dataref = KnownExtension(
    "Dataref",
    ConformanceRule(
      "extension.dataref", .warning, "Dataref extension, dataref", "dataref is a URI-reference of RFC 3986."),
    [
      Attribute(.dataref, .uriReference) { explanation in
        explanation.event.data == nil
          ? "the data is not in the event; it is stored there" : "the same data is stored there"
      }
    ])
}

extension AttributeName {
  /// `dataref`, a URI-reference (Dataref extension).
  public static var dataref: AttributeName { AttributeName(unchecked: "dataref") }
}

extension CloudEvent {
  /// `dataref`: where the data is stored; `nil` where it is not set or no URI-reference (Dataref extension).
  public var dataref: URIReference? {
    get { uriReference(.dataref) }
    set { self[.dataref] = newValue.map { .uriReference($0) } }
  }
}
