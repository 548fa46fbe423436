import CloudEvents

/// The HTTP protocol binding (HTTP binding 1.0.2), without sockets: bytes of messages in, events out, and back.
public struct HTTPBinding: Sendable {
  /// The event formats that are read in structured and batched mode.
  public var formats: EventFormats
  /// The most members that a message's batch may have; `nil`: as many as there are.
  public var maximumBatch: Int? = 10_000

  /// A binding that reads some event formats.
  public init(formats: EventFormats = .standard) {
    self.formats = formats
  }

  /// Finds the events of a message and checks them. Spans count from the start of `bytes`.
  ///
  /// - Parameters:
  ///   - head: the message's head, which points into `bytes`.
  ///   - body: where the body stands, with any transfer coding taken off.
  ///   - bytes: the message.
  public func decode(_ head: HTTPHead, body: ByteRange, in bytes: UnsafeRawBufferPointer) -> DecodedMessage {
    var contentType: ByteRange?
    var repeated: HTTPHead.Field?
    var hasEventHeader = false
    for field in head.fields {
      let name = bytes[field.name]
      if name.count == 12, name.equalsIgnoringCase("content-type") {
        if contentType == nil { contentType = field.value } else { repeated = field }
      } else if Self.isEventHeader(name) {
        hasEventHeader = true
      }
    }
    var message: DecodedMessage
    if let format = webSocketFormat(of: head, in: bytes) {
      return Self.decode(body, of: bytes, format: format, isBatch: false)
    }
    if let contentType, Self.saysCloudEvents(bytes[contentType]) {
      message = decodeStructured(
        head, hasEventHeader: hasEventHeader, contentType: contentType, body: body, in: bytes)
    } else if hasEventHeader {
      message = decodeBinary(head, contentType: contentType, body: body, in: bytes)
    } else {
      return DecodedMessage(mode: nil, violations: [Self.noEvent(head, body: body, in: bytes)])
    }
    if let repeated {
      var reader = BinaryHeaderReader()
      reader.repeated(repeated, in: bytes)
      message.violations += reader.violations
    }
    return message
  }

  /// Decodes a bare body of a media type, as structured or batched mode would.
  public func decode(body bytes: UnsafeRawBufferPointer, contentType: MediaType) -> DecodedMessage {
    guard let (format, isBatch) = formats.format(for: contentType) else {
      return unsupported(contentType.essence)
    }
    guard bytes.count <= Int(UInt32.max) else {
      // Its places could not be named, which each format says by itself.
      guard isBatch else {
        return DecodedMessage(mode: .structured, format: format.mediaType, events: [format.decode(bytes)])
      }
      let batch = format.decodeBatch(bytes)
      return DecodedMessage(
        mode: .batched, format: format.batchMediaType, events: batch.events, violations: batch.violations)
    }
    return Self.decode(ByteRange(0..<bytes.count), of: bytes, format: format, isBatch: isBatch)
  }

  private static func decode(
    _ body: ByteRange, of bytes: UnsafeRawBufferPointer, format: any EventFormat, isBatch: Bool
  ) -> DecodedMessage {
    if isBatch {
      let batch = format.decodeBatch(at: body, of: bytes)
      return DecodedMessage(
        mode: .batched, format: format.batchMediaType, events: batch.events, violations: batch.violations)
    }
    return DecodedMessage(
      mode: .structured, format: format.mediaType, events: [format.decode(at: body, of: bytes)])
  }

  private func unsupported(_ essence: String) -> DecodedMessage {
    let readable = formats.list.flatMap { [$0.mediaType, $0.batchMediaType].compactMap(\.self) }
    return DecodedMessage(
      mode: essence.hasPrefix("application/cloudevents-batch") ? .batched : .structured, format: essence,
      violations: [
        Violation(
          .unknownFormat, .header("Content-Type"),
          "\(essence.label) is an event format that is not known here; \(readable.joined(separator: ", ")) are."
        )
      ], isUnsupported: true)
  }

  // MARK: Structured and batched mode (sections 3.2 and 3.3)

  private func decodeStructured(
    _ head: HTTPHead, hasEventHeader: Bool, contentType: ByteRange, body: ByteRange,
    in bytes: UnsafeRawBufferPointer
  ) -> DecodedMessage {
    let type = bytes[contentType]
    guard let (format, isBatch) = formats.format(forType: type) else {
      if let type = MediaType(bytes: type) { return unsupported(type.essence) }
      return DecodedMessage(
        mode: type.count >= 29
          && UnsafeRawBufferPointer(rebasing: type[23..<29]).equalsIgnoringCase("-batch")
          ? .batched : .structured,
        violations: [
          Violation(
            .datacontenttype, .header("Content-Type"),
            "Content-Type is no media type; it must be like application/cloudevents+json.")
        ])
    }
    var message = Self.decode(body, of: bytes, format: format, isBatch: isBatch)
    if let maximumBatch, message.events.count > maximumBatch {
      message.violations = [
        Violation(
          .batchSize, .message,
          "The batch has \(message.events.count) events, and at most \(maximumBatch) are taken at once.")
      ]
      (message.events, message.isTooLarge) = ([], true)
    }
    if hasEventHeader, message.mode == .structured, !message.events.isEmpty {
      compareHeaders(head, with: &message.events[0], in: bytes)
    }
    return message
  }

