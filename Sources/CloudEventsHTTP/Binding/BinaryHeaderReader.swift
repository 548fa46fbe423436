import CloudEvents

/// Sorts `ce-` headers into an event, and notices how they deviate. A value for one message.
struct BinaryHeaderReader {
  var event = EncodedEvent()
  var violations: [Violation] = []
  private var names = ExtensionNames()

  mutating func put(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) {
    let nameRange = ByteRange(start: Int(field.name.start) + 3, count: Int(field.name.count) - 3)
    let name = bytes[nameRange]
    switch name.count {
    case 2 where name.equalsIgnoringCase("id"):
      if isFirst(event.id, field, in: bytes) { event.id = encoded(field, in: bytes) }
    case 4 where name.equalsIgnoringCase("type"):
      if isFirst(event.type, field, in: bytes) { event.type = encoded(field, in: bytes) }
    case 4 where name.equalsIgnoringCase("time"):
      if isFirst(event.time, field, in: bytes) { event.time = encoded(field, in: bytes) }
    case 6 where name.equalsIgnoringCase("source"):
      if isFirst(event.source, field, in: bytes) { event.source = encoded(field, in: bytes) }
    case 7 where name.equalsIgnoringCase("subject"):
      if isFirst(event.subject, field, in: bytes) { event.subject = encoded(field, in: bytes) }
    case 10 where name.equalsIgnoringCase("dataschema"):
      if isFirst(event.dataschema, field, in: bytes) { event.dataschema = encoded(field, in: bytes) }
    case 11 where name.equalsIgnoringCase("specversion"):
      if isFirst(event.specversion, field, in: bytes) { event.specversion = encoded(field, in: bytes) }
    case 15 where name.equalsIgnoringCase("datacontenttype"):
      report(.headerContentType, field, in: bytes) {
        "The header \($0) is not allowed; datacontenttype stands in Content-Type."
      }
    default:
      let attribute = EncodedExtension(
        nameRange: nameRange, isHeader: true, value: encoded(field, in: bytes))
      if names.insert(attribute, after: event.extensions, in: bytes) {
        if event.extensions.isEmpty { event.extensions.reserveCapacity(4) }
        event.extensions.append(attribute)
      } else {
        repeated(field, in: bytes)
      }
    }
  }

  /// Notices a second header where there may be one.
  mutating func repeated(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) {
    report(.headerRepeated, field, in: bytes) {
      "The header \($0) stands more than once; it must stand only once."
    }
  }

  @inline(__always)
  private mutating func isFirst(
    _ present: EncodedValue, _ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    if present.isAbsent { return true }
    repeated(field, in: bytes)
    return false
  }

  /// A value that is its own text is left alone; another is looked at for how it is encoded.
  private mutating func encoded(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) -> EncodedValue {
    let value = bytes[field.value]
    if HeaderValueCoding.isPlain(value) { return EncodedValue(field.value, .plain) }
    if HeaderValueCoding.decode(value) == nil {
      report(.headerEncoding, field, in: bytes) {
        HeaderValueCoding.hasBarePercent(value)
          ? "The header \($0) has a % without two hexadecimal digits behind it; write a percent sign itself as %25."
          : "The header \($0) is not percent-encoded UTF-8; write % and two hexadecimal digits for each byte, and close each quoted string."
      }
    } else if HeaderValueCoding.hasUnencoded(value) {
      report(.headerUnencoded, field, in: bytes) {
        "The header \($0) has characters that should be percent-encoded: a space is %20, é is %C3%A9."
      }
    }
    return EncodedValue(field.value, .header)
  }

  private mutating func report(
    _ rule: ConformanceRule, _ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer,
    _ message: (_ name: String) -> String
  ) {
    guard violations.count < Validator.maximumViolations else { return }
    let name = String(decoding: bytes[field.name].prefix(80), as: UTF8.self)
    violations.append(Violation(rule, .header(name), message(name)))
  }
}
