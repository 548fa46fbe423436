import CloudEvents
import CloudEventsHTTP

/// Avro: object container files with the schema that they carry, and bare values with one that the user has given
/// (Apache Avro 1.11, Data Serialization).
struct AvroDataDecoder: DataDecoder {
  let name = "Avro"
  let schemas: [AvroSchema]

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    if let type = context.contentType {
      let subtypes = ["avro", "x-avro", "vnd.apache.avro", "avro-binary", "vnd.apache.avro+binary"]
      if type.essence == "avro/binary" || subtypes.contains(type.subtype) || type.subtype.hasSuffix("+avro") {
        return .contentType(type)
      }
    }
    if bytes.starts(with: AvroContainer.magic) { return .guessed("it begins like an Avro container") }
    return AvroSingleObject(bytes) == nil
      ? nil : .guessed("it begins with the marker of Avro's single objects")
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    if bytes.starts(with: AvroContainer.magic) { return try AvroContainer(bytes).lines(limit: context.limit) }
    let object = AvroSingleObject(bytes)
    if let object, let schema = schemas.first(where: { $0.fingerprint == object.fingerprint }) {
      return try AvroLayout.lines(of: object.value, as: schema, limit: context.limit)
    }
    guard !schemas.isEmpty || object != nil else {
      throw DataMismatch(
        "a bare value says nothing without its schema", missing: "no schema is given")
    }
    var first: DataMismatch?
    for schema in inOrder(for: context.declared) {
      do throws(DataMismatch) {
        return try AvroLayout.lines(of: bytes, as: schema, limit: context.limit)
      } catch {
        if first == nil { first = DataMismatch("as \(schema.name): \(error)") }
      }
    }
    if let object { return object.lines(in: context) }
    throw first ?? DataMismatch("no schema is given")
  }

  /// The schemas, first the one that the event names.
  private func inOrder(for declared: DataDeclaration) -> [AvroSchema] {
    let names = [
      declared.eventType, declared.dataschema?.split { "/#?=:".contains($0) }.last.map(String.init),
    ]
    return schemas.filter { names.contains($0.name) } + schemas.filter { !names.contains($0.name) }
  }
}

/// A value behind a marker and the fingerprint of its schema (section Single-object encoding).
private struct AvroSingleObject {
  let fingerprint: UInt64
  let value: UnsafeRawBufferPointer

  /// `nil` where the bytes do not begin with the marker.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.starts(with: [0xc3, 0x01]), bytes.count >= 10 else { return nil }
    fingerprint = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
    value = UnsafeRawBufferPointer(rebasing: bytes[10...])
  }

  /// The value's bytes, where the schema of the fingerprint is not given.
  func lines(in context: DecodingContext) -> DecodedLines {
    let digits = HexDump.digits(withUnsafeBytes(of: fingerprint.bigEndian, Array.init))
    let lines = HexDump.lines(value, in: context)
    return DecodedLines(
      lines: lines, isCut: lines.count * context.bytesPerLine < value.count,
      facts: "single object · fingerprint \(digits)",
      problem: "The schema with the fingerprint \(digits) is not given; these are the value's bytes.")
  }
}

/// An object container file: a header with the schema, then blocks of values.
private struct AvroContainer {
  static let magic: [UInt8] = [0x4f, 0x62, 0x6a, 0x01]

  private let bytes: UnsafeRawBufferPointer
  private let schema: AvroSchema
  private let codec: String
  private let sync: Range<Int>

  init(_ bytes: UnsafeRawBufferPointer) throws(DataMismatch) {
    self.bytes = bytes
    var reader = DataReader(bytes, range: 4..<bytes.count)
    var schema: Range<Int>?
    var codec = "null"
    while true {
      let count = try reader.blockCount()
      if count == 0 { break }
      for _ in 0..<count {
        let name = try reader.take(try reader.zigzag(), "a name")
        let value = try reader.take(try reader.zigzag(), "a value")
        if bytes[name].elementsEqual("avro.schema".utf8) { schema = value }
        if bytes[name].elementsEqual("avro.codec".utf8) {
          codec = String(decoding: bytes[value].prefix(40), as: UTF8.self)
        }
      }
    }
    guard let schema else { throw DataMismatch("the container has no avro.schema") }
    self.schema = try AvroSchema(json: Array(bytes[schema]))
    self.codec = codec
    sync = try reader.take(16, "the marker that ends the header")
  }

