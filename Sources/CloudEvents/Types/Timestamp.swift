/// A moment as CloudEvents' Timestamp type has it: RFC 3339, kept as it was written.
///
/// Two timestamps are equal where they name the same moment, whatever their offsets and trailing zeros.
public struct Timestamp: Sendable, CustomStringConvertible {
  /// The text as written, such as `2018-04-05T17:31:00.123Z`.
  public let description: String
  /// Whole seconds since 1970-01-01T00:00:00Z. A leap second has the number of the second that follows it.
  public let seconds: Int64
  /// The digits of the fraction without trailing zeros; empty for whole seconds.
  public let fraction: String
  /// Whether this is a leap second, `23:59:60` in UTC.
  public let isLeapSecond: Bool

  /// Reads a timestamp; `nil` where it is none.
  public init?(_ text: String) {
    var copy = text
    guard let parts = copy.withUTF8({ RFC3339.parse(UnsafeRawBufferPointer($0)) }) else { return nil }
    description = text
    seconds = parts.seconds
    isLeapSecond = parts.isLeapSecond
    let digits = text.utf8.dropFirst(20).prefix(parts.fractionDigits)
    fraction = String(decoding: digits.reversed().drop { $0 == 0x30 }.reversed(), as: UTF8.self)
  }

  /// A moment in UTC, with as many digits of the fraction as it needs: none, 3, 6 or 9.
  public init(nanosecondsSince1970: Int64) {
    self.init(RFC3339.text(nanoseconds: nanosecondsSince1970))!
  }

  /// A moment in UTC by whole seconds since 1970 and the nanoseconds after them, with as many digits of the fraction as
  /// it needs; `nil` outside of the years 1 to 9999, or where the nanoseconds make a second.
  public init?(seconds: Int64, nanoseconds: Int) {
    guard (-62_135_596_800...253_402_300_799).contains(seconds), (0...999_999_999).contains(nanoseconds)
    else {
      return nil
    }
    self.init(RFC3339.text(RFC3339.Date(seconds: seconds, nanoseconds: nanoseconds)))
  }

  /// Nanoseconds since 1970, cut after nine digits; `nil` outside the years 1678 to 2262.
  public var nanosecondsSince1970: Int64? {
    let digits = Int64(fraction.prefix(9)) ?? 0
    let scale = (fraction.utf8.count..<max(9, fraction.utf8.count)).reduce(Int64(1)) { scale, _ in scale * 10
    }
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = whole.addingReportingOverflow(digits * scale)
    return overflow || carry ? nil : sum
  }
}

extension Timestamp: Hashable {
  /// Whether both are the same moment.
  public static func == (left: Timestamp, right: Timestamp) -> Bool {
    left.seconds == right.seconds && left.fraction == right.fraction
      && left.isLeapSecond == right.isLeapSecond
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(seconds)
    hasher.combine(fraction)
  }
}

extension Timestamp: Comparable {
  /// Whether the first moment is before the second one.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    let leftSecond = left.seconds * 2 - (left.isLeapSecond ? 1 : 0)
    let rightSecond = right.seconds * 2 - (right.isLeapSecond ? 1 : 0)
    if leftSecond != rightSecond { return leftSecond < rightSecond }
    return left.fraction.utf8.lexicographicallyPrecedes(right.fraction.utf8)
  }
}

/// The grammar and the calendar of RFC 3339, over bytes.
public enum RFC3339 {
  struct Parts {
    var seconds: Int64
    var fractionDigits: Int
    var isLeapSecond: Bool
  }

  /// Whether the bytes are a timestamp.
  public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool { parse(bytes) != nil }

