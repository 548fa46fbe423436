import CloudEvents

/// The event in the JSON event format, laid out for people.
public struct JSONEventExporter: Exporter {
  public let name = "json"
  public let title = "JSON event"
  public let fileExtension = "json"
  public let isJSON = true

  public init() {}

  public func item(_ message: ExportedMessage) -> [UInt8]? {
    message.event.map { IndentedJSON.text(of: JSONEventFormat().encodeLine($0)) + [0x0a] }
  }
}
