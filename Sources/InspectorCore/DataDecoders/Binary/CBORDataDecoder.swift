import CloudEvents

/// CBOR in its diagnostic notation, a member or an element a line (RFC 8949, section 8).
struct CBORDataDecoder: DataDecoder {
  let name = "CBOR"

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    if let type = context.contentType {
      let isCBOR = ["cbor", "cbor-seq"].contains(type.subtype) || type.subtype.hasSuffix("+cbor")
      if isCBOR || type.subtype.hasSuffix("+cbor-seq") { return .contentType(type) }
    }
    // Section 3.4.6: a tag that means nothing else.
    return bytes.starts(with: [0xd9, 0xd9, 0xf7]) ? .guessed("it begins with the tag that says so") : nil
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    var layout = CBORLayout(bytes, limit: context.limit)
    return try layout.run(isSequence: context.contentType?.subtype.hasSuffix("cbor-seq") == true)
  }
}

/// Lays CBOR out and checks that it is well formed.
private struct CBORLayout {
  private var reader: DataReader
  private var layout: DataLayout

  init(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    reader = DataReader(bytes)
    layout = DataLayout(limit: limit)
  }

  mutating func run(isSequence: Bool) throws(DataMismatch) -> DecodedLines {
    var count = 0
    do throws(DataMismatch) {
      repeat {
        try item(depth: 0)
        layout.breakLine()
        count += 1
      } while isSequence && !reader.isAtEnd
      guard reader.isAtEnd else {
        throw DataMismatch(at: reader.position, "more follows what should be all")
      }
    } catch {
      try layout.settle(error)
    }
    return layout.finished(facts: isSequence && !layout.isCut ? "\(count) item\(count == 1 ? "" : "s")" : "")
  }

  private mutating func item(depth: Int) throws(DataMismatch) {
    let start = reader.position
    try layout.goOn(at: start)
    guard depth < DataLayout.maximumDepth else {
      throw DataMismatch(at: start, "values nest deeper than \(DataLayout.maximumDepth) levels")
    }
    let initial = try reader.byte("a value")
    let major = initial >> 5
    if major == 7 { return try simple(initial & 31, at: start) }
    let argument = try argument(initial & 31, at: start)
    switch major {
    case 0: layout.addNumber(try definite(argument, at: start))
    case 1: negative(try definite(argument, at: start))
    case 2, 3: try string(argument, major: major, at: start)
    case 4: try array(argument, at: start, depth: depth)
    case 5: try map(argument, at: start, depth: depth)
    default: try tagged(try definite(argument, at: start), depth: depth)
    }
  }

  /// The number in an initial byte's lower bits or after it; `nil` for an indefinite length.
  private mutating func argument(_ bits: UInt8, at start: Int) throws(DataMismatch) -> UInt64? {
    switch bits {
    case 0..<24: return UInt64(bits)
    case 24: return UInt64(try reader.byte("a number"))
    case 25: return UInt64(try reader.bigEndian(UInt16.self))
    case 26: return UInt64(try reader.bigEndian(UInt32.self))
    case 27: return try reader.bigEndian(UInt64.self)
    case 31: return nil
    default: throw DataMismatch(at: start, "the additional information \(bits) is reserved")
    }
  }

  private func definite(_ argument: UInt64?, at start: Int) throws(DataMismatch) -> UInt64 {
    guard let argument else {
      throw DataMismatch(at: start, "only strings, arrays and maps may be indefinite")
    }
    return argument
  }

  private mutating func negative(_ value: UInt64) {
    let (magnitude, isTooLarge) = value.addingReportingOverflow(1)
    layout.add(isTooLarge ? "-18446744073709551616" : "-\(magnitude)", .number)
  }

  private mutating func string(_ count: UInt64?, major: UInt8, at start: Int) throws(DataMismatch) {
    if let count { return add(try reader.take(count, "a string"), isText: major == 3) }
    layout.add("(_ ", .punctuation)
    var isFirst = true
    while try !isBreak() {
      let start = reader.position
      let initial = try reader.byte("a chunk")
      guard initial >> 5 == major, let count = try argument(initial & 31, at: start) else {
        throw DataMismatch(at: start, "a chunk must be a definite string of the same type")
      }
      if !isFirst { layout.add(", ", .punctuation) }
      isFirst = false
      add(try reader.take(count, "a chunk"), isText: major == 3)
    }
    layout.add(")", .punctuation)
  }

