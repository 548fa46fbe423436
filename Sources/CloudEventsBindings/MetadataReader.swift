import CloudEvents

/// Puts an event together from a message's metadata and data, and notices how it deviates. A value for one message.
struct MetadataReader {
  /// How a value is written.
  enum Coding {
    /// Its canonical string, as UTF-8.
    case text
    /// Percent-encoded, as in HTTP headers.
    case header
    /// A native boolean.
    case boolean
    /// A native whole number.
    case number

    fileprivate var encoded: EncodedValue.Coding {
      switch self {
      case .text: .plain
      case .header: .header
      case .boolean: .jsonBoolean
      case .number: .jsonNumber
      }
    }
  }

  /// What is put together: names, values and data one after the other.
  private var bytes: [UInt8] = []
  private var event = EncodedEvent()
  private var names = ExtensionNames()
  private var violations: [Violation] = []

  /// Adds an attribute.
  ///
  /// - Parameters:
  ///   - name: the attribute's name.
  ///   - location: what the message calls it.
  mutating func put(_ name: String, _ value: [UInt8], _ coding: Coding = .text, location: String) {
    let nameRange = append(name.utf8)
    let value = EncodedValue(append(value), coding.encoded)
    let attribute = AttributeName(unchecked: name)
    let isKnown = SpecVersion.v1.kind(of: attribute) != nil
    let isNew = bytes.withUnsafeBytes { bytes in
      isKnown
        ? event.value(of: attribute, in: bytes).isAbsent
        : names.insert(
          EncodedExtension(nameRange: nameRange, value: value), after: event.extensions, in: bytes)
    }
    guard isNew else {
      return report(.bindingRepeated, location, "stands more than once; it must stand only once")
    }
    event.set(attribute, value, nameRange: nameRange)
    let isReadable = bytes.withUnsafeBytes { bytes in
      coding == .header
        ? HeaderValueCoding.decode(bytes[value.range]) != nil : UTF8Validation.isValid(bytes[value.range])
    }
    if !isReadable {
      report(
        .bindingEncoding, location,
        coding == .header
          ? "is not percent-encoded UTF-8; write % and two hexadecimal digits for each byte"
          : "is not UTF-8")
    }
  }

  mutating func put(_ name: String, _ value: String, _ coding: Coding = .text, location: String) {
    put(name, Array(value.utf8), coding, location: location)
  }

  /// Sets `datacontenttype` from the message's own content type, which counts where the metadata says another.
  mutating func putContentType(_ type: String?) {
    guard let type else { return }
    let other = bytes.withUnsafeBytes { event.datacontenttype.text(in: $0) }
    if let other, !other.isExactly(type) {
      report(.bindingContentType, "datacontenttype", "differs from the message's content type, which counts")
    }
    event.datacontenttype = EncodedValue(append(type.utf8), .plain)
  }

  /// The message, with everything that is wrong.
  mutating func finished(data: [UInt8]?) -> DecodedMessage {
    if let data, !data.isEmpty { event.data = EncodedData(append(data), .body) }
    bytes.withUnsafeBytes { bytes in
      Validator.check(event, in: bytes, into: &violations)
      checkJSON(bytes)
    }
    return DecodedMessage(
      mode: .binary,
      events: [
        DecodedEvent(
          encoded: event, ownBytes: bytes, extent: ByteRange(start: 0, count: data?.count ?? 0),
          violations: violations)
      ])
  }

  private mutating func checkJSON(_ bytes: UnsafeRawBufferPointer) {
    guard event.data.coding == .body,
      let type = event.datacontenttype.text(in: bytes).flatMap({ MediaType($0) }),
      type.isJSON
    else { return }
    let data = bytes[event.data.range]
    guard let error = JSONScanner.error(in: data, maximumDepth: EventData.maximumDepth) else { return }
    let (line, column) = error.position(in: data)
    violations.append(
      Violation(
        .dataMatchesType, .attribute("datacontenttype"),
        "The data is declared as JSON and is not: line \(line), column \(column): \(error)."))
  }

  private mutating func append(_ more: some Collection<UInt8>) -> ByteRange {
    bytes.append(contentsOf: more)
    return ByteRange(start: bytes.count - more.count, count: more.count)
  }

  /// Notes what is wrong with what the message calls `location`: a clause about it.
  mutating func report(_ rule: ConformanceRule, _ location: String, _ fault: String) {
    guard violations.count < Validator.maximumViolations else { return }
    violations.append(Violation(rule, .header(location), "\(location.unicodeScalars.prefix(80)) \(fault)."))
  }
}

extension CloudEvent {
  /// The data as it stands in a message in binary mode.
  ///
  /// - Throws: where it is text that its declared charset cannot hold.
  func binaryData() throws(MessageEncodingError) -> [UInt8]? {
    if case .unencodable? = data {
      throw MessageEncodingError(
        "The data cannot be written as \(datacontenttype ?? "text"): its charset is not known here or has not all of "
          + "the characters; use structured mode, or declare charset=utf-8.")
    }
    return data?.bytes
  }

  /// The content type of a message in binary mode. Data that is JSON because nothing else was said must say so here,
  /// where the default is another.
  var binaryContentType: String? { datacontenttype ?? contentType?.description }

  /// The attributes that stand in a message's metadata: all but `datacontenttype`.
  var metadata: [(name: AttributeName, value: AttributeValue)] {
    attributes.filter { $0.name != .datacontenttype }
  }
}
