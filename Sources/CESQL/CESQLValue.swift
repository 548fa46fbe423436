import CloudEvents

/// A value of CESQL's three types (CESQL 1.0, section 3.1).
public enum CESQLValue: Sendable, Hashable {
  case boolean(Bool)
  case integer(Int32)
  case string(String)

  /// The three types.
  public enum Kind: String, Sendable, CaseIterable {
    case boolean, integer, string

    /// The type's zero value, which an operator has where there is no other answer (section 3.3).
    public var zero: CESQLValue {
      switch self {
      case .boolean: .boolean(false)
      case .integer: .integer(0)
      case .string: .string("")
      }
    }
  }

  /// Which of CESQL's types it is of.
  public var kind: Kind {
    switch self {
    case .boolean: .boolean
    case .integer: .integer
    case .string: .string
    }
  }

  /// An attribute's value: Boolean and Integer keep their type, others are their canonical string (section
  /// 3.2).
  public init(_ value: AttributeValue) {
    switch value {
    case .boolean(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .string(let value): self = .string(value)
    default: self = .string(value.canonicalString)
    }
  }

  /// The value as another type (section 3.7); `nil` where a string is no such value.
  public func cast(to kind: Kind) -> CESQLValue? {
    switch (self, kind) {
    case (.boolean, .boolean), (.integer, .integer), (.string, .string): self
    case (.boolean(let value), .integer): .integer(value ? 1 : 0)
    case (.boolean(let value), .string): .string(value ? "true" : "false")
    case (.integer(let value), .boolean): .boolean(value != 0)
    case (.integer(let value), .string): .string(String(value))
    case (.string(let value), .integer): Int32(value).map { .integer($0) }
    case (.string(let value), .boolean): CESQLValue.truth(of: value).map { .boolean($0) }
    }
  }

  private static func truth(of text: String) -> Bool? {
    guard text.utf8.count <= 5 else { return nil }
    let lowercased = text.utf8.lazy.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    if lowercased.elementsEqual("true".utf8) { return true }
    return lowercased.elementsEqual("false".utf8) ? false : nil
  }

  /// Strings are equal where they have the same characters, one by one, whatever Unicode calls equivalent.
  public static func == (left: CESQLValue, right: CESQLValue) -> Bool {
    switch (left, right) {
    case (.boolean(let left), .boolean(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.string(var left), .string(var right)):
      left.utf8.count == right.utf8.count
        && left.withUTF8 { left in right.withUTF8 { right in left.elementsEqual(right) } }
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .boolean(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(value)
    case .string(var value): value.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}

extension CESQLValue: CustomStringConvertible {
  /// The value as a literal of the language: strings stand in quotes.
  public var description: String {
    switch self {
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .string(let value):
      "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"\'"#) + "'"
    }
  }
}
