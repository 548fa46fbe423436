/// How patient a sender is.
public struct SenderOptions: Sendable {
  /// How long one attempt may take, its answer included.
  public var timeout: Duration = .seconds(30)
  /// How often it is tried again where nobody answers, or the answer is 429 or 5xx.
  public var retries = 0
  /// The pause before the first retry; each further one is twice as long.
  public var backoff: Duration = .milliseconds(200)
  /// The longest pause, whatever Retry-After asks for.
  public var maxBackoff: Duration = .seconds(60)
  /// How much of an answer's body is kept, in bytes.
  public var maxAnswer = 1024 * 1024
  /// How many connections to one target may be open at a time.
  public var connections = 64
  /// How long a refusal of a line is waited for, where the other end does not close.
  public var lineWait: Duration = .seconds(1)

  /// Which proxies requests go through. Unix sockets have none.
  public var proxies = ProxySettings.none
  public var tls = SenderTLS()

  public init() {}
}
