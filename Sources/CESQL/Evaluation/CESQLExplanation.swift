import CloudEvents

/// Why an expression has the value that it has for an event: each sub-expression with its own.
public struct CESQLExplanation: Sendable {
  /// A sub-expression and what became of it.
  public struct Step: Sendable {
    /// As it was written.
    public let text: Substring
    /// Where it begins: the line and the character (Unicode scalar) in it, from 1.
    public let line: Int
    /// Where it begins, from 1.
    public let column: Int
    /// How many expressions it stands in; 0 for the whole.
    public let depth: Int
    /// `nil` where it was not evaluated, because what stands before it had decided.
    public let value: CESQLValue?
    /// Its own errors and those of its parts.
    public let errors: ArraySlice<CESQLError>
  }

  /// What the whole is.
  public let result: CESQLResult
  /// In the order of evaluation: parts before what they are parts of, and the whole last.
  public let steps: [Step]
}

extension CESQLExpression {
  /// Evaluates the expression and tells each sub-expression's value and errors.
  public func explain(_ event: some AttributeSource) -> CESQLExplanation {
    var evaluator = Evaluator(event: event, isTraced: true)
    let value = evaluator.value(of: root)
    let positions = CESQLParseError.positions(in: Array(text.utf8))
    let start = text.startIndex
    let steps = (evaluator.steps ?? []).map { step in
      let (line, column) = positions[step.range.lowerBound]
      let range =
        text.utf8.index(
          start, offsetBy: step.range.lowerBound)..<text.utf8.index(start, offsetBy: step.range.upperBound)
      return CESQLExplanation.Step(
        text: text[range], line: line, column: column, depth: step.depth, value: step.value,
        errors: evaluator.errors[step.errors])
    }
    return CESQLExplanation(result: CESQLResult(value: value, errors: evaluator.errors), steps: steps)
  }
}
