import CloudEvents

/// Works out an expression's value for one event.
///
/// Where an operand has an error, the operator or function around it has the zero value of its type, and the
/// errors go on (CESQL 1.0, section 3.2). Everything that is not cut short is evaluated, so that all errors
/// are told.
struct Evaluator<Event: AttributeSource> {
  let event: Event
  var errors: [CESQLError] = []
  /// What each sub-expression was, in the order of evaluation; `nil` where nobody asks.
  var steps: [EvaluationStep]?
  private var depth = 0

  init(event: Event, isTraced: Bool = false) {
    self.event = event
    steps = isTraced ? [] : nil
  }

  mutating func value(of node: Node) -> CESQLValue {
    let before = errors.count
    depth += 1
    let value = evaluate(node)
    note(node.range, value, errorsFrom: before)
    depth -= 1
    return value
  }

  private mutating func note(_ range: Range<Int>, _ value: CESQLValue?, errorsFrom start: Int) {
    guard steps != nil else { return }
    steps?.append(EvaluationStep(range: range, depth: depth - 1, value: value, errors: start..<errors.count))
  }

  private mutating func evaluate(_ node: Node) -> CESQLValue {
    let before = errors.count
    switch node.form {
    case .constant(let value): return value
    case .attribute(let name):
      if let value = event[name] { return CESQLValue(value) }
      errors.append(CESQLError(.missingAttribute(name)))
      return .boolean(false)
    case .exists(let name): return .boolean(exists(name))
    case .not(let operand): return not(operand)
    case .negative(let operand):
      let value = self.value(of: operand)
      guard errors.count == before, let number = value.cast(to: .integer, &errors)?.number else {
        return .integer(0)
      }
      return checked(Int32(0).subtractingReportingOverflow(number))
    case .chain(let first, let links): return chain(first, links, start: node.range.lowerBound)
    case .like(let operand, let pattern, let isNegated):
      let value = self.value(of: operand)
      guard errors.count == before, let text = value.cast(to: .string)?.text else { return .boolean(false) }
      return .boolean(pattern.matches(text) != isNegated)
    case .member(let operand, let elements, let isNegated):
      let value = self.value(of: operand)
      let isMember = contains(errors.count == before ? value : nil, elements)
      return .boolean(errors.count == before && isMember != isNegated)
    case .call(let function, let arguments): return call(function, arguments)
    case .missingFunction(let name, let count):
      errors.append(CESQLError(.missingFunction(name, arguments: count)))
      return .boolean(false)
    }
  }

  /// Section 3.4.4: a valid event has the required attributes.
  private func exists(_ name: AttributeName) -> Bool {
    switch name {
    case .specversion, .id, .source, .type: true
    default: event[name] != nil
    }
  }

  /// The conformance kit has NOT refuse an integer, which other operators cast, and take what is refused as
  /// false.
  private mutating func not(_ operand: Node) -> CESQLValue {
    let before = errors.count
    let value = self.value(of: operand)
    guard errors.count == before else { return .boolean(false) }
    if case .integer = value {
      errors.append(CESQLError(.noCast(value, to: .boolean)))
      return .boolean(true)
    }
    return .boolean(value.cast(to: .boolean, &errors)?.truth != true)
  }

  private mutating func chain(_ first: Node, _ links: [Node.Link], start: Int) -> CESQLValue {
    let before = errors.count
    var left = value(of: first)
    for (index, link) in links.enumerated() {
      let end = link.operand.range.upperBound
      if link.operator == .and || link.operator == .or {
        left = logic(link, left, errorsFrom: before)
      } else {
        let right = value(of: link.operand)
        let value = errors.count == before ? apply(link.operator, left, right) : link.operator.result.zero
        left = errors.count == before ? value : link.operator.result.zero
      }
      // The last one is the chain itself.
      if index < links.count - 1 {
        note(start..<end, left, errorsFrom: before)
      }
    }
    return left
  }

