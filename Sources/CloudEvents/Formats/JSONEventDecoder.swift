/// Reads one event object into spans. A value for one event, made anew for the next.
struct JSONEventDecoder {
  var event = EncodedEvent()
  var violations: [Violation] = []
  var syntaxError: JSONError?

  private var data: JSONToken?
  private var base64: JSONToken?
  /// One bit for each defined member that has been seen, so that a second one is noticed even where it was null.
  private var seen: UInt16 = 0

  /// Reads the value that is next. After a syntax error the scanner stands anywhere.
  mutating func decode(from scanner: inout JSONScanner, in bytes: UnsafeRawBufferPointer) {
    do {
      guard scanner.peek() == UInt8(ascii: "{") else {
        _ = try scanner.value()
        violations.append(
          Violation(.jsonObject, .pointer(""), "The event is no JSON object; it must be {…}."))
        return
      }
      try scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        let value = try scanner.value()
        put(name, value, in: bytes)
      }
    } catch {
      syntaxError = error
    }
  }

  /// What was found, checked.
  mutating func finished(in bytes: UnsafeRawBufferPointer) -> DecodedEvent {
    placeData(in: bytes)
    if let syntaxError {
      violations.append(JSONEventFormat.violation(for: syntaxError, in: bytes))
    } else if violations.first?.rule != .jsonObject {
      Validator.check(event, in: bytes, into: &violations)
    }
    return DecodedEvent(encoded: event, extent: .none, violations: violations)
  }

  private mutating func put(_ name: JSONToken, _ value: JSONToken, in bytes: UnsafeRawBufferPointer) {
    let contents = name.contents
    let text = bytes[contents]
    guard !name.hasEscapes else { return putEscaped(name, value, in: bytes) }
    switch text.count {
    case 2 where text.equals("id"): put(value, 0, "id", \.id)
    case 4 where text.equals("type"): put(value, 1, "type", \.type)
    case 4 where text.equals("time"): put(value, 2, "time", \.time)
    case 4 where text.equals("data"):
      if isFirst(3, "data") { data = value }
    case 6 where text.equals("source"): put(value, 4, "source", \.source)
    case 7 where text.equals("subject"): put(value, 5, "subject", \.subject)
    case 10 where text.equals("dataschema"): put(value, 6, "dataschema", \.dataschema)
    case 11 where text.equals("specversion"): put(value, 7, "specversion", \.specversion)
    case 11 where text.equals("data_base64"):
      if isFirst(8, "data_base64") { base64 = value }
    case 15 where text.equals("datacontenttype"): put(value, 9, "datacontenttype", \.datacontenttype)
    default: putExtension(name, value, in: bytes)
    }
  }

  private mutating func isFirst(_ bit: UInt16, _ name: String) -> Bool {
    guard seen & (1 << bit) == 0 else {
      violations.append(
        Violation(.jsonDuplicate, .attribute(name), "\(name) stands more than once; it must stand only once.")
      )
      return false
    }
    seen |= 1 << bit
    return true
  }

  private mutating func put(
    _ value: JSONToken, _ bit: UInt16, _ name: String, _ slot: WritableKeyPath<EncodedEvent, EncodedValue>
  ) {
    if isFirst(bit, name) { event[keyPath: slot] = encoded(value) }
  }

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
    let text = bytes[name.contents]
    for other in event.extensions
    where other.nameRange.count == name.contents.count && bytes[other.nameRange].elementsEqual(text)
      && other.nameHasEscapes == name.hasEscapes
    {
      let shown = String(decoding: text.prefix(80), as: UTF8.self)
      violations.append(
        Violation(
          .jsonDuplicate, .attribute(shown), "\(shown) stands more than once; it must stand only once."))
      return
    }
    event.extensions.append(
      EncodedExtension(nameRange: name.contents, nameHasEscapes: name.hasEscapes, value: encoded(value)))
  }

  /// A name with escapes may still be a defined one: `"\u0069d"` is `id`.
  private mutating func putEscaped(_ name: JSONToken, _ value: JSONToken, in bytes: UnsafeRawBufferPointer) {
    switch JSONString.lossyText(bytes[name.contents]) {
    case "id": put(value, 0, "id", \.id)
    case "type": put(value, 1, "type", \.type)
    case "time": put(value, 2, "time", \.time)
    case "data": if isFirst(3, "data") { data = value }
    case "source": put(value, 4, "source", \.source)
    case "subject": put(value, 5, "subject", \.subject)
    case "dataschema": put(value, 6, "dataschema", \.dataschema)
    case "specversion": put(value, 7, "specversion", \.specversion)
    case "data_base64": if isFirst(8, "data_base64") { base64 = value }
    case "datacontenttype": put(value, 9, "datacontenttype", \.datacontenttype)
    default: putExtension(name, value, in: bytes)
    }
  }

  /// Section 3.1: which shape the data has is known only when the content type is, and members come in any order.
  private mutating func placeData(in bytes: UnsafeRawBufferPointer) {
    if base64?.kind == .null { base64 = nil }
    if let base64 {
      if data != nil {
        violations.append(
          Violation(
            .jsonDataExclusive, .attribute("data_base64"),
            "Both data and data_base64 are present; only one of them may be."))
      }
      guard base64.kind == .string else {
        violations.append(
          Violation(.jsonBase64, .attribute("data_base64"), "data_base64 must be a string of Base64."))
        return
      }
      let text = base64.hasEscapes ? JSONString.unescaped(bytes[base64.contents]) : nil
      let isValid = text?.withUnsafeBytes { Base64.isValid($0) } ?? Base64.isValid(bytes[base64.contents])
      if !isValid {
        violations.append(
          Violation(
            .jsonBase64, .attribute("data_base64"),
            "data_base64 is no Base64; it must have only A-Z, a-z, 0-9, + and /, and be padded with = to fours."
          ))
      }
      event.data = EncodedData(base64.contents, .base64)
      return
    }
    guard let data else { return }
    if data.kind == .string, !isJSON(event.datacontenttype, in: bytes) {
      if data.hasEscapes, JSONString.unescaped(bytes[data.contents]) == nil {
        violations.append(
          Violation(
            .jsonData, .attribute("data"), "data has half a surrogate pair, which no charset can hold."))
      }
      event.data = EncodedData(data.contents, .jsonText)
    } else {
      event.data = EncodedData(data.range, .json)
    }
  }

  private func isJSON(_ contentType: EncodedValue, in bytes: UnsafeRawBufferPointer) -> Bool {
    if contentType.isAbsent { return true }
    if contentType.coding == .plain, bytes[contentType.range].equals("application/json") { return true }
    return contentType.bytes(in: bytes)?.withUnsafeBytes { MediaType(bytes: $0)?.isJSON } == true
  }
}
