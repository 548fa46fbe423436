/// The name of a context attribute: lower-case ASCII letters and digits (CloudEvents 1.0.2, Naming Conventions).
public struct AttributeName: Sendable, Hashable, CustomStringConvertible {
  /// The name as text.
  public let rawValue: String

  /// A valid name; `nil` where it has another character than a–z and 0–9, or none. `data` is no attribute's name.
  public init?(_ name: String) {
    guard Self.isValid(name.utf8), name != "data" else { return nil }
    rawValue = name
  }

  /// A name as it came, valid or not, so that an event that breaks the rules can be shown and sent.
  public init(unchecked name: String) {
    rawValue = name
  }

  /// Whether the name follows the rules.
  public var isValid: Bool { Self.isValid(rawValue.utf8) && rawValue != "data" }

  public var description: String { rawValue }

  /// Whether some bytes are a name: one or more of a–z and 0–9.
  public static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { (0x61...0x7a).contains($0) || $0.isASCIIDigit }
  }

  public static let specversion = AttributeName(unchecked: "specversion")
  public static let id = AttributeName(unchecked: "id")
  public static let source = AttributeName(unchecked: "source")
  public static let type = AttributeName(unchecked: "type")
  public static let subject = AttributeName(unchecked: "subject")
  public static let time = AttributeName(unchecked: "time")
  public static let datacontenttype = AttributeName(unchecked: "datacontenttype")
  public static let dataschema = AttributeName(unchecked: "dataschema")
}
