import CloudEvents
import CloudEventsHTTP

/// Reads lines of recordings: delivery records, and events on their own. Members that are not known are passed
/// over.
public enum RecordReader {
  /// What a line is.
  public enum Kind: Sendable, Equatable {
    /// An object with `specversion`.
    case event
    /// An object with `transport` or `event`.
    case record
    /// Another JSON value.
    case other
    /// No JSON at all.
    case broken(JSONError)
  }

  /// Tells events and records apart, by the names of their members.
  public static func kind(of line: [UInt8]) -> Kind { line.withUnsafeBytes { kind(of: $0) } }

  /// Tells events and records apart, by the names of their members.
  public static func kind(of bytes: UnsafeRawBufferPointer) -> Kind {
    do throws(JSONError) {
      var scanner = JSONScanner(bytes)
      guard scanner.peek() == UInt8(ascii: "{") else {
        _ = try JSONScanner.scan(bytes)
        return .other
      }
      var isEvent = false
      var isRecord = false
      try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        _ = try scanner.value()
        func look(_ name: UnsafeRawBufferPointer) {
          if name.equals("specversion") { isEvent = true }
          if name.equals("transport") || name.equals("event") { isRecord = true }
        }
        if name.hasEscapes {
          JSONString.unescaped(bytes[name.contents])?.withUnsafeBytes { look($0) }
        } else {
          look(bytes[name.contents])
        }
      }
      try scanner.finish()
      return isEvent ? .event : isRecord ? .record : .other
    } catch {
      return .broken(error)
    }
  }

  /// Reads a delivery record.
  ///
  /// - Parameter name: what the file is called: it stands for a peer that is not named.
  public static func record(_ line: [UInt8], name: String, now: WallTime) throws(JSONError) -> RecordedEntry {
    let result = line.withUnsafeBytes { bytes -> Result<RecordedEntry, JSONError> in
      do throws(JSONError) {
        return .success(entry(try JSONMembers(0..<bytes.count, in: bytes), in: bytes, name: name, now: now))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Which member of a batch a record is of, and how many there are; `nil` where it says nothing, or what cannot be.
  private static func batch(of record: JSONMembers) -> (index: Int, count: Int)? {
    guard let batch = record.object("batch"), let index = batch.integer("index"),
      (0...Int(Int32.max)).contains(index)
    else { return nil }
    return (index, max(index + 1, min(batch.integer("count") ?? 0, Int(Int32.max))))
  }

  /// The most bytes that a coded body of a record may have when it is decoded.
  private static let largestDecoded = 1 << 28

  private static func entry(
    _ record: JSONMembers, in bytes: UnsafeRawBufferPointer, name: String, now: WallTime
  ) -> RecordedEntry {
    let transport = record.string("transport").flatMap { Delivery.Transport(rawValue: $0) } ?? .http
    let moment = record.string("received").flatMap { Timestamp($0) }
    let headers = headers(of: record, in: bytes)
    let target = record.string("target").map { exact($0, record.string("target_base64")) }
    let body = body(of: record)
    var event = event(of: record, in: bytes)
    let batch = batch(of: record)
    if let batch, var violations = event?.violations {
      for index in violations.indices { violations[index].index = batch.index }
      event?.violations = violations
    }
    var violations = record.elements("violations").compactMap { token in
      token.kind == .object ? try? JSONMembers(token.range.range, in: bytes) : nil
    }.map { RecordedViolation($0) }
    for found in (event?.violations ?? []).map({ RecordedViolation($0) })
    where !violations.contains(where: { $0.isSameFinding(as: found) }) {
      violations.append(found)
    }
    let isValid = record.boolean("valid") ?? (event != nil && !violations.contains(where: \.isError))
    let head =
      transport == .ndjson
      ? [] : head(method: record.string("method"), target: target, headers: headers)
    let content = body ?? event?.ownBytes ?? []
    var delivery = Delivery(
      transport: transport, peer: record.string("peer").flatMap { $0.isEmpty ? nil : $0 } ?? name,
      received: moment?.nanosecondsSince1970.map { WallTime(nanoseconds: $0) } ?? now,
      bytes: head + content, headLength: head.count)
    // What had no answer has no status: a line, a message over a WebSocket, an event that was sent from here.
    if record.integer("status") == nil { delivery.isAnswered = false }
    // Where that fails, what the record says of its event is all there is.
    try? delivery.decodeContent(limit: largestDecoded)
    let received = ReceivedDelivery(
      delivery: delivery, mode: record.string("mode").flatMap { ContentMode(rawValue: $0) },
      format: record.string("format"), head: head.withUnsafeBytes { try? HTTPHead($0) },
      events: event.map { [$0] } ?? [],
      entries: [
        .init(
          event: event == nil ? nil : 0, isValid: isValid, hasWarning: violations.contains { !$0.isError },
          batchIndex: batch?.index,
          outcome: EntryOutcome(
            rules: strings(record.elements("rules"), in: bytes),
            tags: strings(record.elements("tags"), in: bytes)))
      ],
      batchCount: batch?.count ?? 0, status: record.integer("status") ?? 0,
      dropped: record.boolean("kept") == false ? [0] : [],
      firstNumber: record.integer("seq").flatMap { UInt64(exactly: $0) } ?? 0)
    return RecordedEntry(
      record: record, received: received, moment: moment, size: record.integer("size") ?? content.count,
      violations: violations, target: target, headers: headers, body: body)
  }

  /// The event with bytes of its own, so that it needs the line no more.
  private static func event(of record: JSONMembers, in bytes: UnsafeRawBufferPointer) -> DecodedEvent? {
    guard let token = record["event"], token.kind == .object else { return nil }
    let own = Array(bytes[token.range])
    var event = JSONEventFormat().decode(own)
    event.ownBytes = own
    return event
  }

  /// The header fields, in the bytes that they came in where `headers_base64` has them.
  private static func headers(
    of record: JSONMembers, in bytes: UnsafeRawBufferPointer
  ) -> [(name: String, value: [UInt8])] {
    let texts = pairs("headers", of: record, in: bytes)
    let coded = pairs("headers_base64", of: record, in: bytes)
    let isWhole = texts.count == coded.count
    return texts.indices.map { index in
      let (name, text) = texts[index]
      let isSame = isWhole && coded[index].name.utf8.elementsEqual(name.utf8)
      return (name, exact(text, isSame ? coded[index].value : nil))
    }
  }

  /// The bytes that a text stands for: those in Base64 where they are what it shows, else its own, as somebody has
  /// changed it.
  private static func exact(_ text: String, _ base64: String?) -> [UInt8] {
    let bytes = base64.flatMap { base64 in Array(base64.utf8).withUnsafeBytes { Base64.decode($0) } }
    guard let bytes, String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(text.utf8) else {
      return Array(text.utf8)
    }
    return bytes
  }

  private static func pairs(
    _ member: String, of record: JSONMembers, in bytes: UnsafeRawBufferPointer
  ) -> [(name: String, value: String)] {
    record.elements(member).compactMap { pair in
      guard pair.kind == .array else { return nil }
      let texts = strings(JSONMembers.elements(of: pair, in: bytes), in: bytes)
      return texts.count == 2 ? (texts[0], texts[1]) : nil
    }
  }

  private static func strings(_ tokens: [JSONToken], in bytes: UnsafeRawBufferPointer) -> [String] {
    tokens.filter { $0.kind == .string }.map { JSONString.lossyText(bytes[$0.contents]) }
  }

  private static func body(of record: JSONMembers) -> [UInt8]? {
    if let text = record.string("body") { return Array(text.utf8) }
    return record.string("body_base64").flatMap { text in
      Array(text.utf8).withUnsafeBytes { Base64.decode($0) }
    }
  }

  /// The head that the record tells of; empty where no head can look like that.
  private static func head(
    method: String?, target: [UInt8]?, headers: [(name: String, value: [UInt8])]
  ) -> [UInt8] {
    guard let method, let target else { return [] }
    let bytes = RequestHead.bytes(method: method, target: target, fields: headers)
    let head = bytes.withUnsafeBytes { try? HTTPHead($0) }
    return head?.length == bytes.count && head?.fields.count == headers.count ? bytes : []
  }
}
