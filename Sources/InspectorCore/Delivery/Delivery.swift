import CloudEvents
import CloudEventsHTTP

/// What arrived in one piece: one HTTP request, or one line of NDJSON, with its bytes as they came.
///
/// A delivery is not an event yet. It may carry one, a batch of them, or nothing that could be read.
public struct Delivery: Sendable {
  /// How a delivery reached the listener, named as in a delivery record.
  public enum Transport: String, Sendable, CaseIterable {
    case http
    case https
    case unix
    case ndjson
  }

  public var transport: Transport
  /// The other end: `127.0.0.1:51234`, `[::1]:51234` or `unix:uid=0,pid=123`. Never empty.
  public var peer: String
  /// When the last byte had arrived.
  public var received: WallTime
  /// The request's head (request line, fields, blank line) as it came, then the body with any transfer coding
  /// taken off. An NDJSON line stands alone, without its line break.
  public var bytes: [UInt8] { didSet { parsedHead = nil } }
  /// How many of `bytes` are the head; 0 for an NDJSON line.
  public var headLength: Int { didSet { parsedHead = nil } }
  /// The head as it lies in ``bytes``, where somebody has looked for it before.
  private(set) var parsedHead: HTTPHead?
  /// The head, then the body with its content coding taken off; `nil` where it has none, or where nobody has taken it
  /// off.
  public private(set) var decodedBytes: [UInt8]?
  /// Whether an answer goes back: not for a line of NDJSON, nor over a WebSocket.
  public var isAnswered: Bool
  /// Set where the listener refused the delivery before anybody looked for an event in it.
  public var refusal: Refusal?

  /// - Parameter head: the head as it lies in `bytes`, if it is known already.
  public init(
    transport: Transport, peer: String, received: WallTime, bytes: [UInt8], headLength: Int,
    head: HTTPHead? = nil, refusal: Refusal? = nil
  ) {
    self.transport = transport
    self.peer = peer
    self.received = received
    self.bytes = bytes
    self.headLength = headLength
    parsedHead = head
    self.refusal = refusal
    isAnswered = transport != .ndjson
  }

  /// The message that events are read from, which their spans count in: ``bytes``, without any content coding.
  public var messageBytes: [UInt8] { decodedBytes ?? bytes }
  /// How many bytes it keeps in memory.
  var heldCount: Int { bytes.count + (decodedBytes?.count ?? 0) }

  /// Whether it came as a message over a WebSocket: its head is that of the opening handshake, and was not sent with it.
  public var isWebSocketMessage: Bool { !isAnswered && headLength > 0 && bytes.starts(with: "GET ".utf8) }

  /// Takes the content coding off the body, where the head names one that is known.
  ///
  /// - Parameter limit: the most bytes that the body may have then.
  public mutating func decodeContent(limit: Int) throws(ContentCodingError) {
    guard headLength > 0, decodedBytes == nil else { return }
    let result = bytes.withUnsafeBytes { bytes -> Result<[UInt8]?, ContentCodingError> in
      guard let head = try? HTTPHead(bytes),
        case .coding(let coding) = ContentCoding.requested(by: head, in: bytes)
      else { return .success(nil) }
      let body = UnsafeRawBufferPointer(rebasing: bytes[headLength...])
      return Result { () throws(ContentCodingError) in
        Array(bytes[..<headLength]) + (try coding.decode(body, limit: limit))
      }
    }
    decodedBytes = try result.get()
  }

  /// Sets what ``decodeContent(limit:)`` found before.
  func withDecodedBytes(_ bytes: [UInt8]) -> Delivery {
    var copy = self
    copy.decodedBytes = bytes
    return copy
  }

  /// Why the listener itself turned a delivery away: a limit, a method, a host.
  public struct Refusal: Sendable, Equatable {
    /// Whether such a refusal comes before the end of a delivery whose length nobody has said: it is too large, late, or
    /// its connection has ended.
    var leavesRest: Bool { [408, 413].contains(status) || rule == "http.incomplete" }

    /// The HTTP status that was answered, such as 405 or 413.
    public var status: Int
    /// One sentence: what, where, and what would be right.
    public var reason: String
    /// A stable, dotted id, such as `http.method`.
    public var rule: String
    /// The section that asks for it, such as `RFC 9110, 15.5.6`.
    public var section: String

    public init(status: Int, reason: String, rule: String, section: String) {
      self.status = status
      self.reason = reason
      self.rule = rule
      self.section = section
    }
  }
}
