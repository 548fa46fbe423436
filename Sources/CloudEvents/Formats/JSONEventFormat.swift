/// The JSON event format (JSON format 1.0.2): `application/cloudevents+json` and its batch.
public struct JSONEventFormat: EventFormat {
  /// `json`.
  public let name = "json"
  /// `application/cloudevents+json`.
  public let mediaType = "application/cloudevents+json"
  /// `application/cloudevents-batch+json`.
  public let batchMediaType: String? = "application/cloudevents-batch+json"

  /// The format; it has no settings.
  public init() {}

  /// Decodes and checks one JSON object (section 3).
  public func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    ByteRange(whole: bytes).map { decode(at: $0, of: bytes) } ?? .tooLarge(.json)
  }

  /// Decodes and checks one JSON object that stands among other bytes.
  public func decode(at range: ByteRange, of bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    var scanner = JSONScanner(bytes, range: range.range)
    var decoder = JSONEventDecoder(range)
    decoder.decode(from: &scanner, in: bytes)
    if decoder.syntaxError == nil {
      do { try scanner.finish() } catch { decoder.syntaxError = error }
    }
    return decoder.finished(in: bytes, extent: range)
  }

  /// Decodes and checks a JSON array of events (section 4).
  public func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    ByteRange(whole: bytes).map { decodeBatch(at: $0, of: bytes) }
      ?? DecodedBatch(events: [], violations: DecodedEvent.tooLarge(.json).violations)
  }

  /// Decodes and checks a JSON array of events that stands among other bytes.
  public func decodeBatch(at range: ByteRange, of bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    var scanner = JSONScanner(bytes, range: range.range)
    var batch = DecodedBatch(events: [])
    do {
      guard scanner.peek() == UInt8(ascii: "[") else {
        _ = try scanner.value()
        try scanner.finish()
        batch.violations = [
          Violation(.jsonBatch, .pointer(""), "The batch is no JSON array; it must be [event, event, …].")
        ]
        return batch
      }
      var index = 0
      var wrong = 0
      var specversion = EncodedValue.absent
      try scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        if wrong < DecodedBatch.maximumWrongMembers {
          try Self.readMember(
            into: &batch.events, specversion: &specversion, from: &scanner, in: bytes, range)
          if batch.events[index].violations.containsError { wrong += 1 }
        } else {
          _ = try scanner.value()
        }
        index += 1
      }
      try scanner.finish()
      if index > batch.events.count {
        batch.violations = [
          .unseenMembers(.jsonBatch, wrong: wrong, unseen: index - batch.events.count)
        ]
      }
    } catch {
      batch.events = []
      batch.violations = [Self.violation(for: error, in: bytes[range], from: Int(range.start))]
    }
    return batch
  }

  /// Reads the member of a batch that is next. `specversion` is that of the first member that has one.
  private static func readMember(
    into events: inout [DecodedEvent], specversion: inout EncodedValue, from scanner: inout JSONScanner,
    in bytes: UnsafeRawBufferPointer, _ batch: ByteRange
  ) throws(JSONError) {
    var decoder = JSONEventDecoder(batch)
    _ = scanner.peek()
    let start = scanner.position
    decoder.decode(from: &scanner, in: bytes)
    if let error = decoder.syntaxError { throw error }
    let count = scanner.position - start
    let index = events.count
    // The others are mostly as long as the first: growing step by step would move them all several times.
    if index == 0 { events.reserveCapacity(min(Int(batch.count) / max(count, 64) + 1, 1024)) }
    events.append(decoder.finished(in: bytes, extent: ByteRange(start: start, count: count)))
    let own = events[index].encoded.specversion
    if specversion.isAbsent {
      specversion = own
    } else if !own.isAbsent, !specversion.hasSameText(as: own, in: bytes) {
      events[index].violations.append(.otherSpecversion)
    }
    for violation in events[index].violations.indices { events[index].violations[violation].index = index }
  }

  /// The violation that a JSON error is, with its line and column.
  ///
  /// - Parameter start: where the text stands in the bytes that the error's offset counts in.
  static func violation(for error: JSONError, in bytes: UnsafeRawBufferPointer, from start: Int) -> Violation
  {
    let (line, column) = bytes.lineAndColumn(at: error.offset - start)
    return Violation(.json, .message, "The body is not JSON: line \(line), column \(column): \(error).")
  }

  /// The event as a JSON object, its data as it was written.
  public func encode(_ event: CloudEvent) -> [UInt8] {
    var json = JSONWriter()
    write(event, to: &json, isCompact: false)
    return json.bytes
  }

  /// The events as a JSON array.
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
  /// - Parameters:
  ///   - event: the event, valid or not.
  ///   - json: where it is written to.
  ///   - isCompact: whether white space between the tokens of JSON data is left out.
  public func write(_ event: CloudEvent, to json: inout JSONWriter, isCompact: Bool) {
    json.object { json in
      if let value = event[.specversion] { write(.specversion, value, to: &json) }
      if let value = event[.id] { write(.id, value, to: &json) }
      if let value = event[.source] { write(.source, value, to: &json) }
      if let value = event[.type] { write(.type, value, to: &json) }
      for (name, value) in event.attributes {
        switch name {
        case .specversion, .id, .source, .type: continue
        // No attribute may have these names, which would say what the data is.
        case _ where name.isReservedInJSON: continue
        default: write(name, value, to: &json)
        }
      }
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
      // Text in a charset that is not known here came from JSON, as UTF-8.
      if let declared, !declared.isJSON, let text = (Charset(of: declared) ?? .utf8).decode(bytes) {
        json.member("data", text)
        return
      }
    case .unencodable(let bytes) where declared?.isJSON != true:
      json.member("data", String(decoding: bytes, as: UTF8.self))
      return
    default:
      break
    }
    json.member("data_base64", Base64.encode(data.bytes))
  }
}