  /// AND and OR, which leave their right operand alone where the left one decides.
  private mutating func logic(_ link: Node.Link, _ left: CESQLValue, errorsFrom before: Int) -> CESQLValue {
    let isAnd = link.operator == .and
    // Where the left operand has an error, that has been told.
    let truth = (errors.count == before ? left.cast(to: .boolean, &errors) : left.cast(to: .boolean))?.truth
    if (truth ?? false) != isAnd {
      depth += 1
      note(link.operand.range, nil, errorsFrom: errors.count)
      depth -= 1
      return .boolean(errors.count == before && !isAnd)
    }
    let right = value(of: link.operand)
    guard errors.count == before, let right = right.cast(to: .boolean, &errors) else {
      return .boolean(false)
    }
    return right
  }

  private mutating func apply(
    _ binary: BinaryOperator, _ left: CESQLValue, _ right: CESQLValue
  ) -> CESQLValue {
    switch binary {
    case .equal: return .boolean(equals(left, right))
    case .notEqual: return .boolean(!equals(left, right))
    case .and, .or, .xor:
      let (left, right) = (left.cast(to: .boolean, &errors), right.cast(to: .boolean, &errors))
      return .boolean(left?.truth != right?.truth)
    default: break
    }
    guard let left = left.cast(to: .integer, &errors)?.number,
      let right = right.cast(to: .integer, &errors)?.number
    else { return binary.result.zero }
    switch binary {
    case .less: return .boolean(left < right)
    case .lessOrEqual: return .boolean(left <= right)
    case .greater: return .boolean(left > right)
    case .greaterOrEqual: return .boolean(left >= right)
    case .add: return checked(left.addingReportingOverflow(right))
    case .subtract: return checked(left.subtractingReportingOverflow(right))
    case .multiply: return checked(left.multipliedReportingOverflow(by: right))
    default: return divided(left, right, wantsRemainder: binary == .remainder)
    }
  }

  /// The right operand's type is what the left one is cast to (section 3.7).
  private mutating func equals(_ left: CESQLValue, _ right: CESQLValue) -> Bool {
    left.cast(to: right.kind, &errors) == right
  }

  private mutating func divided(_ left: Int32, _ right: Int32, wantsRemainder: Bool) -> CESQLValue {
    guard right != 0 else {
      errors.append(CESQLError(.divisionByZero))
      return .integer(0)
    }
    // The remainder of a division by -1 is 0, even where the quotient does not fit.
    if wantsRemainder { return .integer(right == -1 ? 0 : left % right) }
    return checked(left.dividedReportingOverflow(by: right))
  }

  private mutating func checked(_ result: (partialValue: Int32, overflow: Bool)) -> CESQLValue {
    if result.overflow { errors.append(CESQLError(.overflow)) }
    return .integer(result.overflow ? 0 : result.partialValue)
  }

  /// The elements are cast to the type of the value that is sought (section 3.7), up to the one that is
  /// equal.
  ///
  /// - Parameter value: `nil` where it had an error.
  private mutating func contains(_ value: CESQLValue?, _ elements: [Node]) -> Bool {
    for element in elements {
      let before = errors.count
      let other = self.value(of: element)
      guard let value, errors.count == before else { continue }
      if other.cast(to: value.kind, &errors) == value { return true }
    }
    return false
  }

  private mutating func call(_ function: BuiltInFunction, _ arguments: [Node]) -> CESQLValue {
    let before = errors.count
    var values: [CESQLValue] = []
    values.reserveCapacity(arguments.count)
    for (index, argument) in arguments.enumerated() {
      let start = errors.count
      let value = self.value(of: argument)
      guard errors.count == start, let kind = function.kind(ofArgument: index) else {
        values.append(value)
        continue
      }
      values.append(value.cast(to: kind, &errors) ?? kind.zero)
    }
    return errors.count == before ? function.body(values, &errors) : function.result.zero
  }
}

/// A sub-expression and what became of it.
struct EvaluationStep {
  var range: Range<Int>
  var depth: Int
  /// `nil` where it was not evaluated.
  var value: CESQLValue?
  /// Which of the errors are its own and its parts'.
  var errors: Range<Int>
}
