import CloudEvents

extension EventFormats {
  /// One line of NDJSON: one event in the JSON format.
  func decodeLine(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    var decoded = (named("json") ?? JSONEventFormat()).decode(bytes)
    // Who counts lines knows another number for this one than 1.
    for index in decoded.violations.indices where decoded.violations[index].rule == .json {
      guard let error = JSONScanner.error(in: bytes) else { continue }
      let column = error.position(in: bytes).column
      decoded.violations[index].message = "The line is not JSON: column \(column): \(error)."
    }
    return decoded
  }
}
