/// What a listener answers to a delivery.
public struct Answer: Sendable, Equatable {
  /// The HTTP status, such as 202.
  public var status: Int
  /// Header fields in order, without `Content-Length` and `Connection`: the transport adds those.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// How long to wait before answering.
  public var delay: Duration?
  /// Where it is set, the answer is decided later, and what else stands here is none.
  public var pending: PendingAnswer?

  public init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], delay: Duration? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delay = delay
  }

  /// 202 with no body.
  public static let accepted = Answer(status: 202)

  /// An answer that is decided later. Who would not wait for it has one that acknowledges nothing.
  public static func decidedLater(_ pending: PendingAnswer) -> Answer {
    var answer = Answer(status: 503, headers: [("Retry-After", "1")])
    answer.pending = pending
    return answer
  }

  /// Whether the delivery was taken: a 2xx.
  public var isSuccess: Bool { (200..<300).contains(status) }

  public static func == (left: Answer, right: Answer) -> Bool {
    left.status == right.status && left.body == right.body && left.delay == right.delay
      && left.pending === right.pending && left.headers.elementsEqual(right.headers, by: ==)
  }
}
