/// An event format: how a whole event, or a batch of them, becomes one run of bytes (CloudEvents 1.0.2, Event Format).
public protocol EventFormat: Sendable {
  /// A short name for people and options, such as `json`.
  var name: String { get }
  /// The essence of the media type of one event, in lower case, such as `application/cloudevents+json`.
  var mediaType: String { get }
  /// The essence of the media type of a batch; `nil` where the format has none.
  var batchMediaType: String? { get }

  /// Decodes and checks one event; everything that is wrong is in the result.
  func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedEvent
  /// Decodes and checks a batch.
  func decodeBatch(_ bytes: UnsafeRawBufferPointer) -> DecodedBatch
  /// Decodes and checks one event that stands among other bytes, such as an HTTP message's. Spans count from the start
  /// of all of them.
  func decode(at range: ByteRange, of bytes: UnsafeRawBufferPointer) -> DecodedEvent
  /// Decodes and checks a batch that stands among other bytes, with spans like those of one event.
  func decodeBatch(at range: ByteRange, of bytes: UnsafeRawBufferPointer) -> DecodedBatch
  /// Decodes one member of a batch again, without the others and what only they show. Spans count from the start of
  /// the batch.
  ///
  /// - Parameters:
  ///   - index: which member it is, from 0.
  ///   - extent: where it stands, as ``decodeBatch(_:)-(UnsafeRawBufferPointer)`` found it.
  func decodeMember(_ index: Int, at extent: ByteRange, of batch: UnsafeRawBufferPointer) -> DecodedEvent
  /// The bytes of one event, valid or not.
  func encode(_ event: CloudEvent) -> [UInt8]
  /// The bytes of a batch.
  func encodeBatch(_ events: [CloudEvent]) -> [UInt8]
}

extension EventFormat {
  /// An event whose places are moved to where it stands.
  public func decode(at range: ByteRange, of bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    var decoded = decode(bytes[range])
    decoded.shift(by: Int(range.start))
    return decoded
  }

  /// A batch whose members' places are moved to where they stand.
  public func decodeBatch(at range: ByteRange, of bytes: UnsafeRawBufferPointer) -> DecodedBatch {
    var batch = decodeBatch(bytes[range])
    for index in batch.events.indices { batch.events[index].shift(by: Int(range.start)) }
    return batch
  }

  /// A member that stands on its own in its bytes.
  public func decodeMember(
    _ index: Int, at extent: ByteRange, of batch: UnsafeRawBufferPointer
  ) -> DecodedEvent {
    var decoded = decode(at: extent, of: batch)
    decoded.extent = extent
    return decoded
  }

  /// Decodes and checks one event.
  public func decode(_ bytes: [UInt8]) -> DecodedEvent { bytes.withUnsafeBytes { decode($0) } }
  /// Decodes and checks a batch.
  public func decodeBatch(_ bytes: [UInt8]) -> DecodedBatch { bytes.withUnsafeBytes { decodeBatch($0) } }

  /// One event as a value.
  ///
  /// - Throws: ``InvalidEvent`` with everything that is wrong, where it is no valid event.
  public func event(from bytes: [UInt8]) throws(InvalidEvent) -> CloudEvent {
    let decoded = decode(bytes)
    guard decoded.isValid else { throw InvalidEvent(violations: decoded.violations) }
    return bytes.withUnsafeBytes { decoded.event(in: $0) }
  }
}

/// What a decoder found: where everything stands, and all that is wrong with it.
public struct DecodedEvent: Sendable {
  /// Where everything stands.
  public var encoded: EncodedEvent
  /// The bytes that `encoded` points into, where they are not those that were decoded: a format that is not text
  /// brings its own.
  public var ownBytes: [UInt8]? {
    // Asked of each event where it lies, which must not copy the event.
    @inlinable get { own?.bytes }
    set { own = newValue == nil && value == nil ? nil : Own(bytes: newValue, value: value) }
  }

  /// Lends the bytes that ``encoded`` points into; `bytes` are those that were decoded.
  @inlinable public func withBytes<Value>(
    in bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Value
  ) rethrows -> Value {
    if let own = ownBytes { return try own.withUnsafeBytes(body) }
    return try body(bytes)
  }

