/// The event formats that a program reads and writes, first to last. A plain list: append your own.
public struct EventFormats: Sendable {
  public var list: [any EventFormat]

  public init(_ list: [any EventFormat]) {
    self.list = list
  }

  /// What this library brings: JSON.
  public static let standard = EventFormats([JSONEventFormat()])

  /// The format for a media type, and whether it is the format's batch; `nil` where none is meant.
  public func format(for type: MediaType) -> (format: any EventFormat, isBatch: Bool)? {
    let essence = type.essence
    for format in list {
      if format.mediaType == essence { return (format, false) }
      if format.batchMediaType == essence { return (format, true) }
    }
    return nil
  }

  /// The format with a short name, such as `json`.
  public func named(_ name: String) -> (any EventFormat)? {
    list.first { $0.name == name }
  }
}
