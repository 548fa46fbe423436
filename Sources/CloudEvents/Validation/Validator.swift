/// Checks events against the rules, and collects everything that is wrong.
public enum Validator {
  /// Checks an event as it lies in its bytes; appends what is wrong to `violations`.
  public static func check(
    _ event: EncodedEvent, in bytes: UnsafeRawBufferPointer, into violations: inout [Violation]
  ) {
    let version = event.specversion
    if version.isAbsent {
      missing(.specversion, into: &violations)
    } else if !(version.coding == .plain && bytes[version.range].equals("1.0")) {
      check(specversion: version.text(in: bytes) ?? "", into: &violations)
    }
    required(event.id, .id, bytes, into: &violations)
    if required(event.source, .source, bytes, into: &violations) {
      each(event.source, .source, bytes, into: &violations, check: checkSource)
    }
    required(event.type, .type, bytes, into: &violations)
    if !event.subject.isAbsent { text(event.subject, .subject, bytes, into: &violations) }
    if !event.time.isAbsent { each(event.time, .time, bytes, into: &violations, check: checkTime) }
    if !event.datacontenttype.isAbsent {
      each(event.datacontenttype, .datacontenttype, bytes, into: &violations, check: checkContentType)
    }
    if !event.dataschema.isAbsent {
      each(event.dataschema, .dataschema, bytes, into: &violations, check: checkSchema)
    }
    for attribute in event.extensions {
      checkExtension(attribute, bytes, into: &violations)
    }
  }

  // MARK: Values over bytes

  @discardableResult
  private static func required(
    _ value: EncodedValue, _ name: AttributeName, _ bytes: UnsafeRawBufferPointer,
    into violations: inout [Violation]
  ) -> Bool {
    guard !value.isAbsent else {
      missing(name, into: &violations)
      return false
    }
    guard !value.range.isEmpty else {
      violations.append(
        Violation(
          .nonempty, .attribute(name.rawValue), "\(name) is empty; it must have at least one character."))
      return false
    }
    return text(value, name, bytes, into: &violations)
  }

  private static func missing(_ name: AttributeName, into violations: inout [Violation]) {
    violations.append(
      Violation(.required, .attribute(name.rawValue), "\(name) is missing; every event must have it."))
  }

  /// Checks that a value is a String without forbidden characters; whether more can be asked of it.
  @discardableResult
  private static func text(
    _ value: EncodedValue, _ name: AttributeName, _ bytes: UnsafeRawBufferPointer,
    into violations: inout [Violation]
  ) -> Bool {
    if value.coding == .plain, isPrintableASCII(bytes[value.range]) {
      if value.range.isEmpty {
        violations.append(
          Violation(
            .nonempty, .attribute(name.rawValue), "\(name) is empty; leave it out or give it a value."))
      }
      return true
    }
    switch value.coding {
    case .jsonNumber, .jsonBoolean, .jsonStructure:
      violations.append(
        Violation(
          .jsonType, .attribute(name.rawValue),
          "\(name) is \(kind(of: value, bytes)); it must be a JSON string."))
      return false
    default:
      break
    }
    guard let decoded = value.bytes(in: bytes) else {
      // A broken header has been reported by the binding; half a surrogate pair has not.
      if value.coding == .jsonEscaped {
        violations.append(
          Violation(
            .string, .attribute(name.rawValue), "\(name) has half a surrogate pair, which is no character."))
      }
      return false
    }
    checkString(String(decoding: decoded, as: UTF8.self), name.rawValue, into: &violations)
    return true
  }

  /// Hands a String's decoded bytes to a check.
  private static func each(
    _ value: EncodedValue, _ name: AttributeName, _ bytes: UnsafeRawBufferPointer,
    into violations: inout [Violation],
    check: (UnsafeRawBufferPointer, inout [Violation]) -> Void
  ) {
    if value.coding == .plain {
      check(bytes[value.range], &violations)
    } else if name == .source || text(value, name, bytes, into: &violations),
      let decoded = value.bytes(in: bytes)
    {
      decoded.withUnsafeBytes { check($0, &violations) }
    }
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
    guard !bytes.equals("application/json"), MediaType(bytes: bytes) == nil else { return }
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
    let raw = bytes[attribute.nameRange]
    if attribute.nameHasEscapes || attribute.isHeader || !AttributeName.isValid(raw) || raw.count > 20
      || raw.equals("data")
    {
      checkName(attribute.name(in: bytes), into: &violations)
    }
    switch attribute.value.coding {
    case .plain where isPrintableASCII(bytes[attribute.value.range]), .jsonBoolean, .absent:
      return
    case .jsonNumber:
      let text = String(decoding: bytes[attribute.value.range], as: UTF8.self)
      let name = attribute.name(in: bytes)
      if AttributeValue(text, as: .integer) == nil {
        violations.append(
          Violation(
            .integer, .attribute(name.rawValue),
            "\(name) is \(text.prefix(40)); an Integer is a whole number from -2147483648 to 2147483647."))
      }
    case .jsonStructure:
      let name = attribute.name(in: bytes)
      violations.append(
        Violation(
          .jsonType, .attribute(name.rawValue),
          "\(name) is \(kind(of: attribute.value, bytes)); an attribute must be a string, a boolean or a whole number."
        ))
    default:
      text(attribute.value, attribute.name(in: bytes), bytes, into: &violations)
    }
  }

  private static func isPrintableASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
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
    if specversion == "0.3" {
      violations.append(
        Violation(
          .oldSpecversion, .attribute("specversion"), "specversion is 0.3; the current version is 1.0."))
    } else {
      violations.append(
        Violation(
          .specversion, .attribute("specversion"),
          "specversion is \"\(specversion.prefix(40))\"; it must be 1.0."))
    }
  }

  static func checkName(_ name: AttributeName, into violations: inout [Violation]) {
    if name.rawValue == "data" {
      violations.append(Violation(.reservedName, .attribute("data"), "data is no name for an attribute."))
    } else if !AttributeName.isValid(name.rawValue.utf8) {
      violations.append(
        Violation(
          .attributeName, .attribute(name.rawValue),
          "\"\(name.rawValue.prefix(80))\" is no attribute name; use only a-z and 0-9."))
    } else if name.rawValue.utf8.count > 20 {
      violations.append(
        Violation(
          .attributeNameLength, .attribute(name.rawValue),
          "\(name) has \(name.rawValue.utf8.count) characters; names should have at most 20."))
    }
  }

  static func checkString(_ text: String, _ name: String, into violations: inout [Violation]) {
    guard let forbidden = AttributeValue.firstForbidden(in: text) else {
      if text.isEmpty {
        violations.append(
          Violation(.nonempty, .attribute(name), "\(name) is empty; leave it out or give it a value."))
      }
      return
    }
    let code = String(forbidden.value, radix: 16, uppercase: true)
    violations.append(
      Violation(
        .string, .attribute(name),
        "\(name) has the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code), which a String must not have."
      ))
  }
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
  mutating func set(_ name: AttributeName, _ value: EncodedValue, nameRange: ByteRange) {
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
