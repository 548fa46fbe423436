import CloudEvents
import CloudEventsHTTP

/// One term of a query.
enum QueryTerm: Sendable {
  case attribute(AttributeName, GlobPattern)
  case extensionAttribute(AttributeName, ValueTest)
  case data(DataPath, ValueTest)
  /// By the header's name in lower case.
  case header([UInt8], ValueTest)
  case flag(QueryFlag)
  case tag(GlobPattern)
  case text(String, GlobPattern, @Sendable (QuerySubject) -> String?)
  case status(StatusTest)
  case size(Comparison, Int)
  case age(Comparison, Int64)
  case contains(Needle)

  func matches(_ subject: QuerySubject) -> Bool {
    switch self {
    case .attribute(let name, let pattern):
      subject.withValue(of: name) { pattern.matches($0) } ?? false
    case .extensionAttribute(let name, let test):
      subject.withValue(of: name) { test.holds(text: $0) } ?? false
    case .data(let path, let test):
      subject.withJSONData { path.anyValue(in: $0) { token, bytes in test.holds(json: token, in: bytes) } }
        ?? false
    case .header(let name, let test):
      subject.anyHeader { field, value in
        field.count == name.count && zip(field, name).allSatisfy { $0.asciiLowercased == $1 }
          && test.holds(text: value)
      }
    case .flag(let flag): flag.holds(for: subject)
    case .tag(let pattern):
      subject.tags.contains { tag in Array(tag.utf8).withUnsafeBytes { pattern.matches($0) } }
    case .text(_, let pattern, let value):
      value(subject).map { text in Array(text.utf8).withUnsafeBytes { pattern.matches($0) } } ?? false
    case .status(let test): subject.status.map { test.holds($0) } ?? false
    case .size(let comparison, let bytes): comparison.holds(subject.size, bytes)
    case .age(let comparison, let age):
      comparison.holds(subject.now.nanoseconds - subject.received.nanoseconds, age)
    case .contains(let needle): subject.contains(needle)
    }
  }
}

extension QueryTerm: Equatable {
  /// Terms are the same where the same was asked for; how a text is got follows from its field's name.
  static func == (left: QueryTerm, right: QueryTerm) -> Bool {
    switch (left, right) {
    case (.attribute(let a, let b), .attribute(let c, let d)): a == c && b == d
    case (.extensionAttribute(let a, let b), .extensionAttribute(let c, let d)): a == c && b == d
    case (.data(let a, let b), .data(let c, let d)): a == c && b == d
    case (.header(let a, let b), .header(let c, let d)): a == c && b == d
    case (.flag(let a), .flag(let b)): a == b
    case (.tag(let a), .tag(let b)): a == b
    case (.text(let a, let b, _), .text(let c, let d, _)): a == c && b == d
    case (.status(let a), .status(let b)): a == b
    case (.size(let a, let b), .size(let c, let d)): a == c && b == d
    case (.age(let a, let b), .age(let c, let d)): a == c && b == d
    case (.contains(let a), .contains(let b)): a == b
    default: false
    }
  }
}

/// A status, a class of them, or a comparison.
struct StatusTest: Sendable, Equatable {
  private var comparison: Comparison
  private var range: ClosedRange<Int>

  init(_ comparison: Comparison, _ text: String) throws(TermError) {
    self.comparison = comparison
    let digits = Array(text.lowercased())
    if digits.count == 3, digits[1...] == ["x", "x"], let hundred = digits[0].wholeNumberValue {
      range = hundred * 100...hundred * 100 + 99
    } else if let status = Int(text), (0...999).contains(status) {
      range = status...status
    } else {
      throw TermError("\(text) is no status; it is written like 404 or 4xx", isIncomplete: text.count < 3)
    }
  }

  func holds(_ status: Int) -> Bool {
    switch comparison {
    case .equal: range.contains(status)
    case .notEqual: !range.contains(status)
    case .less, .greaterOrEqual: comparison.holds(status, range.lowerBound)
    case .greater, .lessOrEqual: comparison.holds(status, range.upperBound)
    }
  }
}

/// A comparison with a text, or with a number where the comparison asks for one.
struct ValueTest: Sendable, Equatable {
  private var comparison: Comparison
  private var pattern: GlobPattern
  private var number: Double?

  init(_ comparison: Comparison, _ text: String) throws(TermError) {
    self.comparison = comparison
    pattern = GlobPattern(text)
    number = Double(text)
    if number == nil, comparison != .equal, comparison != .notEqual {
      throw TermError("\(text) is no number; only numbers are compared with \(comparison.rawValue)")
    }
  }

  func holds(text: UnsafeRawBufferPointer) -> Bool {
    switch comparison {
    case .equal: return pattern.matches(text)
    case .notEqual: return !pattern.matches(text)
    default:
      guard let number, let value = Double(String(decoding: text.prefix(64), as: UTF8.self)) else {
        return false
      }
      return comparison.holds(value, number)
    }
  }

  func holds(json token: JSONToken, in bytes: UnsafeRawBufferPointer) -> Bool {
    switch token.kind {
    case .string:
      guard comparison == .equal || comparison == .notEqual else { return false }
      if !token.hasEscapes { return holds(text: bytes[token.contents]) }
      return JSONString.unescaped(bytes[token.contents])?.withUnsafeBytes { holds(text: $0) } ?? false
    case .number:
      if holds(text: bytes[token.range]) { return true }
      // 42 and 42.0 are one number where they are asked for as numbers.
      guard comparison == .equal, let number else { return false }
      return Double(String(decoding: bytes[token.range].prefix(64), as: UTF8.self)) == number
    case .object, .array:
      return comparison == .equal && pattern.matchesEverything
    case .true, .false, .null:
      return (comparison == .equal || comparison == .notEqual) && holds(text: bytes[token.range])
    }
  }
}

/// Sizes and times as they are written in a query.
enum QueryUnits {
  /// Bytes: `512`, `64k`, `1.5m`, `1g`, in powers of 1024; a `b` may follow.
  static func size(_ text: String) -> Int? {
    var text = Substring(text.lowercased())
    if text.hasSuffix("b") { text = text.dropLast() }
    let units: [Character: Double] = ["k": 1024, "m": 1_048_576, "g": 1_073_741_824]
    let scale = text.last.flatMap { units[$0] }
    guard let value = Double(scale == nil ? text : text.dropLast()), value >= 0, value < 1e12 else {
      return nil
    }
    return Int(value * (scale ?? 1))
  }

  /// Nanoseconds: `500ms`, `30s`, `5m`, `2h`, `1d`, or several of them in a row.
  static func duration(_ text: String) -> Int64? {
    let units: [(String, Double)] = [("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86400e9)]
    var rest = Substring(text.lowercased())
    var total = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      guard let value = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.0) }) else {
        return nil
      }
      rest = rest.dropFirst(unit.0.count)
      total += value * unit.1
    }
    return total < 9e18 ? Int64(total) : nil
  }
}
