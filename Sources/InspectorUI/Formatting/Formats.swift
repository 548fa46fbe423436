import CloudEvents
import InspectorCore

/// How sizes, counts, durations and times are written on the screen: here and nowhere else.
enum Shown {
  /// `1,284`.
  static func count(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return (value < 0 ? "-" : "") + out
  }

  /// `398 B`, `1.2 K`, `64 K`, `3.1 M`: at most five columns.
  static func size(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    var value = Double(bytes) / 1024
    for unit in ["K", "M", "G"] {
      if value < 9.95 { return "\((value * 10).rounded() / 10) \(unit)" }
      if value < 999.5 { return "\(Int(value.rounded())) \(unit)" }
      value /= 1024
    }
    return "\(Int(value.rounded())) T"
  }

  /// `3.1 ms`, `12 s`.
  static func duration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    if microseconds < 1000 { return "\(microseconds) µs" }
    if microseconds < 1_000_000 { return decimal(microseconds / 100, of: 10) + " ms" }
    return decimal(microseconds / 100_000, of: 10) + " s"
  }

  /// `+134 ms`, `-12 s`, `+45 min`: a time from one moment to another, at most eight columns.
  static func gap(_ gap: Duration) -> String {
    let magnitude = gap < .zero ? .zero - gap : gap
    let seconds = magnitude.components.seconds
    let text =
      seconds < 600
      ? duration(magnitude)
      : seconds < 36_000
        ? "\(seconds / 60) min" : seconds < 864_000 ? "\(seconds / 3600) h" : "\(seconds / 86_400) d"
    return (gap < .zero ? "-" : "+") + text
  }

  /// `50 s`, `6 min 40 s`, `10 min`.
  static func span(seconds: Int) -> String {
    let parts = [(seconds / 60, "min"), (seconds % 60, "s")].filter { $0.0 > 0 }
    return parts.isEmpty ? "0 s" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// `12/s`, `0.4/s`.
  static func rate(_ perSecond: Double) -> String {
    if perSecond == 0 { return "0/s" }
    return perSecond < 10
      ? decimal(Int64((perSecond * 10).rounded()), of: 10) + "/s" : count(Int(perSecond.rounded())) + "/s"
  }

  /// `08:20:35.012`, or without the fraction, in the offset from UTC that the user's clock has.
  static func time(_ time: WallTime, offset: Int, milliseconds: Bool = true) -> String {
    let date = RFC3339.Date(nanoseconds: time.plus(seconds: Int64(offset)).nanoseconds)
    let clock = "\(padded(date.hour, 2)):\(padded(date.minute, 2)):\(padded(date.second, 2))"
    return milliseconds ? clock + "." + padded(date.nanoseconds / 1_000_000, 3) : clock
  }

  /// `0.4 s ago`, `3 min ago`.
  static func ago(_ time: WallTime, now: WallTime) -> String {
    let seconds = now.since(time).components.seconds
    if seconds < 1 { return "just now" }
    if seconds < 120 { return "\(seconds) s ago" }
    if seconds < 7200 { return "\(seconds / 60) min ago" }
    return "\(seconds / 3600) h ago"
  }

  /// A bar for each value, the largest being full and the lowest of the eight heights meaning none.
  static func sparkline(_ values: [Int]) -> String {
    let bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    guard let largest = values.max(), largest > 0 else { return "" }
    return values.map { $0 == 0 ? bars[0] : bars[1 + ($0 * 7 - 1) / largest] }.joined()
  }

  /// `1 event`, `3 events`.
  static func plural(_ value: some BinaryInteger, _ noun: String) -> String {
    "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  private static func decimal(_ tenths: Int64, of ten: Int64) -> String {
    tenths >= 1000 || tenths % ten == 0 ? "\(tenths / ten)" : "\(tenths / ten).\(tenths % ten)"
  }
}
