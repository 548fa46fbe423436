import InspectorCore

/// Why nothing came back; its description is the sentence for the user.
public enum SendError: Error, Equatable, CustomStringConvertible {
  /// Nobody could be reached, or the connection broke. The reason is a clause.
  case unreachable(Address, reason: String, attempts: Int)
  /// There was no answer in time.
  case timedOut(Address, after: Duration, attempts: Int)
  /// The message cannot be sent as it is. The reason is a clause.
  case unsendable(Address, reason: String)
  /// The task that sent was cancelled.
  case cancelled(Address)

  /// Whether another attempt might do better.
  var isPassing: Bool {
    switch self {
    case .unreachable, .timedOut: true
    case .unsendable, .cancelled: false
    }
  }

  public var description: String {
    switch self {
    case .unreachable(let address, let reason, let attempts):
      "cannot send to \(address): \(reason)" + SendError.tries(attempts)
    case .timedOut(let address, let duration, let attempts):
      "cannot send to \(address): no answer came within \(SendError.seconds(duration))"
        + SendError.tries(attempts)
    case .unsendable(let address, let reason):
      "cannot send to \(address): \(reason)"
    case .cancelled(let address):
      "sending to \(address) was cancelled"
    }
  }

  private static func tries(_ attempts: Int) -> String {
    attempts > 1 ? " (tried \(attempts) times)" : ""
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds =
      duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}
