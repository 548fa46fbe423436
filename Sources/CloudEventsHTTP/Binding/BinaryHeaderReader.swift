import CloudEvents

/// Sorts `ce-` headers into an event, and notices how they deviate. A value for one message.
struct BinaryHeaderReader {
  var event = EncodedEvent()
  var violations: [Violation] = []

  mutating func put(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) {
    let nameRange = ByteRange(start: Int(field.name.start) + 3, count: Int(field.name.count) - 3)
    let name = bytes[nameRange]
    let value = encoded(field, in: bytes)
    switch name.count {
    case 2 where name.equalsIgnoringCase("id"): set(\.id, value, field, in: bytes)
    case 4 where name.equalsIgnoringCase("type"): set(\.type, value, field, in: bytes)
    case 4 where name.equalsIgnoringCase("time"): set(\.time, value, field, in: bytes)
    case 6 where name.equalsIgnoringCase("source"): set(\.source, value, field, in: bytes)
    case 7 where name.equalsIgnoringCase("subject"): set(\.subject, value, field, in: bytes)
    case 10 where name.equalsIgnoringCase("dataschema"): set(\.dataschema, value, field, in: bytes)
    case 11 where name.equalsIgnoringCase("specversion"): set(\.specversion, value, field, in: bytes)
    case 15 where name.equalsIgnoringCase("datacontenttype"):
      violations.append(
        Violation(
          .headerContentType, .header(shown(field, in: bytes)),
          "The header \(shown(field, in: bytes)) is not allowed; datacontenttype stands in Content-Type."))
    default:
      let isRepeated = event.extensions.contains { other in
        other.nameRange.count == nameRange.count
          && zip(bytes[other.nameRange], name).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
      }
      if isRepeated { return repeated(field, in: bytes) }
      event.extensions.append(EncodedExtension(nameRange: nameRange, isHeader: true, value: value))
    }
  }

  private mutating func set(
    _ slot: WritableKeyPath<EncodedEvent, EncodedValue>, _ value: EncodedValue, _ field: HTTPHead.Field,
    in bytes: UnsafeRawBufferPointer
  ) {
    guard event[keyPath: slot].isAbsent else { return repeated(field, in: bytes) }
    event[keyPath: slot] = value
  }

  private mutating func repeated(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) {
    let name = shown(field, in: bytes)
    violations.append(
      Violation(
        .headerRepeated, .header(name), "The header \(name) stands more than once; it must stand only once."))
  }

  /// A value that is its own text is left alone; another is looked at for how it is encoded.
  private mutating func encoded(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) -> EncodedValue {
    let value = bytes[field.value]
    if HeaderValueCoding.isPlain(value) { return EncodedValue(field.value, .plain) }
    let name = shown(field, in: bytes)
    if HeaderValueCoding.decode(value) == nil {
      violations.append(
        Violation(
          .headerEncoding, .header(name),
          "The header \(name) is not percent-encoded UTF-8; write % and two hexadecimal digits for each byte."
        ))
    } else if HeaderValueCoding.hasUnencoded(value) {
      violations.append(
        Violation(
          .headerUnencoded, .header(name),
          "The header \(name) has characters that should be percent-encoded: a space is %20, é is %C3%A9."))
    }
    return EncodedValue(field.value, .header)
  }

  private func shown(_ field: HTTPHead.Field, in bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes[field.name].prefix(80), as: UTF8.self)
  }
}
