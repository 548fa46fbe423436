/// Reads one event object into spans. A value for one event, made anew for the next.
struct JSONEventDecoder {
  var event = EncodedEvent()
  var violations: [Violation] = []
  var syntaxError: JSONError?

  /// Where the text stands that the event is from: the event alone, or a whole batch.
  private let text: ByteRange
  private var isObject = true
  private var data: JSONToken?
  private var base64: JSONToken?
  /// The defined members that have been seen, so that a second one is noticed even where the first was null.
  private var seen: Members = []
  private var names = ExtensionNames()
  private var hasNullExtension = false

  private struct Members: OptionSet {
    let rawValue: UInt16

    static let id = Members(rawValue: 1 << 0)
    static let type = Members(rawValue: 1 << 1)
    static let time = Members(rawValue: 1 << 2)
    static let data = Members(rawValue: 1 << 3)
    static let source = Members(rawValue: 1 << 4)
    static let subject = Members(rawValue: 1 << 5)
    static let dataschema = Members(rawValue: 1 << 6)
    static let specversion = Members(rawValue: 1 << 7)
    static let base64 = Members(rawValue: 1 << 8)
    static let datacontenttype = Members(rawValue: 1 << 9)
  }

  init(_ text: ByteRange) { self.text = text }

  /// Reads the value that is next. After a syntax error the scanner stands anywhere.
  mutating func decode(from scanner: inout JSONScanner, in bytes: UnsafeRawBufferPointer) {
    do {
      guard scanner.peek() == UInt8(ascii: "{") else {
        isObject = false
        _ = try scanner.value()
        violations.append(
          Violation(.jsonObject, .pointer(""), "The event is no JSON object; it must be {…}."))
        return
      }
      try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        let value = try scanner.value(maximumDepth: EventData.maximumDepth)
        if name.hasEscapes {
          putEscaped(name, value, in: bytes)
        } else {
          put(name, named: bytes[name.contents], value, in: bytes)
        }
      }
    } catch {
      syntaxError = error
    }
  }

  /// What was found, checked.
  ///
  /// - Parameter extent: which of the bytes are the event.
  mutating func finished(in bytes: UnsafeRawBufferPointer, extent: ByteRange) -> DecodedEvent {
    placeData(in: bytes)
    // A null was kept until here only to notice its name a second time.
    if hasNullExtension { event.extensions.removeAll(where: \.value.isAbsent) }
    if let syntaxError {
      violations.append(
        JSONEventFormat.violation(for: syntaxError, in: bytes[text], from: Int(text.start)))
    } else if isObject {
      Validator.check(event, in: bytes, into: &violations)
    }
    return DecodedEvent(encoded: event, extent: extent, violations: violations)
  }

  @inline(__always)
  private mutating func put(
    _ name: JSONToken, named text: UnsafeRawBufferPointer, _ value: JSONToken,
    in bytes: UnsafeRawBufferPointer
  ) {
    switch text.count {
    case 2 where text.equals("id"):
      if isFirst(.id, "id") { event.id = encoded(value) }
    case 4 where text.equals("type"):
      if isFirst(.type, "type") { event.type = encoded(value) }
    case 4 where text.equals("time"):
      if isFirst(.time, "time") { event.time = encoded(value) }
    case 4 where text.equals("data"):
      if isFirst(.data, "data") { data = value }
    case 6 where text.equals("source"):
      if isFirst(.source, "source") { event.source = encoded(value) }
    case 7 where text.equals("subject"):
      if isFirst(.subject, "subject") { event.subject = encoded(value) }
    case 10 where text.equals("dataschema"):
      if isFirst(.dataschema, "dataschema") { event.dataschema = encoded(value) }
    case 11 where text.equals("specversion"):
      if isFirst(.specversion, "specversion") { event.specversion = encoded(value) }
    case 11 where text.equals("data_base64"):
      if isFirst(.base64, "data_base64") { base64 = value }
    case 15 where text.equals("datacontenttype"):
      if isFirst(.datacontenttype, "datacontenttype") { event.datacontenttype = encoded(value) }
    default:
      putExtension(name, value, in: bytes)
    }
  }

  /// A name with escapes may still be a defined one: `"\u0069d"` is `id`.
  @inline(never)
  private mutating func putEscaped(_ name: JSONToken, _ value: JSONToken, in bytes: UnsafeRawBufferPointer) {
    let text = JSONString.unescaped(bytes[name.contents]) ?? []
    text.withUnsafeBytes { put(name, named: $0, value, in: bytes) }
  }

  @inline(__always)
  private mutating func isFirst(_ member: Members, _ name: String) -> Bool {
    if seen.contains(member) {
      duplicate(name)
      return false
    }
    seen.insert(member)
    return true
  }

  private mutating func duplicate(_ name: String) {
    guard violations.count < Validator.maximumViolations else { return }
    violations.append(
      Violation(.jsonDuplicate, .attribute(name), "\(name) stands more than once; it must stand only once."))
  }

  @inline(__always)
  private func encoded(_ value: JSONToken) -> EncodedValue {
    switch value.kind {
    case .string: EncodedValue(value.contents, value.hasEscapes ? .jsonEscaped : .plain)
    case .number: EncodedValue(value.range, .jsonNumber)
    case .true, .false: EncodedValue(value.range, .jsonBoolean)
    // An attribute that is null is one that is not set (section 2.2).
    case .null: .absent
    case .object, .array: EncodedValue(value.range, .jsonStructure)
    }
  }

  private mutating func putExtension(_ name: JSONToken, _ value: JSONToken, in bytes: UnsafeRawBufferPointer)
  {
    let attribute = EncodedExtension(
      nameRange: name.contents, nameHasEscapes: name.hasEscapes, value: encoded(value))
    guard names.insert(attribute, after: event.extensions, in: bytes) else {
      return duplicate(attribute.name(in: bytes).rawValue.label)
    }
    if value.kind == .null { hasNullExtension = true }
    // Growing from one to two to four would be three allocations for the usual few.
    if event.extensions.isEmpty { event.extensions.reserveCapacity(4) }
    event.extensions.append(attribute)
  }

  /// Section 3.1: which shape the data has is known only when the content type is, and members come in any order.
  private mutating func placeData(in bytes: UnsafeRawBufferPointer) {
    if base64?.kind == .null { base64 = nil }
    if let base64 {
      placeBase64(base64, named: "data_base64", in: bytes)
    } else if let data, data.kind == .string, isOldBase64(in: bytes) {
      placeBase64(data, named: "data", in: bytes)
      // It says how the data was written, which is not how it is written again.
      event.extensions.removeAll { $0.isNamed(Self.oldEncoding, in: bytes) }
    } else if let data {
      placeData(data, in: bytes)
    }
  }

  private static let oldEncoding = AttributeName(unchecked: "datacontentencoding")

  /// Whether `data` holds Base64, which version 0.3 says in an attribute of its own.
  private func isOldBase64(in bytes: UnsafeRawBufferPointer) -> Bool {
    guard event.specversion.coding == .plain, bytes[event.specversion.range].equals("0.3") else {
      return false
    }
    let encoding = event.value(of: Self.oldEncoding, in: bytes)
    return encoding.bytes(in: bytes)?.withUnsafeBytes { $0.equalsIgnoringCase("base64") } == true
  }

  private mutating func placeBase64(_ base64: JSONToken, named name: String, in bytes: UnsafeRawBufferPointer)
  {
    if data != nil, name != "data" {
      violations.append(
        Violation(
          .jsonDataExclusive, .attribute("data_base64"),
          "Both data and data_base64 are present; only one of them may be."))
    }
    guard base64.kind == .string else {
      violations.append(
        Violation(.jsonBase64, .attribute(name), "\(name) must be a string of Base64."))
      return
    }
    event.data = EncodedData(base64.contents, .base64)
    let text = base64.hasEscapes ? JSONString.unescaped(bytes[base64.contents]) ?? [] : nil
    let isValid = text?.withUnsafeBytes { Base64.isValid($0) } ?? Base64.isValid(bytes[base64.contents])
    guard isValid else {
      violations.append(
        Violation(
          .jsonBase64, .attribute(name),
          "\(name) is no Base64; it must have only A-Z, a-z, 0-9, + and /, and be padded with = to fours."
        ))
      return
    }
    guard !event.datacontenttype.isAbsent, isJSON(event.datacontenttype, in: bytes),
      let decoded = event.data.data(in: bytes, contentType: nil)?.bytes,
      let error = decoded.withUnsafeBytes({ JSONScanner.error(in: $0, maximumDepth: EventData.maximumDepth) })
    else { return }
    violations.append(
      Violation(
        .dataMatchesType, .attribute(name),
        "The data is declared as JSON and is not: byte \(error.offset + 1): \(error)."))
  }

  private mutating func placeData(_ data: JSONToken, in bytes: UnsafeRawBufferPointer) {
    if event.datacontenttype.isAbsent || isJSON(event.datacontenttype, in: bytes) {
      event.data = EncodedData(data.range, .json)
      return
    }
    guard data.kind == .string else {
      event.data = EncodedData(data.range, .json)
      violations.append(
        Violation(
          .dataMatchesType, .attribute("data"),
          "data is no string, though its datacontenttype is not JSON; it should be a string with the text."))
      return
    }
    event.data = EncodedData(data.contents, .jsonText)
    if data.hasEscapes, JSONString.unescaped(bytes[data.contents]) == nil {
      violations.append(
        Violation(.jsonData, .attribute("data"), "data has half a surrogate pair, which no charset can hold.")
      )
    }
  }

  private func isJSON(_ contentType: EncodedValue, in bytes: UnsafeRawBufferPointer) -> Bool {
    if contentType.coding == .plain { return MediaType.isJSON(bytes[contentType.range]) }
    return contentType.bytes(in: bytes)?.withUnsafeBytes { MediaType.isJSON($0) } == true
  }
}