  static func parse(_ bytes: UnsafeRawBufferPointer) -> Parts? {
    guard bytes.count >= 20,
      let year = digits(bytes, 0, 4), bytes[4] == UInt8(ascii: "-"),
      let month = digits(bytes, 5, 2), (1...12).contains(month), bytes[7] == UInt8(ascii: "-"),
      let day = digits(bytes, 8, 2), day >= 1, day <= daysIn(month: month, year: year),
      bytes[10] | 0x20 == UInt8(ascii: "t"),
      let hour = digits(bytes, 11, 2), hour <= 23, bytes[13] == UInt8(ascii: ":"),
      let minute = digits(bytes, 14, 2), minute <= 59, bytes[16] == UInt8(ascii: ":"),
      let second = digits(bytes, 17, 2), second <= 60
    else { return nil }
    var index = 19
    var fractionDigits = 0
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < bytes.count, bytes[index].isASCIIDigit {
        index += 1
        fractionDigits += 1
      }
      guard fractionDigits > 0, index < bytes.count else { return nil }
    }
    var offset = 0
    if bytes[index] | 0x20 == UInt8(ascii: "z") {
      guard index + 1 == bytes.count else { return nil }
    } else {
      guard bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-"), index + 6 == bytes.count,
        let hours = digits(bytes, index + 1, 2), hours <= 23, bytes[index + 3] == UInt8(ascii: ":"),
        let minutes = digits(bytes, index + 4, 2), minutes <= 59
      else { return nil }
      offset = (hours * 60 + minutes) * (bytes[index] == UInt8(ascii: "-") ? -60 : 60)
    }
    let seconds =
      Int64(dayNumber(year: year, month: month, day: day)) * 86400
      + Int64(hour * 3600 + minute * 60 + second - offset)
    // A leap second is only ever the last of a month in UTC (section 5.7), so the first of the next one follows it.
    if second == 60 {
      let day = floorDivide(seconds, 86400)
      guard seconds == day * 86400, Date(day: Int(day)).day == 1 else { return nil }
    }
    return Parts(seconds: seconds, fractionDigits: fractionDigits, isLeapSecond: second == 60)
  }

  /// The text in UTC, with none, 3, 6 or 9 digits of fraction, or with exactly `digits` of them.
  public static func text(nanoseconds: Int64, digits: Int? = nil) -> String {
    text(Date(nanoseconds: nanoseconds), digits: digits)
  }

  static func text(_ date: Date, digits: Int? = nil) -> String {
    let nanos = date.nanoseconds
    let count = digits ?? (nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1000 == 0 ? 6 : 9)
    let fraction = count == 0 ? "" : "." + padded(nanos, 9).prefix(count)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(padded(date.hour, 2)):"
      + "\(padded(date.minute, 2)):\(padded(date.second, 2))\(fraction)Z"
  }

  /// A moment in UTC, taken apart.
  public struct Date: Sendable, Equatable {
    public var year, month, day, hour, minute, second, nanoseconds: Int

    /// The date of a moment, in nanoseconds since 1970-01-01T00:00:00Z.
    public init(nanoseconds total: Int64) {
      let seconds = floorDivide(total, 1_000_000_000)
      let fraction = Int(total % 1_000_000_000)
      self.init(seconds: seconds, nanoseconds: fraction < 0 ? fraction + 1_000_000_000 : fraction)
    }

    init(seconds: Int64, nanoseconds: Int) {
      let days = Int(floorDivide(seconds, 86400))
      let rest = Int(seconds) - days * 86400
      self.init(day: days)
      (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
      self.nanoseconds = nanoseconds
    }

    /// Midnight of a day, counted from 1970-01-01.
    init(day number: Int) {
      (hour, minute, second, nanoseconds) = (0, 0, 0, 0)
      // Days since 0000-03-01, in eras of 400 years.
      let shifted = number + 719_468
      let era = Int(floorDivide(Int64(shifted), 146_097))
      let dayOfEra = shifted - era * 146_097
      let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
      let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let shiftedMonth = (5 * dayOfYear + 2) / 153
      day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
      month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
      year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
  }

  private static func digits(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
      guard bytes[index].isASCIIDigit else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
    }
    return value
  }

  private static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = Int(floorDivide(Int64(year), 400))
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
