import CloudEvents

/// An event a line, in the JSON event format.
public struct NDJSONExporter: Exporter {
  public let name = "ndjson"
  public let title = "NDJSON, an event a line"
  public let fileExtension = "ndjson"
  public let isJSON = true

  public init() {}

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    message.event.map { JSONEventFormat().encodeLine($0) + [0x0a] }
  }
}
