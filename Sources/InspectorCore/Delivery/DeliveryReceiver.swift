/// Takes deliveries from a listener, synchronously, on the connection's event loop: it must be quick and never block.
public protocol DeliveryReceiver: Sendable {
  /// Decodes, checks, keeps, and says what to answer.
  ///
  /// A delivery with a `refusal` is only kept and counted: its answer is the refusal's, and what is returned carries it.
  /// An answer with a ``PendingAnswer`` is given once that is decided, in its place among the connection's others.
  /// For NDJSON an answer that is no success has the line's violations as its body, one JSON array.
  func receive(_ delivery: Delivery) -> Answer

  /// A connection was closed as soon as it came, because far too many are open: there is no request to show.
  func turnedAway()
  /// A connection ended before it could bring a request.
  func failed(_ connection: FailedConnection)
  /// A sender asked whether it may send, and was told that it may.
  func asked(_ handshake: WebhookHandshake)
}

extension DeliveryReceiver {
  public func turnedAway() {}
  public func failed(_ connection: FailedConnection) {}
  public func asked(_ handshake: WebhookHandshake) {}
}
