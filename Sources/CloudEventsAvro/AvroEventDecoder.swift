import CloudEvents

/// Reads one datum of the format's schema (Avro format, section 2.4): a map of attributes, then the data.
struct AvroEventDecoder {
  private let bytes: UnsafeRawBufferPointer
  private var reader: AvroReader
  private var event = EventCollector(duplicate: .avroDuplicate)

  static func decode(
    _ bytes: UnsafeRawBufferPointer, from start: Int, extent: ByteRange
  ) throws(AvroError) -> DecodedEvent {
    var decoder = AvroEventDecoder(bytes: bytes, reader: AvroReader(bytes, from: start))
    try decoder.readAttributes()
    try decoder.readData()
    guard decoder.reader.isAtEnd else {
      throw AvroError("there is more after the event", at: decoder.reader.position)
    }
    return decoder.event.finished(extent: extent)
  }

  private init(bytes: UnsafeRawBufferPointer, reader: AvroReader) {
    self.bytes = bytes
    self.reader = reader
  }

  private mutating func readAttributes() throws(AvroError) {
    var event = event
    let bytes = bytes
    try reader.blocks { (reader: inout AvroReader) throws(AvroError) in
      let name = AttributeName(unchecked: String(decoding: bytes[try reader.string()], as: UTF8.self))
      let start = reader.position
      switch try reader.long() {
      case 0: event.isFirst(name)
      case 1: Self.put(name, .boolean(try reader.boolean()), into: &event)
      case 2: Self.put(name, .integer(try reader.int()), into: &event)
      case 3: event.put(name, text: String(decoding: bytes[try reader.string()], as: UTF8.self))
      case 4: Self.put(name, .binary(Array(bytes[try reader.contents()])), into: &event)
      case let index: throw AvroError("\(index) is none of the five types of an attribute", at: start)
      }
    }
    self.event = event
  }

  private static func put(_ name: AttributeName, _ value: AttributeValue, into event: inout EventCollector) {
    if let kind = SpecVersion.v1.kind(of: name) {
      event.report(
        .avroType, .attribute(name.rawValue),
        "\(name) is of the type \(value.kind.rawValue); it must be a string, as every \(kind.rawValue) is.")
      // As text, so that nothing else is found wrong with it.
      event.put(name, .string(value.canonicalString))
    } else {
      event.put(name, value)
    }
  }

  // MARK: Data (section 3)

  private mutating func readData() throws(AvroError) {
    let start = reader.position
    let index = try reader.long()
    switch index {
    case 0:
      event.data = EventData(bytes: Array(bytes[try reader.contents()]), contentType: event.contentType)
    case 1: break
    case 6:
      event.data = EventData(text: Array(bytes[try reader.string()]), orJSON: event.contentType)
    case 2...5:
      var json = AvroJSON(bytes: bytes)
      try json.readData(index, from: &reader)
      if json.hasNonFinite {
        event.report(
          .avroData, .attribute("data"),
          "data has a number that is not finite, which JSON cannot say; it became null.")
      }
      event.data = .json(json.writer.bytes)
    default:
      throw AvroError("\(index) is none of the seven types of the data", at: start)
    }
  }
}

/// Data that is a JSON value in Avro types, written as JSON.
struct AvroJSON {
  private static let maximumDepth = 256

  let bytes: UnsafeRawBufferPointer
  var writer = JSONWriter()
  var hasNonFinite = false

  init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The union of the `data` field, of which `index` has been read.
  mutating func readData(_ index: Int64, from reader: inout AvroReader) throws(AvroError) {
    switch index {
    case 2: writer.boolean(try reader.boolean())
    case 3:
      try readMap(from: &reader) { (json: inout AvroJSON, reader: inout AvroReader) throws(AvroError) in
        let start = reader.position
        switch try reader.long() {
        case 0: json.writer.null()
        case 1: json.writer.boolean(try reader.boolean())
        case 2: try json.readRecord(from: &reader, depth: 1)
        case 3: json.write(try reader.double())
        case 4: json.write(try reader.string())
        default: throw AvroError("this is none of the types of a member", at: start)
        }
      }
    case 4: try readArray(from: &reader, depth: 1)
    default: write(try reader.double())
    }
  }

  /// A `CloudEventData` record, whose one field is a map: an object.
  private mutating func readRecord(from reader: inout AvroReader, depth: Int) throws(AvroError) {
    guard depth < Self.maximumDepth else {
      throw AvroError("the data nests deeper than \(Self.maximumDepth) levels", at: reader.position)
    }
    try readMap(from: &reader) { (json: inout AvroJSON, reader: inout AvroReader) throws(AvroError) in
      let start = reader.position
      switch try reader.long() {
      case 0: json.writer.null()
      case 1: json.writer.boolean(try reader.boolean())
      case 2:
        try json.readMap(from: &reader) {
          (json: inout AvroJSON, reader: inout AvroReader) throws(AvroError) in
          try json.readRecord(from: &reader, depth: depth + 2)
        }
      case 3: try json.readArray(from: &reader, depth: depth + 2)
      case 4: json.write(try reader.double())
      case 5: json.write(try reader.string())
      default: throw AvroError("this is none of the types of a member", at: start)
      }
    }
  }

  private mutating func readMap(
    from reader: inout AvroReader, _ value: (inout AvroJSON, inout AvroReader) throws(AvroError) -> Void
  ) throws(AvroError) {
    writer.openObject()
    var json = self
    try reader.blocks { (reader: inout AvroReader) throws(AvroError) in
      json.writer.name(String(decoding: json.bytes[try reader.string()], as: UTF8.self))
      try value(&json, &reader)
    }
    self = json
    writer.closeObject()
  }

  private mutating func readArray(from reader: inout AvroReader, depth: Int) throws(AvroError) {
    writer.openArray()
    var json = self
    try reader.blocks { (reader: inout AvroReader) throws(AvroError) in
      try json.readRecord(from: &reader, depth: depth)
    }
    self = json
    writer.closeArray()
  }

  private mutating func write(_ value: Double) {
    if value.isFinite {
      writer.raw(Array("\(value)".utf8))
    } else {
      hasNonFinite = true
      writer.null()
    }
  }

  private mutating func write(_ string: ByteRange) {
    writer.string(String(decoding: bytes[string], as: UTF8.self))
  }
}
