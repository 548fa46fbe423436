import CloudEvents
import CloudEventsHTTP

/// What a delivery turned out to carry, whatever its transport: the same for an HTTP message and a line of NDJSON.
public struct DecodedDelivery: Sendable {
  public var message: DecodedMessage
  /// The head as it lies in the delivery's bytes; `nil` for a line of NDJSON, or where it cannot be read.
  public var head: HTTPHead?

  /// Decodes and checks the delivery.
  public init(_ delivery: Delivery, in bytes: UnsafeRawBufferPointer, using binding: HTTPBinding) {
    guard delivery.headLength > 0 else {
      if delivery.transport == .ndjson {
        message = DecodedMessage(
          mode: .structured, format: JSONEventFormat().mediaType, events: [binding.formats.decodeLine(bytes)])
      } else {
        message = DecodedMessage(
          mode: nil, violations: [Violation(.notCloudEvent, .message, "The bytes are no HTTP request.")])
      }
      return
    }
    do {
      let head = try HTTPHead(bytes)
      message = binding.decode(head, body: ByteRange(head.length..<bytes.count), in: bytes)
      self.head = head
    } catch {
      message = DecodedMessage(
        mode: nil,
        violations: [Violation(.notCloudEvent, .message, "The bytes are no HTTP request: \(error).")])
    }
  }
}