  func lines(limit: Int) throws(DataMismatch) -> DecodedLines {
    var reader = DataReader(bytes, range: sync.upperBound..<bytes.count)
    var layout = DataLayout(limit: limit)
    var count: Int64 = 0
    var inflatedSize = 0
    var problem: String?
    while !reader.isAtEnd {
      let objects = try reader.zigzag()
      guard objects >= 0 else { throw DataMismatch(at: reader.position, "a block has \(objects) values") }
      let block = try reader.take(try reader.zigzag(), "a block")
      guard bytes[try reader.take(16, "the marker that ends a block")].elementsEqual(bytes[sync]) else {
        throw DataMismatch(at: reader.position - 16, "the marker that ends a block is not the file's")
      }
      count = count.addingReportingOverflow(objects).partialValue
      guard !layout.isFull, problem == nil else { continue }
      switch codec {
      case "null": try add(objects, UnsafeRawBufferPointer(rebasing: bytes[block]), to: &layout)
      case "deflate":
        let rest = UnsafeRawBufferPointer(rebasing: bytes[block])
        let limit = max(1, CompressedDataDecoder.most - inflatedSize)
        let inflated = Inflater.inflate(rest, .none, limit: limit)
        inflatedSize += inflated.bytes.count
        guard inflated.problem == nil else {
          problem = "A block could not be inflated whole."
          continue
        }
        let result = inflated.bytes.withUnsafeBytes { bytes in
          Result { () throws(DataMismatch) in try add(objects, bytes, to: &layout) }
        }
        try result.get()
      default:
        problem = "Its blocks are compressed with \(codec), which cannot be read here."
      }
    }
    if count > 0, layout.isFull { layout.cut() }
    return layout.finished(
      facts:
        "\(schema.name) · \(codec == "null" ? "not compressed" : codec) · \(count) value\(count == 1 ? "" : "s")",
      problem: problem)
  }

  /// Adds a block's values, as long as there is room.
  private func add(
    _ count: Int64, _ block: UnsafeRawBufferPointer, to layout: inout DataLayout
  ) throws(DataMismatch) {
    var values = AvroLayout(schema, block, layout: layout)
    for _ in 0..<count {
      if values.layout.isFull {
        layout = values.layout
        return layout.cut()
      }
      do throws(DataMismatch) {
        try values.value(depth: 0)
      } catch {
        try values.layout.settle(error)
        layout = values.layout
        return
      }
      values.layout.breakLine()
    }
    try values.finish()
    layout = values.layout
  }
}

/// Lays values out by their schema.
private struct AvroLayout {
  private let schema: AvroSchema
  private var reader: DataReader
  var layout: DataLayout
  /// How many values may still come. A value may take no byte, so that bytes do not bound their number.
  private var budget: Int

  init(_ schema: AvroSchema, _ bytes: UnsafeRawBufferPointer, layout: DataLayout) {
    self.schema = schema
    reader = DataReader(bytes)
    self.layout = layout
    budget = bytes.count * 2 + 100_000
  }

  /// The lines of one value that is all of some bytes.
  static func lines(
    of bytes: UnsafeRawBufferPointer, as schema: AvroSchema, limit: Int
  ) throws(DataMismatch) -> DecodedLines {
    var values = AvroLayout(schema, bytes, layout: DataLayout(limit: limit))
    do throws(DataMismatch) {
      try values.value(depth: 0)
      try values.finish()
    } catch {
      try values.layout.settle(error)
    }
    return values.layout.finished(facts: "as \(schema.name)")
  }

  /// Checks that nothing is left.
  func finish() throws(DataMismatch) {
    guard reader.isAtEnd else {
      throw DataMismatch(at: reader.position, "more follows what should be all")
    }
  }

  mutating func value(depth: Int) throws(DataMismatch) { try value(schema.root, depth: depth) }

  private mutating func value(_ type: Int, depth: Int) throws(DataMismatch) {
    let start = reader.position
    try layout.goOn(at: start)
    budget -= 1
    guard depth < DataLayout.maximumDepth, budget > 0 else {
      throw DataMismatch(
        at: start,
        budget > 0
          ? "values nest deeper than \(DataLayout.maximumDepth) levels" : "too many values take no bytes")
    }
    let node = schema.types[type]
    switch node.kind {
    case .null: layout.addNull()
    case .boolean:
      let byte = try reader.byte("a boolean")
      guard byte <= 1 else { throw DataMismatch(at: start, "\(byte) is no boolean") }
      layout.addBoolean(byte == 1)
    case .int: try integer(node.meaning, bits: 32, at: start)
    case .long: try integer(node.meaning, bits: 64, at: start)
    case .float: layout.addNumber(Float(bitPattern: try reader.littleEndian(UInt32.self)))
    case .double: layout.addNumber(Double(bitPattern: try reader.littleEndian(UInt64.self)))
    case .bytes: add(try reader.take(try reader.zigzag(), "bytes"), node.meaning)
    case .fixed(_, let size): add(try reader.take(size, "bytes"), node.meaning)
    case .string:
      let range = try reader.take(try reader.zigzag(), "a string")
      layout.addText(range, of: reader.bytes)
    case .enumeration(let name, let symbols):
      let index = try reader.zigzag()
      guard symbols.indices.contains(Int(clamping: index)) else {
        throw DataMismatch(at: start, "\(name) has no symbol \(index)")
      }
      layout.add(symbols[Int(index)], .string)
    case .union(let members):
      let index = try reader.zigzag()
      guard members.indices.contains(Int(clamping: index)) else {
        throw DataMismatch(at: start, "a union of \(members.count) types has no type \(index)")
      }
      try value(members[Int(index)], depth: depth + 1)
    case .record(_, let fields): try record(fields, at: start, depth: depth)
    case .array(let items): try array(of: items, at: start, depth: depth)
    case .map(let values): try map(to: values, at: start, depth: depth)
    }
  }

