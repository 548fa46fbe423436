import Testing

@testable import InspectorSender

@Suite struct RetryPolicyTests {
  private let policy: RetryPolicy = {
    var options = SenderOptions()
    options.retries = 3
    options.backoff = .seconds(1)
    options.maxBackoff = .seconds(10)
    return RetryPolicy(options)
  }()

  @Test(arguments: [200, 202, 301, 400, 403, 413, 415]) func whatIsDecidedIsNotTriedAgain(_ status: Int) {
    #expect(policy.pause(afterStatus: status, retryAfter: "1", attempts: 1, now: 0) == nil)
  }

  @Test func thePauseDoublesAndEnds() {
    let pauses = (1...4).map { policy.pause(afterStatus: 503, retryAfter: nil, attempts: $0, now: 0) }
    #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), nil])
  }

  @Test func retryAfterIsHonouredUpToALimit() {
    #expect(policy.pause(afterStatus: 429, retryAfter: "7", attempts: 1, now: 0) == .seconds(7))
    #expect(policy.pause(afterStatus: 429, retryAfter: "3600", attempts: 1, now: 0) == .seconds(10))
    #expect(policy.pause(afterStatus: 429, retryAfter: "soon", attempts: 1, now: 0) == .seconds(1))
  }

  @Test func retryAfterMayBeADate() {
    #expect(RetryPolicy.seconds("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_777 - 5) == 5)
    #expect(RetryPolicy.seconds("Tue, 29 Feb 2000 00:00:00 GMT", now: 951_782_400) == 0)
    #expect(RetryPolicy.seconds("Thu, 01 Jan 1970 00:00:09 GMT", now: 0) == 9)
  }

  @Test func whatCannotBeSentIsNotTriedAgain() {
    #expect(policy.pause(afterFailure: .unsendable(.unix(path: "/x"), reason: ""), attempts: 1) == nil)
    #expect(
      policy.pause(afterFailure: .unreachable(.unix(path: "/x"), reason: "", attempts: 1), attempts: 1) != nil
    )
  }
}
