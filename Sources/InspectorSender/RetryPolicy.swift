/// When to try again, and how long to wait before: a pure decision.
struct RetryPolicy {
  var retries: Int
  var backoff: Duration
  var maxBackoff: Duration

  init(_ options: SenderOptions) {
    retries = options.retries
    backoff = options.backoff
    maxBackoff = options.maxBackoff
  }

  /// The pause before the next attempt after `attempts` of them; nil where the answer stands.
  ///
  /// 429 and 5xx may pass; what else is refused would be refused again.
  func pause(afterStatus status: Int, retryAfter: String?, attempts: Int, now: Int64) -> Duration? {
    guard attempts <= retries, status == 429 || status >= 500 else { return nil }
    let asked = retryAfter.flatMap { RetryPolicy.seconds($0, now: now) }
    return min(maxBackoff, max(pause(attempts), asked.map { .seconds($0) } ?? .zero))
  }

  /// The pause after an attempt that nobody answered.
  func pause(afterFailure error: SendError, attempts: Int) -> Duration? {
    guard attempts <= retries, error.isPassing else { return nil }
    return min(maxBackoff, pause(attempts))
  }

  private func pause(_ attempts: Int) -> Duration {
    backoff * (1 << min(attempts - 1, 16))
  }

  /// The seconds that a Retry-After asks for: a number, or a date (RFC 9110, 10.2.3).
  static func seconds(_ value: String, now: Int64) -> Int64? {
    if let seconds = Int64(value), seconds >= 0 { return seconds }
    // Sun, 06 Nov 1994 08:49:37 GMT
    let parts = value.split { $0 == " " || $0 == ":" }
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 8, parts[7] == "GMT", let day = Int64(parts[1]),
      let month = months.firstIndex(where: { $0 == parts[2] }), let year = Int64(parts[3]),
      let hour = Int64(parts[4]), let minute = Int64(parts[5]), let second = Int64(parts[6]),
      (1970...9999).contains(year)
    else { return nil }
    let monthsSinceMarch = Int64((month + 10) % 12)
    let shiftedYear = month < 2 ? year - 1 : year
    let days =
      shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
      + (monthsSinceMarch * 153 + 2) / 5 + day - 1 - 719_468
    return max(0, days * 86_400 + hour * 3600 + minute * 60 + second - now)
  }
}
