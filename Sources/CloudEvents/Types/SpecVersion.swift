/// A version of the CloudEvents specification: its name, and a table of its attributes.
public struct SpecVersion: Sendable, Hashable, CustomStringConvertible {
  /// What stands in `specversion`.
  public let description: String

  /// An attribute that the specification defines.
  public struct Attribute: Sendable, Hashable {
    /// Its name.
    public var name: AttributeName
    /// Its type.
    public var kind: AttributeValue.Kind
    /// Whether every event must have it.
    public var isRequired: Bool
  }

  /// 1.0, the version that is written.
  public static let v1 = SpecVersion(description: "1.0")
  /// 0.3, which is read with a warning.
  public static let v03 = SpecVersion(description: "0.3")

  /// Versions are compared by their bytes.
  public static func == (left: SpecVersion, right: SpecVersion) -> Bool {
    left.description.isExactly(right.description)
  }

  public func hash(into hasher: inout Hasher) {
    var text = description
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The versions that can be read.
  public static let known = [v1, v03]

  /// The attributes of a version, required ones first, `specversion` at the top. Unknown versions have those of 1.0.
  public var attributes: [Attribute] { self == .v03 ? Self.v03Attributes : Self.v1Attributes }

  /// The type of an attribute that the version defines, `nil` for an extension.
  public func kind(of name: AttributeName) -> AttributeValue.Kind? {
    for attribute in attributes where attribute.name == name { return attribute.kind }
    return nil
  }

  private static let v1Attributes = table(
    schema: Attribute(name: .dataschema, kind: .uri, isRequired: false), others: [])

  private static let v03Attributes = table(
    schema: Attribute(name: AttributeName(unchecked: "schemaurl"), kind: .uriReference, isRequired: false),
    others: [
      Attribute(name: AttributeName(unchecked: "datacontentencoding"), kind: .string, isRequired: false)
    ])

  private static func table(schema: Attribute, others: [Attribute]) -> [Attribute] {
    [
      Attribute(name: .specversion, kind: .string, isRequired: true),
      Attribute(name: .id, kind: .string, isRequired: true),
      Attribute(name: .source, kind: .uriReference, isRequired: true),
      Attribute(name: .type, kind: .string, isRequired: true),
      Attribute(name: .datacontenttype, kind: .string, isRequired: false),
      schema,
      Attribute(name: .subject, kind: .string, isRequired: false),
      Attribute(name: .time, kind: .timestamp, isRequired: false),
    ] + others
  }
}
