/// The Sequence extension (cloudevents/extensions/sequence.md).
extension KnownExtension {
  static let sequence = KnownExtension(
    "Sequence",
    ConformanceRule(
      "extension.sequence", .warning, "Sequence extension, sequence and sequencetype",
      "sequence is a String that is not empty; with sequencetype Integer it is a whole number of 32 bits."),
    [
      Attribute(.sequence, .string, isRequired: true) { explanation in
        guard explanation.event.sequencetype?.isExactly("Integer") == true else {
          return "its place among the events of the source"
        }
        return sequenceNumber(explanation.text).map { "number \($0) of the source's events" }
      },
      Attribute(.sequencetype, .string) { explanation in
        explanation.text.isExactly("Integer")
          ? "sequence counts by 1 and is padded with zeros" : "what sequence means is agreed elsewhere"
      },
    ],
    faults: { values in
      guard values.text(.sequencetype)?.isExactly("Integer") == true, let text = values.text(.sequence),
        !text.isEmpty,
        sequenceNumber(text) == nil
      else { return [] }
      return [
        (
          .sequence,
          "is \"\(text.prefix(40))\"; with the sequencetype Integer it should be a whole number of 32 bits"
        )
      ]
    })

  /// A number of 32 bits, which may be padded with zeros so that texts sort as numbers do.
  static func sequenceNumber(_ text: String) -> Int32? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return nil }
    return Int32(text)
  }
}

extension AttributeName {
  /// `sequence`, a String (Sequence extension).
  public static var sequence: AttributeName { AttributeName(unchecked: "sequence") }
  /// `sequencetype`, a String (Sequence extension).
  public static var sequencetype: AttributeName { AttributeName(unchecked: "sequencetype") }
}

extension CloudEvent {
  /// `sequence`: the event's place among those of its source, as text that sorts (Sequence extension).
  public var sequence: String? {
    get { text(.sequence) }
    set { setText(.sequence, newValue) }
  }
  /// `sequencetype`: what `sequence` means, such as `Integer` (Sequence extension).
  public var sequencetype: String? {
    get { text(.sequencetype) }
    set { setText(.sequencetype, newValue) }
  }
}
