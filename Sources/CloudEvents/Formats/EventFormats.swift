/// The event formats that a program reads and writes, first to last. A plain list: append your own.
public struct EventFormats: Sendable {
  /// The formats, in the order in which they are asked.
  public var list: [any EventFormat]

  /// A list of formats.
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

  /// The format for a media type as it lies in its bytes, with or without parameters, without copying any of it;
  /// `nil` where none is meant or the bytes are no media type.
  public func format(forType bytes: UnsafeRawBufferPointer) -> (format: any EventFormat, isBatch: Bool)? {
    guard let type = MediaTypeEssence(bytes) else { return nil }
    let essence = UnsafeRawBufferPointer(rebasing: bytes[type.range])
    for format in list {
      if essence.equalsIgnoringCase(text: format.mediaType) { return (format, false) }
      if let batch = format.batchMediaType, essence.equalsIgnoringCase(text: batch) { return (format, true) }
    }
    return nil
  }

  /// The format with a short name, such as `json`.
  public func named(_ name: String) -> (any EventFormat)? {
    list.first { $0.name == name }
  }
}
