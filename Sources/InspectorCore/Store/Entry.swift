import CloudEvents
import CloudEventsHTTP

/// One stored entry: an event, or a delivery that was none. Looking into it decodes its bytes again.
public struct Entry: Sendable {
  /// Its place since the store was made, from 1.
  public let number: UInt64
  let record: EntryRecord
  private let segment: ByteSegment
  private let snapshot: StoreSnapshot

  init(number: UInt64, record: EntryRecord, segment: ByteSegment, snapshot: StoreSnapshot) {
    self.number = number
    self.record = record
    self.segment = segment
    self.snapshot = snapshot
  }

  /// `seq` in its delivery record: other than ``number`` where a rule dropped events or a sink refused deliveries.
  public var sequence: UInt64 { record.sequence == 0 ? number : record.sequence }
  public var received: WallTime { WallTime(nanoseconds: record.received) }
  public var transport: Delivery.Transport { record.transport }
  public var mode: ContentMode? { record.mode }
  /// The HTTP status that was answered, or that came back; `nil` where there is none, as for a line of NDJSON.
  public var status: Int? {
    let status = answer?.status ?? record.status
    return status == 0 ? nil : Int(status)
  }
  /// What came back for one that was sent from here.
  private var answer: SentAnswers.Answer? { isSent ? snapshot.answers[number] : nil }
  /// Whether it was sent from here, and what comes back is still waited for.
  public var awaitsAnswer: Bool { isSent && snapshot.answers.awaited.contains(number) }
  public var isValid: Bool { record.flags.contains(.valid) }
  public var hasWarning: Bool { record.flags.contains(.warning) }
  /// Whether an entry with the same source and id was there before.
  public var isDuplicate: Bool { record.flags.contains(.duplicate) }
  /// Whether it was sent from here.
  public var isSent: Bool { record.flags.contains(.sent) }
  /// Whether it was sent from here and not taken: there was no answer, or one that is no 2xx.
  public var isFailedSend: Bool {
    guard let answer else { return false }
    if let status { return !(200..<300).contains(status) }
    return !answer.isDelivered
  }
  /// Position and number of members, in a batch.
  public var batch: (index: Int, count: Int)? {
    record.batchCount == 0 ? nil : (Int(record.batchIndex), Int(record.batchCount))
  }
  public var outcome: EntryOutcome { snapshot.outcomes[Int(record.outcomeID)] }
  /// Why the listener itself turned it away.
  public var refusal: Delivery.Refusal? { snapshot.refusals[number] }
  /// The bytes of the whole delivery: the head and the body.
  public var deliverySize: Int { Int(record.count) }
  /// The bytes of the event's data as it stands in the delivery.
  public var dataSize: Int { Int(record.dataCount) }
  /// The bytes of the body, or of this member of a batch.
  public var size: Int { batch != nil ? Int(record.extent.count) : Int(record.count - record.headLength) }
  /// The number that stands for the type; 0 where it has none.
  public var typeID: UInt32 { record.typeID }

  /// The number that stands for the source; 0 where it has none.
  public var sourceID: UInt32 { record.sourceID }
  /// A hash of source and id, the same for events that have the same; 0 where there is no valid event.
  public var identity: UInt64 { record.identity }

  /// Whether there is an event in it, however wrong, told without looking into its bytes where it can be.
  public var isEvent: Bool {
    if isValid || typeID != 0 { return true }
    return withDecoded { decoded, _ in
      let event = decoded.encoded
      return
        !(event.specversion.isAbsent && event.id.isAbsent && event.source.isAbsent && event.type.isAbsent)
    }
  }

  /// The event's type; empty where it has none.
  public var type: String {
    record.typeID == 0 ? text { $0.type } : snapshot.types[Int(record.typeID)]
  }

  /// The event's source; empty where it has none.
  public var source: String {
    record.sourceID == 0 ? text { $0.source } : snapshot.sources[Int(record.sourceID)]
  }

  public var peer: String {
    segment.withBytes(at: Int(record.offset), count: Int(record.peerLength)) {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Lends the delivery's bytes: the head, then the body.
  public func withBytes<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    try segment.withBytes(
      at: Int(record.offset) + Int(record.peerLength), count: Int(record.count), body)
  }

  /// Lends the message that events are read from: the delivery's bytes without any content coding.
  public func withMessage<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    guard record.decodedCount > 0 else { return try withBytes(body) }
    return try segment.withBytes(
      at: Int(record.offset) + Int(record.peerLength) + Int(record.count), count: Int(record.decodedCount),
      body)
  }

