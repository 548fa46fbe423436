/// The name of a context attribute: lower-case ASCII letters and digits (CloudEvents 1.0.2, Naming Conventions).
public struct AttributeName: Sendable, Hashable, CustomStringConvertible {
  /// The name as text.
  public let rawValue: String

  /// A valid name; `nil` where it has another character than a–z and 0–9, or none. `data` is no attribute's name.
  public init?(_ name: String) {
    guard Self.isValid(name.utf8), !name.isExactly("data") else { return nil }
    rawValue = name
  }

  /// A name as it came, valid or not, so that an event that breaks the rules can be shown and sent.
  public init(unchecked name: String) {
    rawValue = name
  }

  /// Whether the name follows the rules.
  public var isValid: Bool { Self.isValid(rawValue.utf8) && !rawValue.isExactly("data") }

  /// Whether a member of JSON with this name is the data, and no attribute.
  var isReservedInJSON: Bool { rawValue.isExactly("data") || rawValue.isExactly("data_base64") }

  /// The name as text.
  public var description: String { rawValue }

  /// Whether some bytes are a name: one or more of a–z and 0–9.
  public static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { (0x61...0x7a).contains($0) || $0.isASCIIDigit }
  }

  /// Names are compared by their bytes.
  public static func == (left: AttributeName, right: AttributeName) -> Bool {
    left.rawValue.utf8.count == right.rawValue.utf8.count
      && left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var text = rawValue
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// `specversion`, a String (CloudEvents 1.0.2, Required Attributes).
  public static var specversion: AttributeName { AttributeName(unchecked: "specversion") }
  /// `id`, a String (CloudEvents 1.0.2, Required Attributes).
  public static var id: AttributeName { AttributeName(unchecked: "id") }
  /// `source`, a URI-reference (CloudEvents 1.0.2, Required Attributes).
  public static var source: AttributeName { AttributeName(unchecked: "source") }
  /// `type`, a String (CloudEvents 1.0.2, Required Attributes).
  public static var type: AttributeName { AttributeName(unchecked: "type") }
  /// `subject`, a String (CloudEvents 1.0.2, Optional Attributes).
  public static var subject: AttributeName { AttributeName(unchecked: "subject") }
  /// `time`, a Timestamp (CloudEvents 1.0.2, Optional Attributes).
  public static var time: AttributeName { AttributeName(unchecked: "time") }
  /// `datacontenttype`, a String (CloudEvents 1.0.2, Optional Attributes).
  public static var datacontenttype: AttributeName { AttributeName(unchecked: "datacontenttype") }
  /// `dataschema`, a URI (CloudEvents 1.0.2, Optional Attributes).
  public static var dataschema: AttributeName { AttributeName(unchecked: "dataschema") }
}
