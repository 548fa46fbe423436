/// A connection that ended before it could bring a request, such as by a TLS handshake that failed.
public struct FailedConnection: Sendable, Equatable {
  /// The other end, as it stands in a delivery.
  public var peer: String
  /// A clause, such as `the client showed no certificate`.
  public var reason: String

  public init(peer: String, reason: String) {
    self.peer = peer
    self.reason = reason
  }

  /// What the user is told.
  public var sentence: String { "\(peer) could not connect: \(reason)." }
}
