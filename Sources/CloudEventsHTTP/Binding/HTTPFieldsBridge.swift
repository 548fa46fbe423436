import CloudEvents
import HTTPTypes

extension HTTPMessage {
  /// The fields as swift-http-types has them, for a client or a server that speaks it.
  public var httpFields: HTTPFields {
    var fields = HTTPFields()
    for (name, value) in self.fields {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    return fields
  }
}

extension HTTPBinding {
  /// The events of a message that some server or client has received.
  ///
  /// - Throws: `InvalidEvent` with everything that is wrong, where it carries no valid event.
  public func events(fields: HTTPFields, body: [UInt8]) throws(InvalidEvent) -> [CloudEvent] {
    var bytes = Array("POST / HTTP/1.1\r\n".utf8)
    for field in fields { bytes += Array("\(field.name.rawName): \(field.value)\r\n".utf8) }
    bytes += Array("\r\n".utf8)
    bytes += body
    return try events(in: bytes)
  }

  /// The events of a whole HTTP/1.1 message, its body without transfer coding.
  ///
  /// - Throws: `InvalidEvent` with everything that is wrong, where it carries no valid event.
  public func events(in message: [UInt8]) throws(InvalidEvent) -> [CloudEvent] {
    let result = message.withUnsafeBytes { bytes -> Result<[CloudEvent], InvalidEvent> in
      guard let head = try? HTTPHead(bytes) else {
        return .failure(
          InvalidEvent(violations: [Violation(.notCloudEvent, .message, "The bytes are no HTTP message.")]))
      }
      let decoded = decode(head, body: ByteRange(head.length..<bytes.count), in: bytes)
      guard decoded.isValid else { return .failure(InvalidEvent(violations: decoded.allViolations)) }
      return .success(decoded.events.map { $0.event(in: bytes) })
    }
    return try result.get()
  }
}
