/// Checks events against the rules, and collects everything that is wrong.
public enum Validator {
  /// How many violations of one event are described. An event with more is no more invalid, and must not fill the
  /// memory.
  public static let maximumViolations = 1000

  /// Checks an event as it lies in its bytes; appends what is wrong to `violations`.
  public static func check(
    _ event: EncodedEvent, in bytes: UnsafeRawBufferPointer, into violations: inout [Violation]
  ) {
    checkSpecversion(event.specversion, bytes, into: &violations)
    required(event.id, .id, bytes, into: &violations)
    if required(event.source, .source, bytes, into: &violations) {
      decoded(event.source, bytes) { checkSource($0, into: &violations) }
    }
    required(event.type, .type, bytes, into: &violations)
    if !event.subject.isAbsent { text(event.subject, .subject, bytes, into: &violations) }
    optional(event.time, .time, bytes, into: &violations, check: checkTime)
    optional(event.datacontenttype, .datacontenttype, bytes, into: &violations, check: checkContentType)
    optional(event.dataschema, .dataschema, bytes, into: &violations, check: checkSchema)
    for attribute in event.extensions {
      guard violations.count < maximumViolations else { return }
      checkExtension(attribute, bytes, into: &violations)
    }
    if !event.extensions.isEmpty { KnownExtension.check(event, in: bytes, into: &violations) }
  }

  // MARK: Values over bytes

  private static func checkSpecversion(
    _ value: EncodedValue, _ bytes: UnsafeRawBufferPointer, into violations: inout [Violation]
  ) {
    if value.coding == .plain, bytes[value.range].equals("1.0") { return }
    guard required(value, .specversion, bytes, into: &violations) else { return }
    decoded(value, bytes) { text in
      if !text.equals("1.0") {
        check(specversion: String(decoding: text, as: UTF8.self), into: &violations)
      }
    }
  }

  @discardableResult
  private static func required(
    _ value: EncodedValue, _ name: AttributeName, _ bytes: UnsafeRawBufferPointer,
    into violations: inout [Violation]
  ) -> Bool {
    if value.isAbsent {
      violations.append(
        Violation(.required, .attribute(name.rawValue), "\(name) is missing; every event must have it."))
      return false
    }
    return text(
      value, name, bytes, ifEmpty: "it must have at least one character", into: &violations)
  }

  /// Checks that a value is a String, not empty and without forbidden characters; whether more can be asked of it.
  @discardableResult
  private static func text(
    _ value: EncodedValue, _ name: AttributeName, _ bytes: UnsafeRawBufferPointer,
    ifEmpty: String? = "leave it out or give it a value", into violations: inout [Violation]
  ) -> Bool {
    switch value.coding {
    case .plain where !value.range.isEmpty && bytes[value.range].isPrintableASCII:
      return true
    case .jsonNumber, .jsonBoolean, .jsonStructure:
      violations.append(
        Violation(
          .jsonType, .attribute(name.rawValue),
          "\(name) is \(kind(of: value, bytes)); it must be a JSON string."))
      return false
    default:
      break
    }
    var isFine = false
    let isDecodable = decoded(value, bytes) { text in
      if text.isEmpty {
        guard let ifEmpty else {
          isFine = true
          return
        }
        violations.append(Violation(.nonempty, .attribute(name.rawValue), "\(name) is empty; \(ifEmpty)."))
      } else if let forbidden = AttributeValue.firstForbidden(in: text) {
        let code = String(forbidden.value, radix: 16, uppercase: true)
        let zeros = String(repeating: "0", count: max(0, 4 - code.utf8.count))
        violations.append(
          Violation(
            .string, .attribute(name.rawValue),
            "\(name) has the character U+\(zeros)\(code), which a String must not have."))
      } else {
        isFine = true
      }
    }
    // A broken header has been reported by the binding; half a surrogate pair has not.
    if !isDecodable, value.coding == .jsonEscaped {
      violations.append(
        Violation(
          .string, .attribute(name.rawValue), "\(name) has half a surrogate pair, which is no character."))
    }
    return isDecodable && isFine
  }

