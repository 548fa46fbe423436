/// A context attribute's value, of one of the seven types (CloudEvents 1.0.2, Type System).
public enum AttributeValue: Sendable, Hashable {
  case boolean(Bool)
  /// A whole number of 32 bits, never truncated.
  case integer(Int32)
  case string(String)
  case binary([UInt8])
  case uri(URI)
  case uriReference(URIReference)
  case timestamp(Timestamp)

  /// The seven types by the names that the specification gives them.
  public enum Kind: String, Sendable, CaseIterable {
    case boolean = "Boolean"
    case integer = "Integer"
    case string = "String"
    case binary = "Binary"
    case uri = "URI"
    case uriReference = "URI-reference"
    case timestamp = "Timestamp"
  }

  /// Which of the seven types it is of.
  public var kind: Kind {
    switch self {
    case .boolean: .boolean
    case .integer: .integer
    case .string: .string
    case .binary: .binary
    case .uri: .uri
    case .uriReference: .uriReference
    case .timestamp: .timestamp
    }
  }

  /// The canonical string encoding: what stands in a header, and in JSON for all but Boolean and Integer.
  public var canonicalString: String {
    switch self {
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .string(let value): value
    case .binary(let value): Base64.encode(value)
    case .uri(let value): value.description
    case .uriReference(let value): value.description
    case .timestamp(let value): value.description
    }
  }

  /// Reads a canonical string as a type; `nil` where it is none of that type.
  public init?(_ text: String, as kind: Kind) {
    switch kind {
    case .boolean:
      guard text.isExactly("true") || text.isExactly("false") else { return nil }
      self = .boolean(text.isExactly("true"))
    case .integer:
      guard AttributeValue.isInteger(text.utf8), let value = Int32(text) else { return nil }
      self = .integer(value)
    case .string:
      guard AttributeValue.firstForbidden(in: text) == nil else { return nil }
      self = .string(text)
    case .binary:
      guard let bytes = Base64.decode(text) else { return nil }
      self = .binary(bytes)
    case .uri:
      guard let uri = URI(text) else { return nil }
      self = .uri(uri)
    case .uriReference:
      guard let reference = URIReference(text) else { return nil }
      self = .uriReference(reference)
    case .timestamp:
      guard let time = Timestamp(text) else { return nil }
      self = .timestamp(time)
    }
  }

  /// Whether a number is written as an Integer: digits without leading zeros, a minus where there is one.
  static func isInteger(_ text: some Collection<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    return !digits.isEmpty && digits.allSatisfy(\.isASCIIDigit) && (digits.first != 0x30 || digits.count == 1)
  }

  /// The first character that a String must not have: a control, a surrogate, or a noncharacter.
  static func firstForbidden(in text: String) -> Unicode.Scalar? {
    text.unicodeScalars.first { scalar in
      switch scalar.value {
      case 0...0x1f, 0x7f...0x9f, 0xfdd0...0xfdef: true
      default: scalar.value & 0xfffe == 0xfffe
      }
    }
  }

  /// The same over well-formed UTF-8, without making a String of it.
  static func firstForbidden(in utf8: UnsafeRawBufferPointer) -> Unicode.Scalar? {
    if utf8.isPrintableASCII { return nil }
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      if byte >= 0x20 && byte < 0x7f {
        index += 1
        continue
      }
      let length = max(1, UTF8Validation.sequenceLength(utf8, at: index, end: utf8.count))
      // Only these begin a control's or a noncharacter's bytes; most text has none of them.
      if byte < 0x80 || byte == 0xc2 || byte == 0xef || byte >= 0xf0 {
        let scalar = String(decoding: utf8[index..<index + length], as: UTF8.self)
        if let forbidden = firstForbidden(in: scalar) { return forbidden }
      }
      index += length
    }
    return nil
  }

  /// Whether both are the same value of the same type; text is compared by its bytes.
  public static func == (left: AttributeValue, right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.timestamp(let left), .timestamp(let right)): left == right
    default:
      left.kind == right.kind && left.canonicalString.utf8.elementsEqual(right.canonicalString.utf8)
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    if case .timestamp(let time) = self {
      hasher.combine(time)
    } else {
      for byte in canonicalString.utf8 { hasher.combine(byte) }
    }
  }
}
