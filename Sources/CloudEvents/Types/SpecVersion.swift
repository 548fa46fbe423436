/// A version of the CloudEvents specification: its name, and a table of its attributes.
public struct SpecVersion: Sendable, Hashable, CustomStringConvertible {
  /// What stands in `specversion`.
  public let description: String

  /// An attribute that the specification defines.
  public struct Attribute: Sendable, Hashable {
    public var name: AttributeName
    public var kind: AttributeValue.Kind
    public var isRequired: Bool
  }

  /// 1.0, the version that is written.
  public static let v1 = SpecVersion(description: "1.0")
  /// 0.3, which is read with a warning.
  public static let v03 = SpecVersion(description: "0.3")

  /// The versions that can be read.
  public static let known = [v1, v03]

  /// The attributes of a version, required ones first, `specversion` at the top.
  public var attributes: [Attribute] {
    let schema: (AttributeName, AttributeValue.Kind) =
      self == .v03 ? (AttributeName(unchecked: "schemaurl"), .uriReference) : (.dataschema, .uri)
    var table: [(AttributeName, AttributeValue.Kind, Bool)] = [
      (.specversion, .string, true), (.id, .string, true), (.source, .uriReference, true),
      (.type, .string, true),
      (.datacontenttype, .string, false), (schema.0, schema.1, false), (.subject, .string, false),
      (.time, .timestamp, false),
    ]
    if self == .v03 { table.append((AttributeName(unchecked: "datacontentencoding"), .string, false)) }
    return table.map { Attribute(name: $0.0, kind: $0.1, isRequired: $0.2) }
  }

  /// The type of an attribute that the version defines, `nil` for an extension.
  public func kind(of name: AttributeName) -> AttributeValue.Kind? {
    attributes.first { $0.name == name }?.kind
  }
}
