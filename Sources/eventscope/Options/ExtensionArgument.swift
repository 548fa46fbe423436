import CloudEvents

/// An extension as `--ext` takes it: `name=value`, or `name:type=value`.
enum ExtensionArgument {
  private static let kinds: [(name: String, kind: AttributeValue.Kind)] = AttributeValue.Kind.allCases.flatMap
  {
    let name = $0.rawValue.lowercased()
    return [(name, $0)] + (name.contains("-") ? [(name.filter { $0 != "-" }, $0)] : [])
  }

  /// - Parameter unchecked: whether names and values that break the rules are let through.
  static func parse(_ text: String, unchecked: Bool) throws(Failure) -> (AttributeName, AttributeValue) {
    guard let equals = text.firstIndex(of: "=") else {
      throw Failure(.usage, "--ext \(text) has no value; write name=value or name:integer=5.")
    }
    let left = text[..<equals].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = String(text[text.index(after: equals)...])
    let name = AttributeName(unchecked: String(left[0]))
    guard unchecked || name.isValid else {
      throw Failure(.usage, "\"\(name)\" is no attribute name; use only a-z and 0-9, and not data.")
    }
    let kind: AttributeValue.Kind
    if left.count == 2 {
      guard let known = kinds.first(where: { $0.name == left[1].lowercased() })?.kind else {
        throw Failure(
          .usage,
          "\(left[1]) is no attribute type; there are boolean, integer, string, binary, uri, urireference and "
            + "timestamp.")
      }
      kind = known
    } else {
      kind = SpecVersion.v1.kind(of: name) ?? .string
    }
    if let typed = AttributeValue(value, as: kind) { return (name, typed) }
    guard unchecked else {
      throw Failure(.usage, "--ext \(text) is wrong: \"\(value)\" is not of the type \(kind.rawValue).")
    }
    return (name, .string(value))
  }
}
