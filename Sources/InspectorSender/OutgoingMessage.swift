/// A message to send: an HTTP request without its framing, or, for lines, just a body.
public struct OutgoingMessage: Sendable {
  /// The HTTP method, such as `POST`.
  public var method: String
  /// Header fields in order; `Content-Length` and `Transfer-Encoding` are made anew.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// The request target; nil takes the address's.
  public var target: String?

  public init(
    method: String = "POST", headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    target: String? = nil
  ) {
    self.method = method
    self.headers = headers
    self.body = body
    self.target = target
  }
}
