import ArgumentParser

/// What a recording can be made into.
enum ConvertForm: String, ExpressibleByArgument, CaseIterable {
  /// An event a line.
  case ndjson
  /// One JSON array of events.
  case batch
  /// A delivery record a line.
  case records
  /// Raw HTTP requests.
  case httpBinary = "http-binary"
  case httpStructured = "http-structured"
  /// A shell command for each event.
  case curl
  /// A document for each event.
  case yaml
  /// An HTTP archive (HAR 1.2).
  case har
}
