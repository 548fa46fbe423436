import CloudEvents

/// MessagePack, a member or an element a line, in a notation like that of CBOR.
struct MessagePackDataDecoder: DataDecoder {
  let name = "MessagePack"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    guard let type = context.contentType,
      ["msgpack", "x-msgpack", "vnd.msgpack", "messagepack"].contains(type.subtype)
        || type.subtype.hasSuffix("+msgpack")
    else { return nil }
    return .contentType(type)
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    var layout = MessagePackLayout(bytes, limit: context.limit)
    return try layout.run()
  }
}

/// Lays MessagePack out and checks that it is whole.
private struct MessagePackLayout {
  private var reader: DataReader
  private var layout: DataLayout

  init(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    reader = DataReader(bytes)
    layout = DataLayout(limit: limit)
  }

  mutating func run() throws(DataMismatch) -> DecodedLines {
    var count = 0
    // A stream is one value after the other.
    do throws(DataMismatch) {
      repeat {
        try value(depth: 0)
        layout.breakLine()
        count += 1
      } while !reader.isAtEnd
    } catch {
      try layout.settle(error)
    }
    return layout.finished(facts: count == 1 || layout.isCut ? "" : "\(count) values")
  }

  private mutating func value(depth: Int) throws(DataMismatch) {
    let start = reader.position
    try layout.goOn(at: start)
    guard depth < DataLayout.maximumDepth else {
      throw DataMismatch(at: start, "values nest deeper than \(DataLayout.maximumDepth) levels")
    }
    let first = try reader.byte("a value")
    switch first {
    case 0x00...0x7f: layout.addNumber(first)
    case 0x80...0x8f: try map(UInt32(first & 0x0f), at: start, depth: depth)
    case 0x90...0x9f: try array(UInt32(first & 0x0f), at: start, depth: depth)
    case 0xa0...0xbf: layout.addText(try reader.take(first & 0x1f, "a string"), of: reader.bytes)
    case 0xc0: layout.addNull()
    case 0xc2, 0xc3: layout.addBoolean(first == 0xc3)
    case 0xc4...0xc6:
      layout.addBytes(try reader.take(try length(first - 0xc4), "binary data"), of: reader.bytes)
    case 0xc7...0xc9: try ext(count: try length(first - 0xc7))
    case 0xca: layout.addNumber(Float(bitPattern: try reader.bigEndian(UInt32.self)))
    case 0xcb: layout.addNumber(Double(bitPattern: try reader.bigEndian(UInt64.self)))
    case 0xcc: layout.addNumber(try reader.byte("a number"))
    case 0xcd: layout.addNumber(try reader.bigEndian(UInt16.self))
    case 0xce: layout.addNumber(try reader.bigEndian(UInt32.self))
    case 0xcf: layout.addNumber(try reader.bigEndian(UInt64.self))
    case 0xd0: layout.addNumber(Int8(bitPattern: try reader.byte("a number")))
    case 0xd1: layout.addNumber(try reader.bigEndian(Int16.self))
    case 0xd2: layout.addNumber(try reader.bigEndian(Int32.self))
    case 0xd3: layout.addNumber(try reader.bigEndian(Int64.self))
    case 0xd4...0xd8: try ext(count: 1 << UInt32(first - 0xd4))
    case 0xd9...0xdb: layout.addText(try reader.take(try length(first - 0xd9), "a string"), of: reader.bytes)
    case 0xdc, 0xdd: try array(try length(first - 0xdc + 1), at: start, depth: depth)
    case 0xde, 0xdf: try map(try length(first - 0xde + 1), at: start, depth: depth)
    case 0xe0...0xff: layout.addNumber(Int8(bitPattern: first))
    default: throw DataMismatch(at: start, "the byte 0xc1 begins no value")
    }
  }

  /// A length of one, two or four bytes.
  private mutating func length(_ size: UInt8) throws(DataMismatch) -> UInt32 {
    switch size {
    case 0: UInt32(try reader.byte("a length"))
    case 1: UInt32(try reader.bigEndian(UInt16.self))
    default: try reader.bigEndian(UInt32.self)
    }
  }

  private mutating func array(_ count: UInt32, at start: Int, depth: Int) throws(DataMismatch) {
    try container(count, "[", "]", valuesPerEntry: 1, at: start) { layout throws(DataMismatch) in
      try layout.value(depth: depth + 1)
    }
  }

  private mutating func map(_ count: UInt32, at start: Int, depth: Int) throws(DataMismatch) {
    try container(count, "{", "}", valuesPerEntry: 2, at: start) { layout throws(DataMismatch) in
      try layout.value(depth: depth + 1)
      layout.layout.add(": ", .punctuation)
      try layout.value(depth: depth + 1)
    }
  }

  private mutating func container(
    _ count: UInt32, _ opener: String, _ closer: String, valuesPerEntry: Int, at start: Int,
    entry: (inout MessagePackLayout) throws(DataMismatch) -> Void
  ) throws(DataMismatch) {
    // Each value has a byte at least.
    guard Int(count) <= reader.left / valuesPerEntry else {
      throw DataMismatch(at: start, "the data is too short for \(count) entries")
    }
    guard count > 0 else { return layout.add(opener + closer, .punctuation) }
    layout.open(opener, at: start)
    for index in 1...count {
      try entry(&self)
      guard index < count else { break }
      layout.addComma()
      layout.breakLine()
    }
    layout.close(closer)
  }

  private mutating func ext(count: UInt32) throws(DataMismatch) {
    let type = Int8(bitPattern: try reader.byte("an extension's type"))
    let range = try reader.take(count, "an extension")
    layout.add("ext(\(type), ", .punctuation)
    layout.addBytes(range, of: reader.bytes)
    layout.add(")", .punctuation)
    if type == -1 { layout.addTime(nanoseconds: timestamp(range)) }
  }

  /// The timestamp of the type -1: 32, 64 or 96 bits.
  private func timestamp(_ range: Range<Int>) -> Int64? {
    var reader = DataReader(reader.bytes, range: range)
    var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
    switch range.count {
    case 4: seconds = Int64((try? reader.bigEndian(UInt32.self)) ?? 0)
    case 8:
      let both = (try? reader.bigEndian(UInt64.self)) ?? 0
      (seconds, nanoseconds) = (Int64(both & 0x3_ffff_ffff), Int64(both >> 34))
    case 12:
      nanoseconds = Int64((try? reader.bigEndian(UInt32.self)) ?? 0)
      seconds = (try? reader.bigEndian(Int64.self)) ?? 0
    default: return nil
    }
    let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflows) = whole.addingReportingOverflow(nanoseconds)
    return isTooLarge || overflows || nanoseconds >= 1_000_000_000 ? nil : sum
  }
}
