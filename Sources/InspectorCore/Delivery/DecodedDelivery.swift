import CloudEvents
import CloudEventsHTTP

/// What a delivery turned out to carry, whatever its transport: the same for an HTTP message and a line of NDJSON.
public struct DecodedDelivery: Sendable {
  public var message: DecodedMessage
  /// The head as it lies in the delivery's bytes; `nil` for a line of NDJSON, or where it cannot be read.
  public var head: HTTPHead?

  /// Decodes and checks the delivery.
  ///
  /// - Parameter bytes: the delivery's ``Delivery/messageBytes``.
  public init(_ delivery: Delivery, in bytes: UnsafeRawBufferPointer, using binding: HTTPBinding) {
    guard delivery.headLength > 0 else {
      if delivery.transport == .ndjson {
        self.init(
          DecodedMessage(
            mode: .structured, format: JSONEventFormat().mediaType,
            events: [binding.formats.decodeLine(bytes)]))
      } else {
        self.init(
          DecodedMessage(
            mode: nil, violations: [Violation(.notCloudEvent, .message, "The bytes are no HTTP request.")]))
      }
      return
    }
    self.init(
      message: bytes, head: delivery.parsedHead, isDecoded: delivery.decodedBytes != nil, using: binding)
  }

  private init(_ message: DecodedMessage) {
    self.message = message
  }

  /// Decodes and checks an HTTP message.
  ///
  /// - Parameters:
  ///   - head: its head, if it is known already.
  ///   - isDecoded: whether a content coding that the head names has been taken off the body.
  init(
    message bytes: UnsafeRawBufferPointer, head: HTTPHead? = nil, isDecoded: Bool, using binding: HTTPBinding
  ) {
    do {
      let head = try head ?? HTTPHead(bytes)
      let isCoded = !isDecoded && ContentCoding.requested(by: head, in: bytes) != .none
      let end = isCoded ? head.length : bytes.count
      message = binding.decode(head, body: ByteRange(head.length..<end), in: bytes)
      // A body that could not be decoded says nothing about its event.
      if isCoded, message.mode != .binary { (message.events, message.violations) = ([], []) }
      self.head = head
    } catch {
      message = DecodedMessage(
        mode: nil,
        violations: [Violation(.notCloudEvent, .message, "The bytes are no HTTP request: \(error).")])
    }
  }
}
