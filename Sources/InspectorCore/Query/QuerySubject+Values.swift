import CloudEvents
import CloudEventsHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension QuerySubject {
  /// Lends an attribute's value, decoded; `nil` where it is not set.
  func withBytes<Value>(of value: EncodedValue, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
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
      guard let decoded = data.data(in: eventBytes, contentType: .json)?.bytes else { return nil }
      return decoded.withUnsafeBytes { JSONScanner.isValid($0) ? body($0) : nil }
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

  /// The first or second word of the request line; `nil` where there is none, as for a line of NDJSON.
  func requestWord(_ index: Int) -> UnsafeRawBufferPointer? {
    guard let line = startLine else { return nil }
    let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    return index < words.count ? UnsafeRawBufferPointer(rebasing: words[index]) : nil
  }

  /// The request line or status line, without its line break.
  private var startLine: UnsafeRawBufferPointer? {
    guard headLength > 0, let base = bytes.baseAddress, let found = memchr(base, 0x0a, headLength) else {
      return nil
    }
    let end = UnsafeRawPointer(found) - base
    let isCRLF = end > 0 && bytes[end - 1] == 0x0d
    return UnsafeRawBufferPointer(rebasing: bytes[..<(isCRLF ? end - 1 : end)])
  }

  /// Whether the event format is meant, by its media type or by what stands after the plus sign, such as `json`.
  func isFormat(_ pattern: GlobPattern) -> Bool {
    guard mode == .structured || mode == .batched else { return false }
    let essence: String?
    if headLength == 0 {
      essence = JSONEventFormat().mediaType
    } else if let head = try? HTTPHead(bytes), let type = head.first("content-type", in: bytes) {
      essence = MediaType(bytes: bytes[type])?.essence
    } else {
      essence = nil
    }
    return essence?.withBytes { essence in
      if pattern.matches(essence) { return true }
      guard let plus = essence.lastIndex(of: UInt8(ascii: "+")) else { return false }
      return pattern.matches(UnsafeRawBufferPointer(rebasing: essence[(plus + 1)...]))
    } ?? false
  }

  /// Whether a word stands in an attribute, a header or the data.
  func contains(_ needle: Needle) -> Bool {
    var isFound = false
    event.encoded.forEachValue { value in
      if !isFound { isFound = withBytes(of: value) { needle.isContained(in: $0) } ?? false }
    }
    if isFound { return true }
    if needle.isGlob {
      if anyHeader({ name, value in needle.isContained(in: name) || needle.isContained(in: value) }) {
        return true
      }
    } else if let line = startLine,
      needle.isContained(in: UnsafeRawBufferPointer(rebasing: bytes[line.count..<headLength]))
    {
      return true
    }
    let data = event.encoded.data
    let raw = eventBytes[data.range]
    switch data.coding {
    case .absent:
      // What is no event has a body all the same.
      return !isValid && needle.isContained(in: UnsafeRawBufferPointer(rebasing: bytes[headLength...]))
    case .json:
      return needle.isContained(in: raw) || needle.isContained(inEscapedStringsOf: raw)
    case .body:
      return needle.isContained(in: raw) || isJSON && needle.isContained(inEscapedStringsOf: raw)
    case .jsonText:
      if !raw.contains(byte: 0x5c) { return needle.isContained(in: raw) }
      return JSONString.unescaped(raw)?.withUnsafeBytes { needle.isContained(in: $0) } ?? false
    case .base64:
      return data.data(in: eventBytes, contentType: nil).map { data in
        data.bytes.withUnsafeBytes { needle.isContained(in: $0) }
      } ?? false
    }
  }
}

extension EncodedEvent {
  /// The values of the attributes, without making their names.
  fileprivate func forEachValue(_ body: (EncodedValue) -> Void) {
    for attribute in CoreAttribute.allCases { body(attribute.value(of: self)) }
    for attribute in extensions { body(attribute.value) }
  }
}