  /// Checks a value that need not be there: that it is a String, and what `check` asks of it.
  private static func optional(
    _ value: EncodedValue, _ name: AttributeName, _ bytes: UnsafeRawBufferPointer,
    into violations: inout [Violation], check: (UnsafeRawBufferPointer, inout [Violation]) -> Void
  ) {
    if value.isAbsent { return }
    if text(value, name, bytes, into: &violations) {
      decoded(value, bytes) { check($0, &violations) }
    }
  }

  /// Hands a value's decoded bytes to `body`; false where its coding is broken.
  @discardableResult
  private static func decoded(
    _ value: EncodedValue, _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    if value.coding == .plain {
      body(bytes[value.range])
      return true
    }
    guard let decoded = value.bytes(in: bytes) else { return false }
    decoded.withUnsafeBytes { body($0) }
    return true
  }

  private static func checkSource(_ bytes: UnsafeRawBufferPointer, into violations: inout [Violation]) {
    guard let wrong = URISyntax.firstInvalid(bytes, needsScheme: false) else { return }
    violations.append(
      Violation(
        .source, .attribute("source"),
        "source is no URI-reference: \(shown(bytes, wrong)) is wrong at character \(wrong + 1); "
          + "spaces and non-ASCII characters must be percent-encoded."))
  }

  private static func checkTime(_ bytes: UnsafeRawBufferPointer, into violations: inout [Violation]) {
    guard !RFC3339.isValid(bytes) else { return }
    violations.append(
      Violation(
        .timestamp, .attribute("time"),
        "time is no timestamp; it must be like 2018-04-05T17:31:00Z (RFC 3339)."))
  }

  private static func checkContentType(_ bytes: UnsafeRawBufferPointer, into violations: inout [Violation]) {
    guard !MediaType.isValid(bytes) else { return }
    violations.append(
      Violation(
        .datacontenttype, .attribute("datacontenttype"),
        "datacontenttype is no media type; it must be like application/json."))
  }

  private static func checkSchema(_ bytes: UnsafeRawBufferPointer, into violations: inout [Violation]) {
    guard let wrong = URISyntax.firstInvalid(bytes, needsScheme: true) else { return }
    violations.append(
      Violation(
        .dataschema, .attribute("dataschema"),
        wrong == 0
          ? "dataschema is no URI: it must begin with a scheme, like https:."
          : "dataschema is no URI: \(shown(bytes, wrong)) is wrong at character \(wrong + 1)."))
  }

  private static func checkExtension(
    _ attribute: EncodedExtension, _ bytes: UnsafeRawBufferPointer, into violations: inout [Violation]
  ) {
    if attribute.value.isAbsent { return }
    if !hasPlainName(attribute, bytes) { check(name: attribute.name(in: bytes), into: &violations) }
    switch attribute.value.coding {
    case .jsonBoolean:
      return
    case .plain where bytes[attribute.value.range].isPrintableASCII:
      return
    case .jsonNumber:
      let text = String(decoding: bytes[attribute.value.range].prefix(40), as: UTF8.self)
      if AttributeValue(text, as: .integer) == nil {
        let name = attribute.name(in: bytes).rawValue.label
        violations.append(
          Violation(
            .integer, .attribute(name),
            "\(name) is \(text); an Integer is a whole number from -2147483648 to 2147483647."))
      }
    case .jsonStructure:
      let name = attribute.name(in: bytes).rawValue.label
      violations.append(
        Violation(
          .jsonType, .attribute(name),
          "\(name) is \(kind(of: attribute.value, bytes)); an attribute must be a string, a boolean or a whole number."
        ))
    default:
      text(attribute.value, attribute.name(in: bytes).labelled, bytes, ifEmpty: nil, into: &violations)
    }
  }

