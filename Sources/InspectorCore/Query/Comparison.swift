/// How a value is compared with the one in a query.
enum Comparison: String, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// So that `<=` is not taken for `<`.
  static let longestFirst = allCases.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }

  /// Whether it asks for the same or for something else, rather than for an order.
  var isEquality: Bool { self == .equal || self == .notEqual }

  func isPrefix(of characters: ArraySlice<Character>) -> Bool { characters.starts(with: rawValue) }

  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
