/// The Partitioning extension (cloudevents/extensions/partitioning.md).
extension KnownExtension {
  static let partitioning = KnownExtension(
    "Partitioning",
    ConformanceRule(
      "extension.partitioning", .warning, "Partitioning extension, partitionkey",
      "partitionkey is a String that is not empty."),
    [
      Attribute(.partitionkey, .string, isRequired: true) { _ in "events with the same key stay together" }
    ])
}

extension AttributeName {
  /// `partitionkey`, a String (Partitioning extension).
  public static var partitionkey: AttributeName { AttributeName(unchecked: "partitionkey") }
}

extension CloudEvent {
  /// `partitionkey`: events with the same one go to the same partition (Partitioning extension).
  public var partitionkey: String? {
    get { text(.partitionkey) }
    set { setText(.partitionkey, newValue) }
  }
}