  private mutating func add(_ range: Range<Int>, isText: Bool) {
    if isText { layout.addText(range, of: reader.bytes) } else { layout.addBytes(range, of: reader.bytes) }
  }

  private mutating func array(_ count: UInt64?, at start: Int, depth: Int) throws(DataMismatch) {
    try container(count, "[", "]", itemsPerEntry: 1, at: start) { layout throws(DataMismatch) in
      try layout.item(depth: depth + 1)
    }
  }

  private mutating func map(_ count: UInt64?, at start: Int, depth: Int) throws(DataMismatch) {
    try container(count, "{", "}", itemsPerEntry: 2, at: start) { layout throws(DataMismatch) in
      try layout.item(depth: depth + 1)
      layout.layout.add(": ", .punctuation)
      try layout.item(depth: depth + 1)
    }
  }

  private mutating func container(
    _ count: UInt64?, _ opener: String, _ closer: String, itemsPerEntry: UInt64, at start: Int,
    entry: (inout CBORLayout) throws(DataMismatch) -> Void
  ) throws(DataMismatch) {
    // Each item has a byte at least.
    if let count, count > UInt64(reader.left) / itemsPerEntry {
      throw DataMismatch(at: start, "the data is too short for \(count) entries")
    }
    let mark = count == nil ? "_ " : ""
    var index: UInt64 = 0
    if try isOver(count, index) { return layout.add(opener + mark + closer, .punctuation) }
    layout.open(opener + mark, at: start)
    while true {
      try entry(&self)
      index += 1
      if try isOver(count, index) { break }
      layout.addComma()
      layout.breakLine()
    }
    layout.close(closer)
  }

  private mutating func isOver(_ count: UInt64?, _ index: UInt64) throws(DataMismatch) -> Bool {
    guard let count else { return try isBreak() }
    return index == count
  }

  /// Whether an indefinite value ends here; moves past its end.
  private mutating func isBreak() throws(DataMismatch) -> Bool {
    guard let next = reader.next else { throw reader.missing("the end of an indefinite value") }
    if next == 0xff { _ = try reader.byte() }
    return next == 0xff
  }

  private mutating func tagged(_ tag: UInt64, depth: Int) throws(DataMismatch) {
    layout.add("\(tag)(", .punctuation)
    let time = tag == 1 ? epochTime() : nil
    try item(depth: depth + 1)
    layout.add(")", .punctuation)
    layout.addTime(nanoseconds: time)
  }

  /// The time that is next, where it is a whole number or a double (section 3.4.2).
  private func epochTime() -> Int64? {
    var ahead = self
    guard let initial = try? ahead.reader.byte() else { return nil }
    if initial >> 5 == 0, let seconds = try? ahead.argument(initial & 31, at: 0) {
      let (nanoseconds, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      return isTooLarge ? nil : Int64(exactly: nanoseconds)
    }
    guard initial == 0xfb, let bits = try? ahead.reader.bigEndian(UInt64.self) else { return nil }
    return Int64(exactly: (Double(bitPattern: bits) * 1e9).rounded())
  }

  private mutating func simple(_ bits: UInt8, at start: Int) throws(DataMismatch) {
    switch bits {
    case 20, 21: layout.addBoolean(bits == 21)
    case 22: layout.addNull()
    case 23: layout.add("undefined", .null)
    case 0..<20: layout.add("simple(\(bits))", .null)
    case 24:
      let value = try reader.byte("a simple value")
      guard value >= 32 else {
        throw DataMismatch(at: start, "the simple value \(value) must stand in one byte")
      }
      layout.add("simple(\(value))", .null)
    case 25: layout.addNumber(HalfPrecision.value(try reader.bigEndian(UInt16.self)))
    case 26: layout.addNumber(Float(bitPattern: try reader.bigEndian(UInt32.self)))
    case 27: layout.addNumber(Double(bitPattern: try reader.bigEndian(UInt64.self)))
    case 31: throw DataMismatch(at: start, "nothing that could end here is open")
    default: throw DataMismatch(at: start, "the additional information \(bits) is reserved")
    }
  }
}

/// Numbers of IEEE 754's binary16, which not every platform's Swift has.
private enum HalfPrecision {
  static func value(_ bits: UInt16) -> Double {
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1f)
    let fraction = Double(bits & 0x3ff)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction / 1024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
