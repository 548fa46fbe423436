import CloudEvents

extension CESQLExpression {
  /// Of the parts that AND connects those that are not true for an event, as they are written, with what they are;
  /// of an expression that AND does not connect the whole. Empty where the expression matches.
  public func failedParts(_ event: some AttributeSource) -> [(text: String, result: CESQLResult)] {
    let whole = evaluate(event)
    if whole.isMatch { return [] }
    let failed = conjuncts.compactMap { node -> (String, CESQLResult)? in
      var evaluator = Evaluator(event: event)
      let value = evaluator.value(of: node)
      let result = CESQLResult(value: value, errors: evaluator.errors)
      return result.isMatch ? nil : (source(of: node.range), result)
    }
    // A part may count as true among others and yet not be the Boolean true on its own, and the other way round.
    return failed.isEmpty ? [(text, whole)] : failed
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
