import CloudEvents
import CloudEventsHTTP

/// Where a rule sends an event on to, and how.
public struct RuleForward: Sendable, Hashable {
  /// HTTP, HTTPS, or HTTP over a Unix socket.
  public var address: Address
  /// The content mode; with `nil` the delivery goes on as it came.
  public var mode: ContentMode?
  /// How often it is tried again where nobody answers, or the answer is 429 or 5xx.
  public var retries: Int
  /// How long one attempt may take.
  public var timeout: Duration
  /// Whether Authorization, cookies, tokens and the like go on with it.
  public var keepsCredentials: Bool
  /// Header fields that are set, in order.
  public var headers: [Header]

  /// A header field.
  public struct Header: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    to address: Address, mode: ContentMode? = nil, retries: Int = 3, timeout: Duration = .seconds(10),
    keepsCredentials: Bool = false, headers: [Header] = []
  ) {
    self.address = address
    self.mode = mode
    self.retries = retries
    self.timeout = timeout
    self.keepsCredentials = keepsCredentials
    self.headers = headers
  }
}
