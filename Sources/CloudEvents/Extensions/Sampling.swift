/// The Sampled Rate extension (cloudevents/extensions/sampledrate.md).
extension KnownExtension {
  static let sampling = KnownExtension(
    "Sampled Rate",
    ConformanceRule(
      "extension.sampledrate", .warning, "Sampled Rate extension, sampledrate",
      "sampledrate is an Integer greater than zero."),
    [
      Attribute(
        .sampledrate, .integer, isRequired: true,
        fault: { text in
          (Int32(text) ?? 0) > 0 ? nil : "is \(text); it should be greater than zero"
        },
        explain: { explanation in
          explanation.text.isExactly("1") ? "every event is sent" : "1 of \(explanation.text) events is sent"
        })
    ])
}

extension AttributeName {
  /// `sampledrate`, an Integer (Sampled Rate extension).
  public static var sampledrate: AttributeName { AttributeName(unchecked: "sampledrate") }
}

extension CloudEvent {
  /// `sampledrate`: how many similar events happened for this one that was sent; `nil` where it is not set or no
  /// Integer (Sampled Rate extension).
  public var sampledrate: Int32? {
    get { integer(.sampledrate) }
    set { self[.sampledrate] = newValue.map { .integer($0) } }
  }
}
