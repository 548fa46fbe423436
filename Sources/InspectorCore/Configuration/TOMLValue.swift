/// A value of a TOML file, as a pure value.
public indirect enum TOMLValue: Sendable, Equatable {
  case string(String)
  case integer(Int64)
  case double(Double)
  case boolean(Bool)
  /// A date, a time or both, as TOML writes them.
  case date(String)
  case array([TOMLValue])
  /// In the order of the file.
  case table([TOMLMember])

  /// The text of a string.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  public var array: [TOMLValue]? { if case .array(let values) = self { values } else { nil } }
  public var table: [TOMLMember]? { if case .table(let members) = self { members } else { nil } }

  /// The number of a double or an integer.
  public var double: Double? {
    switch self {
    case .double(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The table's member of that name; nil where there is none, or no table.
  public subscript(_ name: String) -> TOMLValue? {
    table?.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// A table's members with their full keys: `width.ambiguous` without quotes is a table in a table to TOML.
  ///
  /// - Parameter keys: the dotted keys that are known; a table that is the beginning of none is a value.
  public func flattened(keys: [String]) -> [(key: String, value: TOMLValue, path: [PathStep])] {
    flattened(keys: keys, prefix: "", at: [])
  }

  private func flattened(
    keys: [String], prefix: String, at path: [PathStep]
  ) -> [(key: String, value: TOMLValue, path: [PathStep])] {
    (table ?? []).flatMap { member in
      let key = prefix + member.name
      let inner = path + [.key(member.name)]
      guard member.value.table != nil, keys.contains(where: { $0.hasPrefix(key + ".") }) else {
        return [(key, member.value, inner)]
      }
      return member.value.flattened(keys: keys, prefix: key + ".", at: inner)
    }
  }

  /// What it is, for messages: "a string".
  public var kind: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .double: "a number"
    case .boolean: "a Boolean"
    case .date: "a date"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// A name and its value in a TOML table.
public struct TOMLMember: Sendable, Equatable {
  public var name: String
  public var value: TOMLValue

  public init(name: String, value: TOMLValue) {
    self.name = name
    self.value = value
  }
}

/// A step from a TOML value to one inside it.
public enum PathStep: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// A table's member.
  case key(String)
  /// An array's element, from 0.
  case index(Int)

  public init(stringLiteral value: String) {
    self = .key(value)
  }

  public init(integerLiteral value: Int) {
    self = .index(value)
  }
}
