/// What came back.
public struct SendResult: Sendable {
  /// The HTTP status. A line that was taken has 0, as nobody says more about it; one that was refused has
  /// 400.
  public var status: Int
  /// The reason phrase: `Accepted`; `accepted` or `refused` for a line.
  public var reason: String
  public var headers: [(name: String, value: String)]
  /// The answer's body, at most `SenderOptions.maxAnswer` bytes of it; for a line that was refused, why.
  public var body: [UInt8]
  /// How long the last attempt took.
  public var duration: Duration
  /// How often it was sent: 1 without a retry.
  public var attempts: Int

  /// Whether the message was taken: a 2xx, or a line that nobody refused.
  public var isSuccess: Bool { status == 0 || (200..<300).contains(status) }
}
