import CloudEvents
import CloudEventsHTTP

extension QuerySubject {
  /// Lends an attribute's value, decoded; `nil` where it is not set.
  func withValue<Value>(of name: AttributeName, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
    let value = name == .type ? event.encoded.type : event.encoded.value(of: name, in: eventBytes)
    return withBytes(of: value, body)
  }

  private func withBytes<Value>(of value: EncodedValue, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
    switch value.coding {
    case .absent: nil
    case .plain, .jsonNumber, .jsonBoolean, .jsonStructure: body(eventBytes[value.range])
    case .jsonEscaped, .header:
      // A value whose coding is broken is compared as it stands.
      value.bytes(in: eventBytes).map { $0.withUnsafeBytes(body) } ?? body(eventBytes[value.range])
    }
  }

  /// Lends the data where it is JSON; `nil` where it is something else, or nothing.
  func withJSONData<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
    let data = event.encoded.data
    switch data.coding {
    case .absent, .jsonText: return nil
    case .json: return body(eventBytes[data.range])
    case .body, .base64:
      guard isJSON, !event.violations.contains(where: { $0.rule == .dataMatchesType }) else { return nil }
      if data.coding == .body { return body(eventBytes[data.range]) }
      return data.data(in: eventBytes, contentType: .json).map { $0.bytes.withUnsafeBytes(body) }
    }
  }

  private var isJSON: Bool {
    let type = event.encoded.datacontenttype
    if type.coding == .plain, eventBytes[type.range].equals("application/json") { return true }
    return withBytes(of: type) { MediaType(bytes: $0)?.isJSON } == true
  }

  /// Whether a condition holds for one of the headers.
  func anyHeader(_ condition: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool)
    -> Bool
  {
    guard headLength > 0, let head = try? HTTPHead(bytes) else { return false }
    return head.fields.contains { condition(bytes[$0.name], bytes[$0.value]) }
  }

  /// The method or the target of the request line; `nil` where there is none.
  func requestWord(_ index: Int) -> String? {
    guard headLength > 0, let head = try? HTTPHead(bytes) else { return nil }
    return index == 0 ? head.method(in: bytes) : head.target(in: bytes)
  }

  /// Whether a word stands in an attribute, a header or the data.
  func contains(_ needle: Needle) -> Bool {
    var isFound = false
    event.encoded.forEachAttribute(in: eventBytes) { _, value in
      if !isFound { isFound = withBytes(of: value) { needle.isContained(in: $0) } ?? false }
    }
    if isFound { return true }
    if headLength > 0, needle.isContained(in: UnsafeRawBufferPointer(rebasing: bytes[..<headLength])) {
      return true
    }
    let data = event.encoded.data
    switch data.coding {
    case .absent:
      // What is no event has a body all the same.
      guard !isValid else { return false }
      return needle.isContained(in: UnsafeRawBufferPointer(rebasing: bytes[headLength...]))
    case .json, .body:
      return needle.isContained(in: eventBytes[data.range])
    case .jsonText, .base64:
      return data.data(in: eventBytes, contentType: nil).map { data in
        data.bytes.withUnsafeBytes { needle.isContained(in: $0) }
      } ?? false
    }
  }
}
