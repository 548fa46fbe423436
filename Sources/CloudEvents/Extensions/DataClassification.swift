/// The Data Classification extension (cloudevents/extensions/data-classification.md).
extension KnownExtension {
  static let dataClassification = KnownExtension(
    "Data Classification",
    ConformanceRule(
      "extension.data-classification", .warning,
      "Data Classification extension, dataclassification, dataregulation and datacategory",
      "dataclassification is present, and dataregulation a list of names without spaces in them."),
    [
      Attribute(.dataclassification, .string, isRequired: true) { explanation in
        explanation.event.dataregulation.isEmpty
          ? "how the data is classified" : "how the regulation classifies the data"
      },
      Attribute(
        .dataregulation, .string,
        fault: { text in
          regulations(in: text).contains { $0.isEmpty || $0.utf8.contains(UInt8(ascii: " ")) }
            ? "is no list of names; it should be like GDPR,HIPAA" : nil
        },
        explain: { explanation in
          let names = regulations(in: explanation.text)
          return "the data is subject to \(names.joined(separator: ", "))"
        }),
      Attribute(.datacategory, .string) { _ in "what kind of data it is" },
    ])

  /// The names in a list, without the spaces around them, which mean nothing.
  static func regulations(in text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { name in
      var name = name.drop { $0 == 0x20 }
      while name.last == 0x20 { name.removeLast() }
      return String(Substring(name))
    }
  }
}

extension AttributeName {
  /// `dataclassification`, a String (Data Classification extension).
  public static var dataclassification: AttributeName { AttributeName(unchecked: "dataclassification") }
  /// `dataregulation`, a String (Data Classification extension).
  public static var dataregulation: AttributeName { AttributeName(unchecked: "dataregulation") }
  /// `datacategory`, a String (Data Classification extension).
  public static var datacategory: AttributeName { AttributeName(unchecked: "datacategory") }
}

extension CloudEvent {
  /// `dataclassification`: how the data is classified, such as `confidential` (Data Classification extension).
  public var dataclassification: String? {
    get { text(.dataclassification) }
    set { setText(.dataclassification, newValue) }
  }
  /// `dataregulation`: the regulations that the data is subject to, such as `GDPR` (Data Classification extension).
  public var dataregulation: [String] {
    get { text(.dataregulation).map { KnownExtension.regulations(in: $0) } ?? [] }
    set { setText(.dataregulation, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }
  /// `datacategory`: what kind of data it is, such as `sensitive` (Data Classification extension).
  public var datacategory: String? {
    get { text(.datacategory) }
    set { setText(.datacategory, newValue) }
  }
}
