import CloudEvents

extension CESQLExpression {
  /// A text that stands in the type, the source or the id of every event that has a value other than false, or an
  /// error; `nil` where none is known.
  ///
  /// With it events are passed over without being evaluated: `type LIKE 'com.example.%' AND sequence > 10`.
  public var requiredText: String? {
    guard case .chain(let first, let links) = root.form,
      links.allSatisfy({ if case .and = $0.operator { true } else { false } })
    else { return root.requiredText }
    // Those that come first decide before another part can have an error.
    let texts = ([first] + links.map(\.operand)).prefix { $0.requiredText != nil }.compactMap(\.requiredText)
    return texts.max { $0.utf8.count < $1.utf8.count }
  }
}

extension Node {
  /// For a comparison that cannot have an error: what stands in the attribute where it is true.
  fileprivate var requiredText: String? {
    switch form {
    case .chain(let left, let links):
      guard links.count == 1, case .equal = links[0].operator else { return nil }
      switch (left.form, links[0].operand.form) {
      case (.attribute(let name), .constant(.string(let text))),
        (.constant(.string(let text)), .attribute(let name)):
        return Self.isAlwaysText(name) ? text : nil
      default: return nil
      }
    case .like(let operand, let pattern, isNegated: false):
      guard case .attribute(let name) = operand.form, Self.isAlwaysText(name) else { return nil }
      return pattern.longestText
    default: return nil
    }
  }

  /// Whether every valid event has the attribute, and has it as it is written.
  private static func isAlwaysText(_ name: AttributeName) -> Bool {
    [.type, .source, .id].contains(name)
  }
}
