import CloudEvents

/// The event format that `--format` names.
enum EventFormatOption {
  static func named(_ name: String) throws(Failure) -> any EventFormat {
    guard let format = EventFormats.program.named(name) else {
      throw Failure(.usage, "\(name) is no event format that can be written here; \(names) can.")
    }
    return format
  }

  /// The names that can be given, such as `json, protobuf`.
  static let names = EventFormats.program.list.map(\.name).joined(separator: ", ")
}
