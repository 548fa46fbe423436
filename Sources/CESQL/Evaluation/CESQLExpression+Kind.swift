extension CESQLExpression {
  /// The type that the value has for every event; `nil` where it depends on an extension attribute.
  ///
  /// An expression of another type than Boolean is never true, and so no use as a filter (section 1.2).
  public var resultKind: CESQLValue.Kind? { root.resultKind }
}

extension Node {
  fileprivate var resultKind: CESQLValue.Kind? {
    switch form {
    case .constant(let value): value.kind
    case .attribute(let name):
      ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"]
        .contains(name.rawValue) ? .string : nil
    case .exists, .not, .like, .member: .boolean
    case .negative: .integer
    case .chain(let first, let links): links.last?.operator.result ?? first.resultKind
    case .call(let function, _): function.result
    case .missingFunction: .boolean
    }
  }
}
