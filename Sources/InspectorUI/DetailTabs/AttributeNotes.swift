import CloudEvents
import InspectorCore

/// What well-known extension attributes say, in words: those that the specification documents, and a few that many use.
enum AttributeNotes {
  static func notes(on name: AttributeName, _ value: AttributeValue, in event: CloudEvent, now: WallTime)
    -> [String]
  {
    let text = value.canonicalString
    switch name.rawValue {
    case "traceparent": return trace(text)
    case "tracestate":
      return [
        "vendors: " + text.split(separator: ",").map { $0.prefix { $0 != "=" } }.joined(separator: ", ")
      ]
    case "expirytime":
      guard let time = time(of: value) else { return ["is no timestamp, so nothing expires"] }
      let seconds = time.since(now).components.seconds
      return [
        seconds < 0 ? "expired \(Shown.ago(time, now: now))" : "expires in \(Shown.plural(seconds, "second"))"
      ]
    case "recordedtime":
      guard let recorded = time(of: value), let happened = event.time?.nanosecondsSince1970 else { return [] }
      return ["recorded \(Shown.duration(recorded.since(WallTime(nanoseconds: happened)))) after time"]
    case "sampledrate":
      return Int(text).map { ["stands for \(Shown.plural($0, "event")): 1 of \(Shown.count($0)) was sent"] }
        ?? ["is no integer"]
    case "dataref": return ["the data lies there" + (event.data == nil ? ", and not in the event" : " too")]
    case "sequence": return ["the place among the events of this source"]
    case "sequencetype": return ["how sequence is compared"]
    case "partitionkey": return ["events with the same key keep their order"]
    case "severitytext": return ["the severity, by its name at the source"]
    case "severitynumber":
      return Int(text).flatMap { number in severity(number).map { ["\($0) (OpenTelemetry)"] } } ?? []
    case "correlationid": return ["the same for all events of one undertaking"]
    case "causationid": return ["the id of the event that caused this one"]
    case "authtype": return ["who caused it: \(text)"]
    default: return []
    }
  }

  private static func time(of value: AttributeValue) -> WallTime? {
    let stamp: Timestamp?
    if case .timestamp(let time) = value { stamp = time } else { stamp = Timestamp(value.canonicalString) }
    return stamp?.nanosecondsSince1970.map { WallTime(nanoseconds: $0) }
  }

  /// `version-trace-parent-flags` (W3C Trace Context, section 3.2).
  private static func trace(_ text: String) -> [String] {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isHex = parts.allSatisfy {
      $0.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
    guard parts.count >= 4, isHex, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16,
      parts[3].count == 2, let flags = UInt8(parts[3], radix: 16)
    else { return ["is no trace context: 00, 32 hexadecimal digits, 16, and 2, with dashes between"] }
    return [
      "trace \(parts[1])", "parent span \(parts[2]) · \(flags & 1 == 1 ? "sampled" : "not sampled")",
    ]
  }

  private static func severity(_ number: Int) -> String? {
    let names = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]
    return (1...24).contains(number) ? names[(number - 1) / 4] : nil
  }
}