  /// The delivery's bytes: the head, then the body.
  public var bytes: [UInt8] { withBytes { Array($0) } }
  public var headBytes: [UInt8] { withBytes { Array($0[..<Int(record.headLength)]) } }
  public var bodyBytes: [UInt8] { withBytes { Array($0[Int(record.headLength)...]) } }
  public var headLength: Int { Int(record.headLength) }

  /// The delivery as it came.
  public var delivery: Delivery {
    let delivery = Delivery(
      transport: transport, peer: peer, received: received, bytes: bytes, headLength: headLength,
      refusal: refusal)
    return record.decodedCount == 0 ? delivery : delivery.withDecodedBytes(withMessage { Array($0) })
  }

  /// The head's fields in order, names and values as they came (bytes that are no UTF-8 become U+FFFD here; ask
  /// ``headBytes`` for the truth).
  public var fields: [(name: String, value: String)] {
    withBytes { bytes in
      guard headLength > 0, let head = try? HTTPHead(bytes) else { return [] }
      return head.fields.map {
        (String(decoding: bytes[$0.name], as: UTF8.self), String(decoding: bytes[$0.value], as: UTF8.self))
      }
    }
  }

  /// The head's fields in order, their bytes as they came.
  public var rawFields: [(name: [UInt8], value: [UInt8])] {
    withBytes { bytes in
      guard headLength > 0, let head = try? HTTPHead(bytes) else { return [] }
      return head.fields.map { (Array(bytes[$0.name]), Array(bytes[$0.value])) }
    }
  }

  /// Decodes the event again and lends it with the bytes that it points into; the event is empty where there is none.
  public func withDecoded<Value>(_ body: (DecodedEvent, UnsafeRawBufferPointer) throws -> Value) rethrows
    -> Value
  {
    try segment.withBytes(
      at: Int(record.offset) + Int(record.peerLength), count: record.segmentCount - Int(record.peerLength)
    ) { whole in
      let start = record.decodedCount > 0 ? Int(record.count) : 0
      let count = Int(record.decodedCount > 0 ? record.decodedCount : record.count)
      let message = UnsafeRawBufferPointer(rebasing: whole[start..<(start + count)])
      if !record.own.isEmpty {
        let own = whole[record.own]
        var decoded = JSONEventFormat().decode(own)
        decoded.extent = record.extent
        // The JSON does not show all that was wrong with what it was made of, where that is still here.
        if !isValid || hasWarning {
          let found = decode(message).violations
          if !found.isEmpty { decoded.violations = found }
        }
        return try body(decoded, own)
      }
      let decoded = decode(message)
      if let own = decoded.ownBytes { return try own.withUnsafeBytes { try body(decoded, $0) } }
      return try body(decoded, message)
    }
  }

  /// Whether something may stand in an attribute, a header or the data, told from the bytes alone.
  func mayContain(_ needle: Needle) -> Bool { record.mayContain(needle, in: segment) }