  /// The event as a value, where the format makes values and JSON cannot say all that they do.
  public var value: CloudEvent? {
    get { own?.value }
    set { own = newValue == nil && ownBytes == nil ? nil : Own(bytes: ownBytes, value: newValue) }
  }
  /// Which of the decoded bytes are this event: all, or one member of a batch.
  public var extent: ByteRange
  /// What is wrong, in order of discovery.
  public var violations: [Violation]
  @usableFromInline var own: Own?

  /// What few events have: apart from the others, which are copied for each event that arrives.
  @usableFromInline final class Own: Sendable {
    @usableFromInline let bytes: [UInt8]?
    let value: CloudEvent?

    init(bytes: [UInt8]?, value: CloudEvent?) { (self.bytes, self.value) = (bytes, value) }
  }

  /// What was found of one event.
  public init(
    encoded: EncodedEvent = EncodedEvent(), ownBytes: [UInt8]? = nil, extent: ByteRange,
    violations: [Violation] = []
  ) {
    self.encoded = encoded
    self.extent = extent
    self.violations = violations
    own = ownBytes.map { Own(bytes: $0, value: nil) }
  }

  /// What a format found that makes values rather than spans: the event is written as JSON, which is then pointed into.
  public init(event: CloudEvent, extent: ByteRange, violations: [Violation]) {
    let bytes = JSONEventFormat().encode(event)
    self = JSONEventFormat().decode(bytes)
    own = Own(bytes: bytes, value: event.saysMoreThanJSON ? event : nil)
    self.extent = extent
    self.violations = violations + event.reservedNames + self.violations
  }

  /// Makes the spans those of bytes that begin `offset` bytes earlier.
  mutating func shift(by offset: Int) {
    if own?.bytes == nil { encoded.shift(by: offset) }
    extent = extent.shifted(by: offset)
  }

  /// Whether it is a valid event: nothing of severity `error` is wrong.
  public var isValid: Bool { !violations.containsError }

  /// The event as a value; `bytes` are those that were decoded.
  public func event(in bytes: UnsafeRawBufferPointer) -> CloudEvent {
    value ?? withBytes(in: bytes) { encoded.event(in: $0) }
  }
}

extension CloudEvent {
  /// Whether JSON has no way to write all that is known of the event: the types of its extensions, that data without a
  /// type is text, or the white space around JSON data.
  fileprivate var saysMoreThanJSON: Bool {
    switch data {
    case .text? where datacontenttype == nil: return true
    case .json(let bytes)? where (bytes.first ?? 0) <= 0x20 || (bytes.last ?? 0) <= 0x20: return true
    default: break
    }
    if attributes.contains(where: \.name.isReservedInJSON) { return true }
    return extensions.contains { name, value in
      switch value {
      case .boolean, .integer, .string: false
      case .binary, .uri, .uriReference, .timestamp: true
      }
    }
  }

  /// What is wrong with the attributes that are left out of JSON for their names.
  fileprivate var reservedNames: [Violation] {
    attributes.filter(\.name.isReservedInJSON).reduce(into: []) { violations, attribute in
      Validator.check(name: attribute.name, into: &violations)
    }
  }
}

extension [DecodedEvent] {
  /// Whether each of them is valid, without copying one of them.
  var areValid: Bool {
    for index in indices where !self[index].violations.isEmpty {
      if self[index].violations.containsError { return false }
    }
    return true
  }
}

/// What a decoder found in a batch.
public struct DecodedBatch: Sendable {
  /// The members, in order, each with its own violations, whose index is set.
  public var events: [DecodedEvent]
  /// What is wrong with the batch as a whole.
  public var violations: [Violation]

  /// What was found of a batch.
  public init(events: [DecodedEvent], violations: [Violation] = []) {
    self.events = events
    self.violations = violations
  }

  /// Whether the batch and each member is valid.
  public var isValid: Bool { !violations.containsError && events.areValid }
}

/// Some bytes are no valid event, and why.
public struct InvalidEvent: Error, Sendable, CustomStringConvertible {
  /// All that is wrong, the warnings too.
  public var violations: [Violation]

  /// An error with all that is wrong.
  public init(violations: [Violation]) {
    self.violations = violations
  }

  /// The sentences of the errors.
  public var description: String { violations.filter(\.isError).map(\.message).joined(separator: " ") }
}
