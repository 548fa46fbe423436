import CloudEvents

/// Reads one event, which is a map (CBOR format, section 3).
struct CBOREventDecoder {
  private let bytes: UnsafeRawBufferPointer
  private var reader: CBORReader
  private var event = EventCollector(duplicate: .cborDuplicate)
  /// The data's item, until `datacontenttype` is known, which may come after it.
  private var data: ByteRange?

  static func decode(_ bytes: UnsafeRawBufferPointer, extent: ByteRange) -> DecodedEvent {
    var decoder = CBOREventDecoder(bytes)
    do {
      guard try decoder.read() else {
        return DecodedEvent(
          extent: extent, violations: [Violation(.cborMap, .message, "The event is no map; it must be one.")])
      }
    } catch {
      return DecodedEvent(extent: extent, violations: [error.violation])
    }
    return decoder.event.finished(extent: extent)
  }

  private init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    reader = CBORReader(bytes)
  }

  /// Reads the whole body; whether it is a map.
  private mutating func read() throws(CBORError) -> Bool {
    // Checked as a whole first, so that what follows meets well-formed items only.
    var whole = reader
    try whole.skip()
    guard whole.isAtEnd else { throw CBORError("there is more after the event", at: whole.position) }
    var head = try reader.head()
    // The tag that says: this is CBOR (RFC 8949, section 3.4.6).
    if head.major == 6, head.argument == 55799 { head = try reader.head() }
    guard head.major == 5 else { return false }
    var decoder = self
    try reader.each(head) { (reader: inout CBORReader) throws(CBORError) in
      try decoder.readMember(from: &reader)
    }
    let reader = reader
    self = decoder
    self.reader = reader
    if let data { try place(data) }
    return true
  }

  private mutating func readMember(from reader: inout CBORReader) throws(CBORError) {
    let start = reader
    let key = try reader.head()
    guard key.major == 3 else {
      reader = start
      try reader.skip()
      try reader.skip()
      return event.report(
        .cborMap, .message, "A key of the event is no text; each must be an attribute's name.")
    }
    let name = AttributeName(unchecked: String(decoding: try reader.string(key), as: UTF8.self))
    if name.rawValue.isExactly("data") {
      let item = try reader.skip()
      if event.isFirst(name) { data = item }
      return
    }
    try readAttribute(name, from: &reader)
  }

  // MARK: Attributes (section 2.2)

  private mutating func readAttribute(_ name: AttributeName, from reader: inout CBORReader) throws(CBORError)
  {
    let start = reader
    let head = try reader.head()
    switch (head.major, head.argument) {
    case (7, 20) where head.argumentSize == 0: put(name, .boolean(false))
    case (7, 21) where head.argumentSize == 0: put(name, .boolean(true))
    case (7, 22) where head.argumentSize == 0: event.isFirst(name)
    case (0, 0...0x7fff_ffff): put(name, .integer(Int32(head.argument)))
    case (1, 0...0x7fff_ffff): put(name, .integer(-1 - Int32(head.argument)))
    case (0, _), (1, _):
      let label = name.rawValue.label
      event.report(
        .integer, .attribute(label),
        "\(label) is a number that an Integer cannot be; it is from -2147483648 to 2147483647.")
      event.isFirst(name)
    case (2, _): put(name, .binary(try reader.string(head)))
    case (3, _): put(name, String(decoding: try reader.string(head), as: UTF8.self), as: .string)
    case (6, 0), (6, 32):
      let inner = try reader.head()
      guard inner.major == 3 else { fallthrough }
      let text = String(decoding: try reader.string(inner), as: UTF8.self)
      put(name, text, as: head.argument == 0 ? .timestamp : .uri)
    default:
      reader = start
      try reader.skip()
      let label = name.rawValue.label
      event.report(
        .cborType, .attribute(label),
        "\(label) is an item that no attribute may be; it must be a boolean, a whole number, text, bytes, a tagged "
          + "time or a tagged URI.")
      event.isFirst(name)
    }
  }

  private mutating func put(_ name: AttributeName, _ value: AttributeValue) {
    guard let known = SpecVersion.v1.kind(of: name) else { return event.put(name, value) }
    event.report(
      .cborType, .attribute(name.rawValue),
      "\(name) is of the type \(value.kind.rawValue); it must be a \(known.rawValue).")
    // As text, so that nothing else is found wrong with it.
    event.put(name, .string(value.canonicalString))
  }

  private mutating func put(_ name: AttributeName, _ text: String, as kind: AttributeValue.Kind) {
    if let known = SpecVersion.v1.kind(of: name) {
      // A URI-reference is text without a tag.
      let written: AttributeValue.Kind = known == .uriReference ? .string : known
      if written != kind {
        event.report(
          .cborTag, .attribute(name.rawValue),
          "\(name) is written as a \(kind.rawValue); it should be written as a \(known.rawValue)"
            + (written == .timestamp
              ? ", with tag 0." : written == .uri ? ", with tag 32." : ", without a tag."))
      }
      event.put(name, text: text)
    } else if let value = AttributeValue(text, as: kind) {
      event.put(name, value)
    } else {
      if kind != .string {
        let label = name.rawValue.label
        event.report(.cborType, .attribute(label), "\(label) is no \(kind.rawValue), though its tag says so.")
      }
      event.put(name, .string(text))
    }
  }

  // MARK: Data (section 3.1.2)

  private mutating func place(_ item: ByteRange) throws(CBORError) {
    let raw = bytes[item]
    var reader = CBORReader(raw)
    let head = try reader.head()
    let type = event.contentType
    if event[.datacontenttype] == nil {
      if head.major == 2 {
        event.data = .binary(try reader.string(head))
      } else {
        event.data = .binary(Array(raw))
        event.put(.datacontenttype, text: "application/cbor")
      }
    } else if let type, CBOREventFormat.isCBOR(type) {
      let contents = head.major == 2 ? try reader.string(head) : []
      // Bytes that are no item themselves can only be the data that was declared as one and is none.
      let isNone = head.major == 2 && !contents.withUnsafeBytes { CBORReader.isItem($0) }
      event.data = .binary(isNone ? contents : Array(raw))
    } else if head.major == 3 {
      event.data = EventData(text: try reader.string(head), orJSON: type)
    } else if head.major == 2 {
      event.data = EventData(bytes: try reader.string(head), contentType: type)
    } else {
      event.report(
        .cborData, .attribute("data"),
        "data is neither text nor bytes, though its datacontenttype is not CBOR; it must be one of them.")
    }
  }
}
