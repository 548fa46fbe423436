import CloudEvents

/// A part of a parsed expression, and where it stands in the text.
struct Node: Sendable {
  /// Offsets in UTF-8.
  var range: Range<Int>
  var form: Form

  indirect enum Form: Sendable {
    case constant(CESQLValue)
    case attribute(AttributeName)
    case exists(AttributeName)
    case not(Node)
    case negative(Node)
    /// Operators of one precedence in a row, from left to right: a long row is a long array and no deep tree.
    case chain(Node, [Link])
    case like(Node, LikePattern, isNegated: Bool)
    case member(Node, of: [Node], isNegated: Bool)
    case call(BuiltInFunction, [Node])
    /// A call of a function that there is not.
    case missingFunction(String, arguments: Int)
  }

  /// An operator and what stands to its right.
  struct Link: Sendable {
    var `operator`: BinaryOperator
    var operand: Node
  }
}

/// The operators between two expressions (CESQL 1.0, section 3.4.2).
enum BinaryOperator: Sendable {
  case multiply, divide, remainder
  case add, subtract
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case and, or, xor

  /// How tightly it binds; AND, OR and XOR all the same (section 3.6).
  enum Precedence: Int, Sendable {
    case logic, comparison, additive, multiplicative
  }

  var precedence: Precedence {
    switch self {
    case .multiply, .divide, .remainder: .multiplicative
    case .add, .subtract: .additive
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .and, .or, .xor: .logic
    }
  }

  /// The type of its value.
  var result: CESQLValue.Kind {
    switch precedence {
    case .multiplicative, .additive: .integer
    case .comparison, .logic: .boolean
    }
  }
}
