import CloudEvents

/// What `xsi:type` says of an attribute or of the data (XML format, sections 2 and 3).
enum XMLAttributeType: Equatable {
  /// A type of the format's namespace, such as `ce:integer`.
  case attribute(AttributeValue.Kind)
  /// `xs:string`
  case text
  /// `xs:base64Binary`
  case base64
  /// `xs:any`
  case any

  /// Reads a designator; `nil` where it names none of these.
  init?(_ designator: [UInt8], in parser: inout XMLPullParser) {
    let name = designator.drop { XMLCharacters.isSpace($0) }.reversed().drop { XMLCharacters.isSpace($0) }
      .reversed()
    let parts = Array(name).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let prefix = parts.count == 2 ? Array(parts[0]) : []
    guard let local = parts.last, parts.count <= 2, let namespace = parser.namespace(ofPrefix: prefix) else {
      return nil
    }
    let text = String(decoding: local, as: UTF8.self)
    switch (namespace, text) {
    case (.schema, "string"): self = .text
    case (.schema, "base64Binary"): self = .base64
    case (.schema, "any"): self = .any
    case (.cloudEvents, _):
      guard let kind = Self.names.first(where: { $0.name == text })?.kind else { return nil }
      self = .attribute(kind)
    default: return nil
    }
  }

  /// The designator of an attribute's type, such as `ce:uriRef`.
  static func designator(of kind: AttributeValue.Kind) -> String {
    "ce:" + (names.first { $0.kind == kind }?.name ?? "string")
  }

  private static let names: [(name: String, kind: AttributeValue.Kind)] = [
    ("boolean", .boolean), ("integer", .integer), ("string", .string), ("binary", .binary), ("uri", .uri),
    ("uriRef", .uriReference), ("timestamp", .timestamp),
  ]
}
