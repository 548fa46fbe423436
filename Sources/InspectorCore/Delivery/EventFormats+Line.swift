import CloudEvents

extension EventFormats {
  /// One line of NDJSON: one event in the JSON format.
  func decodeLine(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    (named("json") ?? JSONEventFormat()).decode(bytes)
  }
}
