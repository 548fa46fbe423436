/// The Business Activity Monitoring extension (cloudevents/extensions/bam.md).
extension KnownExtension {
  static let businessActivity = KnownExtension(
    "BAM",
    ConformanceRule(
      "extension.bam", .warning, "BAM extension, Attributes",
      "bamtxid, bampid, bamptxid and bamptxsid are present and not empty, and bamptxcompleted is a Boolean."),
    [
      Attribute(.bamtxid, .string, isRequired: true) { _ in "the transaction that this belongs to" },
      Attribute(.bampid, .string, isRequired: true) { _ in "the model of the business process" },
      Attribute(.bamptxid, .string, isRequired: true) { _ in "the model of the transaction" },
      Attribute(.bamptxsid, .string, isRequired: true) { _ in "the step of the transaction" },
      Attribute(.bamptxsstatus, .string) { _ in "how the step went" },
      Attribute(.bamptxcompleted, .boolean) { explanation in
        explanation.text.isExactly("true")
          ? "the transaction has come to its end" : "the transaction goes on or has failed"
      },
    ])
}

extension AttributeName {
  /// `bamtxid`, a String (BAM extension).
  public static var bamtxid: AttributeName { AttributeName(unchecked: "bamtxid") }
  /// `bampid`, a String (BAM extension).
  public static var bampid: AttributeName { AttributeName(unchecked: "bampid") }
  /// `bamptxid`, a String (BAM extension).
  public static var bamptxid: AttributeName { AttributeName(unchecked: "bamptxid") }
  /// `bamptxsid`, a String (BAM extension).
  public static var bamptxsid: AttributeName { AttributeName(unchecked: "bamptxsid") }
  /// `bamptxsstatus`, a String (BAM extension).
  public static var bamptxsstatus: AttributeName { AttributeName(unchecked: "bamptxsstatus") }
  /// `bamptxcompleted`, a Boolean (BAM extension).
  public static var bamptxcompleted: AttributeName { AttributeName(unchecked: "bamptxcompleted") }
}

extension CloudEvent {
  /// `bamtxid`: the transaction that the event belongs to (BAM extension).
  public var bamtxid: String? {
    get { text(.bamtxid) }
    set { setText(.bamtxid, newValue) }
  }
  /// `bampid`: the model of the business process (BAM extension).
  public var bampid: String? {
    get { text(.bampid) }
    set { setText(.bampid, newValue) }
  }
  /// `bamptxid`: the model of the transaction (BAM extension).
  public var bamptxid: String? {
    get { text(.bamptxid) }
    set { setText(.bamptxid, newValue) }
  }
  /// `bamptxsid`: the step of the transaction, such as `start` (BAM extension).
  public var bamptxsid: String? {
    get { text(.bamptxsid) }
    set { setText(.bamptxsid, newValue) }
  }
  /// `bamptxsstatus`: how the step went, such as `waiting` (BAM extension).
  public var bamptxsstatus: String? {
    get { text(.bamptxsstatus) }
    set { setText(.bamptxsstatus, newValue) }
  }
  /// `bamptxcompleted`: whether the transaction has come to its end; `nil` where it is not set or no Boolean (BAM
  /// extension).
  public var bamptxcompleted: Bool? {
    get { boolean(.bamptxcompleted) }
    set { self[.bamptxcompleted] = newValue.map { .boolean($0) } }
  }
}
