import CloudEvents

/// An expression of the CloudEvents SQL Expression Language (CESQL 1.0): parsed once, evaluated for any
/// event.
///
/// ```swift
/// let expression = try CESQLExpression("type LIKE 'com.example.%' AND sequence > 10")
/// let result = expression.evaluate(event)   // a value, and the errors on the way to it
/// if expression.matches(event) { … }
/// ```
public struct CESQLExpression: Sendable, CustomStringConvertible {
  /// How long an expression may be, in bytes of UTF-8.
  public static let maximumLength = 64 << 10
  /// How many parentheses, calls and prefix operators may stand in each other.
  public static let maximumDepth = 100

  /// The expression as it was written.
  public let text: String
  let root: Node

  /// Parses an expression.
  public init(_ text: String) throws(CESQLParseError) {
    self.text = text
    var parser = try Parser(Array(text.utf8))
    root = try parser.expression()
  }

  /// The expression as it was written.
  public var description: String { text }

  /// The expression's value for an event, with the errors on the way to it. Evaluation always ends.
  public func evaluate(_ event: some AttributeSource) -> CESQLResult {
    var evaluator = Evaluator(event: event)
    let value = evaluator.value(of: root)
    return CESQLResult(value: value, errors: evaluator.errors)
  }

  /// Whether a filter lets the event pass: the value is the Boolean true, without an error (section 1.2).
  public func matches(_ event: some AttributeSource) -> Bool { evaluate(event).isMatch }
}

extension EventFilter {
  /// The events that an expression is true for, without an error.
  public static func cesql(_ expression: CESQLExpression) -> EventFilter {
    .attributes { expression.matches($0) }
  }
}
