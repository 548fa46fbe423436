import CloudEvents

extension CESQLExpression {
  /// Of the parts that AND connects those that are not true for an event, as they are written; of an expression
  /// that AND does not connect the whole. Empty where the expression matches.
  public func failedParts(_ event: CloudEvent) -> [String] {
    if matches(event) { return [] }
    let failed = conjuncts.filter { node in
      var evaluator = Evaluator(event: event)
      let value = evaluator.value(of: node)
      return !CESQLResult(value: value, errors: evaluator.errors).isMatch
    }
    // A part may count as true among others and yet not be the Boolean true on its own, and the other way round.
    return failed.isEmpty ? [text] : failed.map { source(of: $0.range) }
  }

  private var conjuncts: [Node] {
    guard case .chain(let first, let links) = root.form,
      links.allSatisfy({ if case .and = $0.operator { true } else { false } })
    else { return [root] }
    return [first] + links.map(\.operand)
  }

  private func source(of range: Range<Int>) -> String {
    let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
  }
}
