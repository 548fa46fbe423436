/// The JSON event format (JSON format 1.0.2): `application/cloudevents+json` and its batch.
public struct JSONEventFormat: EventFormat {
  public let name = "json"
  public let mediaType = "application/cloudevents+json"
  public let batchMediaType: String? = "application/cloudevents-batch+json"

  public init() {}

  public func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    var scanner = JSONScanner(bytes)
    var decoder = JSONEventDecoder()
    decoder.decode(from: &scanner, in: bytes)
    if decoder.syntaxError == nil {
      do { try scanner.finish() } catch { decoder.syntaxError = error }
    }
    var decoded = decoder.finished(in: bytes)
    decoded.extent = ByteRange(start: 0, count: bytes.count)
    return decoded
  }

  public func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    var scanner = JSONScanner(bytes)
    guard scanner.peek() == UInt8(ascii: "[") else {
      if let error = Result(catching: { () throws(JSONError) in try JSONScanner.scan(bytes) }).failure {
        return DecodedBatch(events: [], violations: [Self.violation(for: error, in: bytes)])
      }
      return DecodedBatch(
        events: [],
        violations: [
          Violation(.jsonBatch, .pointer(""), "The batch is no JSON array; it must be [event, event, …].")
        ])
    }
    var batch = DecodedBatch(events: [])
    do {
      try scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        var decoder = JSONEventDecoder()
        _ = scanner.peek()
        let start = scanner.position
        decoder.decode(from: &scanner, in: bytes)
        if let error = decoder.syntaxError { throw error }
        var decoded = decoder.finished(in: bytes)
        decoded.extent = ByteRange(start: start, count: scanner.position - start)
        for index in decoded.violations.indices { decoded.violations[index].index = batch.events.count }
        batch.events.append(decoded)
      }
      try scanner.finish()
    } catch {
      batch.events = []
      batch.violations = [Self.violation(for: error, in: bytes)]
    }
    return batch
  }

  /// The violation that a JSON error is, with its line and column.
  static func violation(for error: JSONError, in bytes: UnsafeRawBufferPointer) -> Violation {
    let (line, column) = error.position(in: bytes)
    return Violation(.json, .message, "The body is not JSON: line \(line), column \(column): \(error).")
  }

  public func encode(_ event: CloudEvent) -> [UInt8] {
    var json = JSONWriter()
    write(event, to: &json, isCompact: false)
    return json.bytes
  }

  public func encodeBatch(_ events: [CloudEvent]) -> [UInt8] {
    var json = JSONWriter()
    json.array { json in
      for event in events { write(event, to: &json, isCompact: false) }
    }
    return json.bytes
  }

  /// One event on one line: no line break stands in it, whatever white space its data has.
  public func encodeLine(_ event: CloudEvent) -> [UInt8] {
    var json = JSONWriter()
    write(event, to: &json, isCompact: true)
    return json.bytes
  }

  /// Writes an event as a JSON object: the required attributes first, the data last.
  ///
  /// - Parameter isCompact: whether white space between the tokens of JSON data is left out.
  public func write(_ event: CloudEvent, to json: inout JSONWriter, isCompact: Bool) {
    json.object { json in
      let required: [AttributeName] = [.specversion, .id, .source, .type]
      for name in required {
        if let value = event[name] { write(name, value, to: &json) }
      }
      for (name, value) in event.attributes where !required.contains(name) { write(name, value, to: &json) }
      if let data = event.data { write(data, of: event, to: &json, isCompact: isCompact) }
    }
  }

  private func write(_ name: AttributeName, _ value: AttributeValue, to json: inout JSONWriter) {
    json.name(name.rawValue)
    switch value {
    case .boolean(let value): json.boolean(value)
    case .integer(let value): json.integer(value)
    default: json.string(value.canonicalString)
    }
  }

  /// Section 3.1: JSON data as a JSON value, text as a string where its type is no JSON, everything else as Base64.
  private func write(_ data: EventData, of event: CloudEvent, to json: inout JSONWriter, isCompact: Bool) {
    let declared = event.datacontenttype.flatMap { MediaType($0) }
    switch data {
    case .json(let bytes)
    where declared?.isJSON ?? (event.datacontenttype == nil) || bytes.first != UInt8(ascii: "\""):
      json.name("data")
      if isCompact {
        bytes.withUnsafeBytes { json.compact($0) }
      } else {
        json.raw(bytes)
      }
      return
    case .text(let bytes):
      if let declared, !declared.isJSON, let charset = Charset(of: declared), let text = charset.decode(bytes)
      {
        json.member("data", text)
        return
      }
    default:
      break
    }
    json.member("data_base64", Base64.encode(data.bytes))
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
