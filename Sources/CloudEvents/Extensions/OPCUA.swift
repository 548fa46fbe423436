/// The OPC UA extension (cloudevents/extensions/opcua.md). Two of its names have more than 20 characters, as it wants.
extension KnownExtension {
  static let opcUA = KnownExtension(
    "OPC UA",
    ConformanceRule(
      "extension.opcua", .warning, "OPC UA extension, Attributes",
      "The versions of the metadata are Integers, and absent where dataschema is present."),
    [
      Attribute(.opcuametadatamajorversion, .integer) { _ in
        "the version of the metadata that describes the data"
      },
      Attribute(.opcuametadataminorversion, .integer) { _ in "the minor version of the metadata" },
      Attribute(.opcuastatus, .integer) { explanation in
        guard let status = Int32(explanation.text) else { return nil }
        // OPC UA, part 4, section 7.39: the two highest bits are the severity.
        return ["good", "uncertain", "bad", "bad"][Int(UInt32(bitPattern: status) >> 30)]
      },
    ],
    faults: { values in
      guard values.isSet(.dataschema) else { return [] }
      return [AttributeName.opcuametadatamajorversion, .opcuametadataminorversion].filter { values.isSet($0) }
        .map {
          ($0, "should not be present beside dataschema")
        }
    })
}

extension AttributeName {
  /// `opcuametadatamajorversion`, an Integer (OPC UA extension).
  public static var opcuametadatamajorversion: AttributeName {
    AttributeName(unchecked: "opcuametadatamajorversion")
  }
  /// `opcuametadataminorversion`, an Integer (OPC UA extension).
  public static var opcuametadataminorversion: AttributeName {
    AttributeName(unchecked: "opcuametadataminorversion")
  }
  /// `opcuastatus`, an Integer (OPC UA extension).
  public static var opcuastatus: AttributeName { AttributeName(unchecked: "opcuastatus") }
}

extension CloudEvent {
  /// `opcuametadatamajorversion`: `nil` where it is not set or no Integer (OPC UA extension).
  public var opcuametadatamajorversion: Int32? {
    get { integer(.opcuametadatamajorversion) }
    set { self[.opcuametadatamajorversion] = newValue.map { .integer($0) } }
  }
  /// `opcuametadataminorversion`: `nil` where it is not set or no Integer (OPC UA extension).
  public var opcuametadataminorversion: Int32? {
    get { integer(.opcuametadataminorversion) }
    set { self[.opcuametadataminorversion] = newValue.map { .integer($0) } }
  }
  /// `opcuastatus`: the status of the data set message; `nil` where it is not set or no Integer (OPC UA extension).
  public var opcuastatus: Int32? {
    get { integer(.opcuastatus) }
    set { self[.opcuastatus] = newValue.map { .integer($0) } }
  }
}