  /// Headers that repeat attributes are allowed (section 3.2.3); one that says something else is worth a warning.
  private func compareHeaders(
    _ head: HTTPHead, with event: inout DecodedEvent, in bytes: UnsafeRawBufferPointer
  ) {
    for field in head.fields where Self.isEventHeader(bytes[field.name]) {
      let name = AttributeName(
        unchecked: String(decoding: bytes[field.name].dropFirst(3).map(\.asciiLowercased), as: UTF8.self))
      let header = HeaderValueCoding.decode(bytes[field.value])
      let inBody = event.withBytes(in: bytes) { event.encoded.value(of: name, in: $0).bytes(in: $0) }
      if !Self.isSame(header, inBody, as: SpecVersion.v1.kind(of: name)) {
        event.violations.append(
          Violation(
            .headerDiffers, .header("ce-\(name)"),
            inBody == nil
              ? "The header ce-\(name) names an attribute that the event in the body has not; the body counts."
              : "The header ce-\(name) has another value than the event in the body; the body counts."))
      }
    }
  }

  /// Whether two values are the same: equal times are, however they are written.
  private static func isSame(_ left: [UInt8]?, _ right: [UInt8]?, as kind: AttributeValue.Kind?) -> Bool {
    if left == right { return true }
    guard kind == .timestamp, let left, let right, let time = Timestamp(String(decoding: left, as: UTF8.self))
    else { return false }
    return time == Timestamp(String(decoding: right, as: UTF8.self))
  }

  // MARK: Binary mode (section 3.1)

  private func decodeBinary(
    _ head: HTTPHead, contentType: ByteRange?, body: ByteRange, in bytes: UnsafeRawBufferPointer
  ) -> DecodedMessage {
    var reader = BinaryHeaderReader()
    for field in head.fields {
      let name = bytes[field.name]
      if Self.isEventHeader(name) { reader.put(field, in: bytes) }
    }
    var event = reader.event
    if let contentType { event.datacontenttype = EncodedValue(contentType, .plain) }
    if !body.isEmpty { event.data = EncodedData(body, .body) }
    var violations = reader.violations
    Validator.check(event, in: bytes, into: &violations)
    if let contentType, !body.isEmpty, MediaType.isJSON(bytes[contentType]) {
      checkJSON(body, in: bytes, into: &violations)
    }
    return DecodedMessage(
      mode: .binary,
      events: [
        DecodedEvent(
          encoded: event, extent: ByteRange(start: 0, count: body.end), violations: violations)
      ])
  }

  private func checkJSON(
    _ body: ByteRange, in bytes: UnsafeRawBufferPointer, into violations: inout [Violation]
  ) {
    let data = bytes[body]
    guard let error = JSONScanner.error(in: data, maximumDepth: EventData.maximumDepth) else { return }
    let (line, column) = error.position(in: data)
    violations.append(
      Violation(
        .dataMatchesType, .header("Content-Type"),
        "The data is declared as JSON and is not: line \(line), column \(column): \(error)."))
  }

  // MARK: What a message is

  /// Whether a header's name begins with `ce-`, in any case.
  static func isEventHeader(_ name: UnsafeRawBufferPointer) -> Bool {
    name.count >= 3 && name[2] == UInt8(ascii: "-") && name[0] | 0x20 == UInt8(ascii: "c")
      && name[1] | 0x20 == UInt8(ascii: "e")
  }

  /// Whether a content type begins with `application/cloudevents`, which selects structured or batched mode.
  private static func saysCloudEvents(_ type: UnsafeRawBufferPointer) -> Bool {
    type.count >= 23
      && UnsafeRawBufferPointer(rebasing: type[..<23]).equalsIgnoringCase("application/cloudevents")
  }

  /// Why a message is no event, with a guess at what its sender meant.
  private static func noEvent(
    _ head: HTTPHead, body: ByteRange, in bytes: UnsafeRawBufferPointer
  ) -> Violation {
    Violation(.notCloudEvent, .message, "The message is no CloudEvent. \(hint(head, body: body, in: bytes))")
  }

  private static func hint(
    _ head: HTTPHead, body: ByteRange, in bytes: UnsafeRawBufferPointer
  ) -> String {
    let data = bytes[body]
    if let field = head.fields.first(where: { isNearlyEventHeader(bytes[$0.name]) }) {
      let name = String(decoding: bytes[field.name].prefix(80), as: UTF8.self)
      return "Its attributes' headers should begin with ce-, unlike \(name)."
    }
    let first = data.first { $0 > 0x20 }
    if first == UInt8(ascii: "{"), !JSONEventFormat().decode(data).encoded.specversion.isAbsent {
      return "The body is an event, so Content-Type should be application/cloudevents+json."
    }
    if first == UInt8(ascii: "["),
      JSONEventFormat().decodeBatch(data).events.contains(where: { !$0.encoded.specversion.isAbsent })
    {
      return "The body is a batch of events, so Content-Type should be application/cloudevents-batch+json."
    }
    return
      "It needs ce-specversion, ce-id, ce-source and ce-type headers, or Content-Type: application/cloudevents+json."
  }

  /// Whether a header is named as other bindings, old versions and gateways name them: `ce_id`, `X-Ce-Id`,
  /// `cloudEvents_id`.
  private static func isNearlyEventHeader(_ name: UnsafeRawBufferPointer) -> Bool {
    let name = String(decoding: name.prefix(40).map(\.asciiLowercased), as: UTF8.self)
    return ["ce_", "x-ce-", "cloudevents_", "cloudevents-"].contains { prefix in
      name.hasPrefix(prefix)
        && ["id", "type", "source", "specversion"].contains(String(name.dropFirst(prefix.count)))
    }
  }
}
