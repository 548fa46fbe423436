import CloudEvents
import CloudEventsHTTP

/// Says at once of a line with an event whether a condition holds for it, without making an entry of it.
///
/// It is the quick way through a large file: a line in which bytes are missing that every match has is only scanned,
/// any other is decoded in place; nothing is copied. What it leaves open goes through ``RecordReader`` and
/// ``RecordedEntry``, whose answers are the same.
public struct EventLineJudge: Sendable {
  /// What can be said of a line.
  public enum Verdict: Sendable, Equatable {
    case matches
    case fails
    /// It is no event on its own, or no JSON: the long way tells.
    case open
  }

  private let condition: EventCondition
  private let name: String
  private let now: WallTime
  private let required: Needle?

  /// - Parameters:
  ///   - name: what the file is called, which stands for the peer.
  /// - Returns: `nil` where the condition asks what came before a line.
  public init?(_ condition: EventCondition, name: String, now: WallTime) {
    if condition.asksForDuplicates { return nil }
    self.condition = condition
    self.name = name
    self.now = now
    required = condition.required
  }

  /// Whether the condition holds for the event on a line, given without its line break.
  public func verdict(on line: UnsafeRawBufferPointer) -> Verdict {
    if let required, !required.isContained(in: line), !line.contains(byte: UInt8(ascii: "\\")),
      Self.isPlainEvent(line)
    {
      return .fails
    }
    let event = JSONEventFormat().decode(line)
    // What is no JSON, and what may be a delivery record.
    guard !event.encoded.specversion.isAbsent, !event.violations.contains(where: { $0.rule == .json }) else {
      return .open
    }
    let received = event.encoded.time.text(in: line).flatMap { Timestamp($0)?.nanosecondsSince1970 }
    let matches = condition.matches(
      QuerySubject(
        bytes: line, headLength: 0, event: event, eventBytes: line, mode: .structured, transport: .ndjson,
        peer: name, received: received.map { WallTime(nanoseconds: $0) } ?? now, status: nil,
        isValid: event.isValid, isDuplicate: false, isSent: false, tags: [], size: line.count, now: now))
    return matches ? .matches : .fails
  }

  /// Whether a line without escapes is an event with nothing coded in it: JSON, with a `specversion` and without
  /// `data_base64`, in whose text nothing could be seen.
  private static func isPlainEvent(_ line: UnsafeRawBufferPointer) -> Bool {
    var (isEvent, isCoded) = (false, false)
    do throws(JSONError) {
      var scanner = JSONScanner(line)
      try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        _ = try scanner.value()
        guard name.contents.count == 11 else { return }
        if line[name.contents].equals("specversion") { isEvent = true }
        if line[name.contents].equals("data_base64") { isCoded = true }
      }
      try scanner.finish()
    } catch {
      return false
    }
    return isEvent && !isCoded
  }
}
