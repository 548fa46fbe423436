import CloudEvents

/// A comparison with a text, or with a number where the comparison asks for an order.
struct ValueTest: Sendable, Equatable {
  private var comparison: Comparison
  private var pattern: GlobPattern
  private var number: DecimalNumber?

  init(_ comparison: Comparison, _ text: String) throws(TermError) {
    self.comparison = comparison
    pattern = GlobPattern(text)
    number = DecimalNumber(text)
    if number == nil, !comparison.isEquality {
      throw TermError(
        "\(text) is no number; only numbers are compared with \(comparison.rawValue)",
        isIncomplete: text == "-" || text.hasSuffix("."))
    }
  }

  /// What stands in each value that passes; `nil` where nothing is known, as of a number, which is written in many
  /// ways.
  var required: Needle? { comparison == .equal && number == nil ? Needle(runOf: pattern) : nil }

  func holds(text: UnsafeRawBufferPointer) -> Bool {
    switch comparison {
    case .equal: return pattern.matches(text)
    case .notEqual: return !pattern.matches(text)
    default:
      guard let number, let value = DecimalNumber(text) else { return false }
      return comparison.holds(value, number)
    }
  }

  func holds(json token: JSONToken, in bytes: UnsafeRawBufferPointer) -> Bool {
    switch token.kind {
    case .string:
      // A string is no number, even where it looks like one.
      guard comparison.isEquality else { return false }
      if !token.hasEscapes { return holds(text: bytes[token.contents]) }
      return JSONString.unescaped(bytes[token.contents])?.withUnsafeBytes { holds(text: $0) } ?? false
    case .number:
      let text = bytes[token.range]
      guard comparison.isEquality else { return holds(text: text) }
      // 42 and 42.0 are one number.
      let isSame = pattern.matches(text) || number.map { DecimalNumber(text) == $0 } ?? false
      return isSame == (comparison == .equal)
    case .object, .array:
      return (comparison == .equal) == pattern.matchesEverything && comparison.isEquality
    case .true, .false, .null:
      return comparison.isEquality && holds(text: bytes[token.range])
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
    if digits.count == 3, digits[1...] == ["x", "x"], let hundred = Int(String(digits[0])) {
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

/// Why a value does not suit its field.
struct TermError: Error {
  var message: String
  /// Whether it could still become right by typing on.
  var isIncomplete: Bool

  init(_ message: String, isIncomplete: Bool = false) {
    self.message = message
    self.isIncomplete = isIncomplete
  }

  static func notOneOf(_ word: String, _ words: [String]) -> TermError {
    let guess =
      nearest(word, in: words).map { "; did you mean \($0)?" }
      ?? "; it is one of \(words.joined(separator: ", "))"
    return TermError(
      "\(word) is none of these words\(guess)", isIncomplete: words.contains { $0.hasPrefix(word) })
  }
}
