/// When what was written to a recording is forced onto the disk, where it outlives a power cut.
///
/// Without it, too, a record is in the file before its delivery is acknowledged: it outlives the program.
public enum SyncPolicy: Sendable, Hashable {
  /// Before each answer; deliveries that come together share one.
  case always
  /// So long after something was written, at the latest.
  case every(Duration)
  /// When the system likes.
  case never

  /// Reads `always`, `never`, or a time such as `1s` or `500ms`.
  public init?(_ text: String) {
    switch text {
    case "always": self = .always
    case "never": self = .never
    default:
      let digits = text.prefix { ("0"..."9").contains($0) }
      guard let number = Int(digits), (1...3_600_000).contains(number) else { return nil }
      switch text.dropFirst(digits.count) {
      case "s": self = .every(.seconds(number))
      case "ms": self = .every(.milliseconds(number))
      default: return nil
      }
    }
  }
}