  /// Whether nothing is wrong with a name, seen without making a text of it.
  private static func hasPlainName(_ attribute: EncodedExtension, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let name = bytes[attribute.nameRange]
    guard !attribute.nameHasEscapes, (1...20).contains(name.count) else { return false }
    for byte in name {
      let letter = attribute.isHeader ? byte.asciiLowercased : byte
      guard (0x61...0x7a).contains(letter) || byte.isASCIIDigit else { return false }
    }
    return !(attribute.isHeader ? name.equalsIgnoringCase("data") : name.equals("data"))
  }

  private static func kind(of value: EncodedValue, _ bytes: UnsafeRawBufferPointer) -> String {
    switch value.coding {
    case .jsonNumber: "a number"
    case .jsonBoolean: "a boolean"
    default: bytes[Int(value.range.start)] == UInt8(ascii: "[") ? "an array" : "an object"
    }
  }

  private static func shown(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> String {
    let byte = bytes[index]
    return byte > 0x20 && byte < 0x7f
      ? "\"\(Unicode.Scalar(byte))\"" : byte == 0x20 ? "a space" : "the byte 0x\(String(byte, radix: 16))"
  }

  // MARK: Values as text

  static func check(specversion: String, into violations: inout [Violation]) {
    if specversion.isExactly("0.3") {
      violations.append(
        Violation(
          .oldSpecversion, .attribute("specversion"), "specversion is 0.3; the current version is 1.0."))
    } else {
      violations.append(
        Violation(
          .specversion, .attribute("specversion"),
          "specversion is \"\(specversion.label)\"; it must be 1.0."))
    }
  }

  static func check(name: AttributeName, into violations: inout [Violation]) {
    if name.rawValue.isExactly("data") {
      violations.append(Violation(.reservedName, .attribute("data"), "data is no name for an attribute."))
    } else if !AttributeName.isValid(name.rawValue.utf8) {
      violations.append(
        Violation(
          .attributeName, .attribute(name.rawValue.label),
          "\"\(name.rawValue.label)\" is no attribute name; use only a-z and 0-9."))
    } else if name.rawValue.utf8.count > 20 {
      violations.append(
        Violation(
          .attributeNameLength, .attribute(name.rawValue.label),
          "\(name.rawValue.label) has \(name.rawValue.utf8.count) characters; names should have at most 20."))
    }
  }
}

extension AttributeName {
  /// The name cut to what a sentence can hold.
  fileprivate var labelled: AttributeName { AttributeName(unchecked: rawValue.label) }
}

extension CloudEvent {
  /// Everything that is wrong with the event, by the same rules as for one that arrived.
  public func violations() -> [Violation] {
    var bytes: [UInt8] = []
    var encoded = EncodedEvent()
    func put(_ text: String) -> ByteRange {
      let start = bytes.count
      bytes.append(contentsOf: text.utf8)
      return ByteRange(start: start, count: bytes.count - start)
    }
    for (name, value) in attributes {
      let range = put(value.canonicalString)
      let coding: EncodedValue.Coding =
        switch value.kind {
        case .boolean: .jsonBoolean
        case .integer: .jsonNumber
        default: .plain
        }
      encoded.set(name, EncodedValue(range, coding), nameRange: put(name.rawValue))
    }
    var violations: [Violation] = []
    bytes.withUnsafeBytes { Validator.check(encoded, in: $0, into: &violations) }
    return violations
  }
}

extension EncodedEvent {
  /// Puts a value where its name belongs.
  package mutating func set(_ name: AttributeName, _ value: EncodedValue, nameRange: ByteRange) {
    switch name {
    case .specversion: specversion = value
    case .id: id = value
    case .source: source = value
    case .type: type = value
    case .subject: subject = value
    case .time: time = value
    case .datacontenttype: datacontenttype = value
    case .dataschema: dataschema = value
    default: extensions.append(EncodedExtension(nameRange: nameRange, value: value))
    }
  }
}
