import CloudEvents

/// Reads events that stand in a file: NDJSON, JSON events one behind the other, or a JSON array of them.
enum EventReader {
  /// One event, and what is wrong with it.
  struct Item {
    var event: CloudEvent
    var violations: [Violation]
    /// Where it stands, such as `events.ndjson:3`.
    var place: String
  }

  /// The events in some bytes, the wrong ones too.
  static func items(in bytes: [UInt8], name: String) -> [Item] {
    guard let first = bytes.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) else { return [] }
    if first == UInt8(ascii: "[") { return batch(bytes, name: name) }
    if bytes.withUnsafeBytes({ JSONScanner.isValid($0) }) { return [item(bytes, place: name)] }
    return JSONText.texts(in: bytes).map { text in
      let value = Array(bytes[text.range])
      guard let error = text.error else { return item(value, place: "\(name):\(text.line)") }
      let place = value.withUnsafeBytes { error.position(in: $0) }
      return Item(
        event: CloudEvent(), violations: [Violation(.json, .message, "This is no JSON: \(error).")],
        place: "\(name):\(text.line + place.line - 1):\(place.column)")
    }
  }

  private static func item(_ bytes: [UInt8], place: String) -> Item {
    let decoded = JSONEventFormat().decode(bytes)
    let event = bytes.withUnsafeBytes { decoded.event(in: $0) }
    return Item(event: event, violations: decoded.violations, place: place)
  }

  private static func batch(_ bytes: [UInt8], name: String) -> [Item] {
    let decoded = JSONEventFormat().decodeBatch(bytes)
    if !decoded.violations.isEmpty {
      return [Item(event: CloudEvent(), violations: decoded.violations, place: name)]
    }
    return bytes.withUnsafeBytes { bytes in
      decoded.events.enumerated().map { index, event in
        Item(event: event.event(in: bytes), violations: event.violations, place: "\(name)")
      }
    }
  }
}

extension StandardError {
  /// Tells what is wrong with an event, a sentence for each violation.
  static func say(_ violations: [Violation], at place: String) {
    for violation in violations {
      let member = violation.index.map { ", event \($0)" } ?? ""
      let severity = violation.isError ? "" : "warning: "
      say("\(place)\(member): \(severity)\(violation.message)")
    }
  }
}