  private mutating func integer(
    _ meaning: AvroSchema.Meaning?, bits: Int, at start: Int
  ) throws(DataMismatch) {
    let value = try reader.zigzag()
    guard bits == 64 || Int32(exactly: value) != nil else {
      throw DataMismatch(at: start, "\(value) has more than 32 bits")
    }
    layout.addNumber(value)
    let scale: Int64? =
      switch meaning {
      case .date: 86_400_000_000_000
      case .timestampMillis: 1_000_000
      case .timestampMicros: 1000
      case .timestampNanos: 1
      default: nil
      }
    guard let scale else { return }
    let (nanoseconds, isTooLarge) = value.multipliedReportingOverflow(by: scale)
    layout.addTime(nanoseconds: isTooLarge ? nil : nanoseconds)
  }

  private mutating func add(_ range: Range<Int>, _ meaning: AvroSchema.Meaning?) {
    layout.addBytes(range, of: reader.bytes)
    // A decimal is an unscaled number in two's complement, most significant byte first.
    guard case .decimal(let scale)? = meaning, (1...8).contains(range.count) else { return }
    let isNegative = reader.bytes[range.lowerBound] >= 0x80
    let unscaled = reader.bytes[range].reduce(Int64(isNegative ? -1 : 0)) { $0 << 8 | Int64($1) }
    var digits = String(unscaled.magnitude)
    digits = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    let text = scale == 0 ? digits : "\(digits[..<point]).\(digits[point...])"
    layout.add(" \(unscaled < 0 ? "-" : "")\(text)", .dim)
  }

  private mutating func record(
    _ fields: [(name: String, type: Int)], at start: Int, depth: Int
  ) throws(DataMismatch) {
    if fields.isEmpty { return layout.add("{}", .punctuation) }
    layout.open("{", at: start)
    for (index, field) in fields.enumerated() {
      if index > 0 { separate() }
      layout.add(field.name, .key)
      layout.add(": ", .punctuation)
      try value(field.type, depth: depth + 1)
    }
    layout.close("}")
  }

  private mutating func array(of type: Int, at start: Int, depth: Int) throws(DataMismatch) {
    try blocks("[", "]", at: start) { layout throws(DataMismatch) in try layout.value(type, depth: depth + 1)
    }
  }

  private mutating func map(to type: Int, at start: Int, depth: Int) throws(DataMismatch) {
    try blocks("{", "}", at: start) { layout throws(DataMismatch) in
      let key = try layout.reader.take(try layout.reader.zigzag(), "a key")
      layout.layout.addText(key, of: layout.reader.bytes, as: .key)
      layout.layout.add(": ", .punctuation)
      try layout.value(type, depth: depth + 1)
    }
  }

  /// Blocks of items, the last of which is empty.
  private mutating func blocks(
    _ opener: String, _ closer: String, at start: Int, item: (inout AvroLayout) throws(DataMismatch) -> Void
  ) throws(DataMismatch) {
    var isFirst = true
    while true {
      let count = try reader.blockCount()
      if count == 0 { break }
      for _ in 0..<count {
        if isFirst { layout.open(opener, at: start) } else { separate() }
        isFirst = false
        try item(&self)
      }
    }
    if isFirst { layout.add(opener + closer, .punctuation) } else { layout.close(closer) }
  }

  private mutating func separate() {
    layout.addComma()
    layout.breakLine()
  }
}

extension DataReader {
  /// How many items a block of an array or a map has; a negative count is followed by the block's size.
  fileprivate mutating func blockCount() throws(DataMismatch) -> Int64 {
    let start = position
    let count = try zigzag()
    guard count < 0 else { return count }
    _ = try zigzag()
    guard count > Int64.min else { throw DataMismatch(at: start, "\(count) is no number of items") }
    return -count
  }
}