  private func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    if record.headLength == 0 { return snapshot.binding.formats.decodeLine(bytes) }
    if record.batchCount > 0 {
      guard let head = try? HTTPHead(bytes) else { return DecodedEvent(extent: record.extent) }
      return decodeMember(head, bytes)
    }
    let message = DecodedDelivery(
      message: bytes, isDecoded: record.decodedCount > 0, using: snapshot.binding
    ).message
    guard var event = message.events.first else {
      return DecodedEvent(extent: record.extent, violations: message.violations)
    }
    event.violations = message.violations + event.violations
    return event
  }

  /// A member of a batch, by the format that the batch's head names.
  private func decodeMember(_ head: HTTPHead, _ bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    guard record.extent.start >= head.length, record.extent.end <= bytes.count,
      let type = head.first("content-type", in: bytes),
      let format = snapshot.binding.formats.format(forType: bytes[type])?.format
    else { return DecodedEvent(extent: record.extent) }
    let body = ByteRange(head.length..<bytes.count)
    var decoded = format.decodeMember(
      Int(record.batchIndex), at: record.extent.shifted(by: -head.length), of: bytes[body])
    if decoded.ownBytes == nil { decoded.encoded.shift(by: head.length) }
    decoded.extent = record.extent
    for index in decoded.violations.indices { decoded.violations[index].index = Int(record.batchIndex) }
    return decoded
  }

  /// The event as a value; `nil` where there is none to be had.
  public var event: CloudEvent? {
    // The JSON that is kept beside another format does not say of what types the extensions are.
    if !record.own.isEmpty, let typed = withMessage({ decode($0).value }) { return typed }
    return withDecoded { decoded, bytes in
      let event = decoded.encoded.event(in: bytes)
      return event.attributes.isEmpty && event.data == nil ? nil : event
    }
  }

  /// What is wrong with it, the listener's own reason first.
  public var violations: [Violation] { withDecoded { decoded, _ in decoded.violations } }

  /// The event format's media type, in structured and batched mode.
  public var format: String? {
    guard mode == .structured || mode == .batched else { return nil }
    if headLength == 0 { return JSONEventFormat().mediaType }
    return withBytes { bytes in
      guard let head = try? HTTPHead(bytes) else { return nil }
      if let format = snapshot.binding.webSocketFormat(of: head, in: bytes) { return format.mediaType }
      guard let value = head.first("content-type", in: bytes) else {
        return nil
      }
      return MediaType(bytes: bytes[value])?.essence
    }
  }

  /// The text of an attribute, empty where it is not there.
  private func text(_ attribute: (EncodedEvent) -> EncodedValue) -> String {
    withDecoded { decoded, bytes in attribute(decoded.encoded).text(in: bytes) ?? "" }
  }

  /// The event's id; empty where it has none.
  public var id: String { text { $0.id } }
  /// The event's subject; empty where it has none.
  public var subject: String {
    if !record.own.isEmpty { return text { $0.subject } }
    return withMessage { record.subject.text(in: $0) } ?? ""
  }

  /// Lends the entry as a query sees it.
  public func withSubject<Value>(now: WallTime, _ body: (QuerySubject) throws -> Value) rethrows -> Value {
    try withMessage { bytes in
      try withDecoded { decoded, eventBytes in
        try body(
          QuerySubject(
            bytes: bytes, headLength: headLength, event: decoded, eventBytes: eventBytes, mode: mode,
            transport: transport, peer: peer, received: received, status: status, isValid: isValid,
            isDuplicate: isDuplicate, isSent: isSent, tags: outcome.tags, size: size, now: now,
            number: sequence))
      }
    }
  }
}

extension Entry {
  /// The request's method and target; empty for a line of NDJSON.
  public var requestLine: (method: String, target: String) {
    withBytes { bytes in
      guard headLength > 0, let head = try? HTTPHead(bytes) else { return ("", "") }
      return (head.method(in: bytes), head.target(in: bytes))
    }
  }

  /// The request's target as it came, which may be no text; empty for a line of NDJSON.
  public var targetBytes: [UInt8] {
    withBytes { bytes in
      guard headLength > 0, let head = try? HTTPHead(bytes) else { return [] }
      return head.targetBytes(in: bytes)
    }
  }

  /// The delivery's bytes, how long their head is, and how many secrets are masked in them.
  public func message(revealingSecrets reveals: Bool) -> (bytes: [UInt8], headLength: Int, secrets: Int) {
    reveals ? (bytes, headLength, 0) : masked
  }

  /// The delivery's bytes with `****` in place of each secret: how long the head is then, and how many secrets there are.
  /// A head that cannot be read keeps its length, with `*` for each byte that may be of a secret.
  public var masked: (bytes: [UInt8], headLength: Int, secrets: Int) {
    let bytes = self.bytes
    let secrets = withBytes { bytes -> [ByteRange]? in
      guard headLength > 0 else { return [] }
      guard let head = try? HTTPHead(bytes) else { return nil }
      var ranges: [ByteRange] = []
      for field in head.fields {
        let name = String(decoding: bytes[field.name], as: UTF8.self)
        ranges += Secrets.secretRanges(inField: name, bytes[field.value]).map {
          $0.shifted(by: Int(field.value.start))
        }
      }
      return ranges + Secrets.secretRanges(in: bytes[head.startLine])
    }
    guard let secrets else {
      let masked = Secrets.maskingBrokenHead(bytes, headLength: headLength)
      return (masked, headLength - bytes.count + masked.count, masked == bytes ? 0 : 1)
    }
    let masked = Secrets.masking(secrets, in: bytes)
    return (masked, headLength - bytes.count + masked.count, secrets.count)
  }
}
