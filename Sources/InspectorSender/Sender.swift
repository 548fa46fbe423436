import InspectorCore

/// Sends messages over HTTP, HTTPS and Unix sockets, and lines over Unix sockets, and tries again where that
/// helps.
public final class Sender: Sendable {
  private let options: SenderOptions
  private let http: HTTPSending
  private let lines: LineSending

  public init(options: SenderOptions = SenderOptions()) {
    self.options = options
    http = HTTPSending(options)
    lines = LineSending(options)
  }

  /// Sends a message and waits for its answer, whatever its status. Redirects are never followed.
  public func send(_ message: OutgoingMessage, to address: Address) async throws(SendError) -> SendResult {
    let policy = RetryPolicy(options)
    var attempts = 0
    while true {
      attempts += 1
      let pause: Duration
      do throws(SendError) {
        var result = try await attempt(message, to: address)
        let asked = result.headers.first { $0.name.lowercased() == "retry-after" }?.value
        let now = WallTime.now().nanoseconds / 1_000_000_000
        // A line that was refused is wrong in itself: 400 is never tried again.
        guard
          let wait = policy.pause(
            afterStatus: result.status, retryAfter: asked, attempts: attempts, now: now)
        else {
          result.attempts = attempts
          return result
        }
        pause = wait
      } catch {
        guard let wait = policy.pause(afterFailure: error, attempts: attempts) else {
          throw error.after(attempts)
        }
        pause = wait
      }
      do {
        try await Task.sleep(for: pause)
      } catch {
        throw .cancelled(address)
      }
    }
  }

  /// Closes all connections. Nothing can be sent any more.
  public func shutdown() async {
    await http.shutdown()
  }

  private func attempt(_ message: OutgoingMessage, to address: Address) async throws(SendError) -> SendResult
  {
    switch address {
    case .http, .unix: try await http.send(message, to: address)
    case .unixNDJSON(let path): try await lines.send(message.body, path: path, address: address)
    }
  }
}

extension SendError {
  /// The same error, which also tells how often it was tried.
  fileprivate func after(_ attempts: Int) -> SendError {
    switch self {
    case .unreachable(let address, let reason, _): .unreachable(address, reason: reason, attempts: attempts)
    case .timedOut(let address, let duration, _): .timedOut(address, after: duration, attempts: attempts)
    case .unsendable, .cancelled: self
    }
  }
}
