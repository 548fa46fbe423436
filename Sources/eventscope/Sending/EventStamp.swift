import CloudEvents
import InspectorCore

/// Fills in what makes each event that is sent its own: its id and its time.
struct EventStamp: Sendable {
  /// What `--id` says.
  var id: String?

  /// - Parameters:
  ///   - number: which event it is of all that are sent, from 1.
  ///   - round: how often its template has been sent, this time included.
  func stamped(_ template: CloudEvent, number: Int, round: Int, now: WallTime = .now()) -> CloudEvent {
    var event = template
    event.id = newID(template, number: number, round: round)
    if event[.time] == nil { event.time = Timestamp(nanosecondsSince1970: now.nanoseconds) }
    return event
  }

  /// A repeated event is another event, so its id is another.
  private func newID(_ template: CloudEvent, number: Int, round: Int) -> String {
    if let id {
      guard id.contains("{seq}") || id.contains("{uuid}") else { return number == 1 ? id : "\(id)-\(number)" }
      return EventStamp.replacing("{uuid}", in: EventStamp.replacing("{seq}", in: id) { "\(number)" }) {
        EventStamp.uuid()
      }
    }
    if template[.id] != nil { return round == 1 ? template.id : "\(template.id)-\(round)" }
    return EventStamp.uuid()
  }

  private static func replacing(_ place: String, in text: String, by value: () -> String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: place) {
      result += rest[..<start.lowerBound] + value()
      rest = rest[start.upperBound...]
    }
    return result + rest
  }

  /// A random UUID (RFC 9562, version 4).
  static func uuid() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}
