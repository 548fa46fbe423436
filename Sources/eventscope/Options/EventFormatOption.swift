import CloudEvents

/// The event format that `--format` names.
enum EventFormatOption {
  static func named(_ name: String) throws(Failure) -> any EventFormat {
    guard let format = EventFormats.standard.named(name) else {
      let names = EventFormats.standard.list.map(\.name).joined(separator: ", ")
      throw Failure(.usage, "\(name) is no event format that can be written here; \(names) can.")
    }
    return format
  }
}
