import CloudEvents

/// Protocol Buffers in a notation like their text format: with names where a descriptor set has the type, else with
/// field numbers and a guess at what each value is.
struct ProtobufDataDecoder: DataDecoder {
  let name = "Protobuf"
  let descriptors: ProtobufDescriptors

  func reason(for bytes: UnsafeRawBufferPointer, in context: DecodingContext) -> DataReason? {
    guard let type = context.contentType,
      [
        "protobuf", "x-protobuf", "vnd.google.protobuf", "x-google-protobuf",
        "vnd.google.octet-stream-protobuf",
      ].contains(type.subtype) || type.subtype.hasSuffix("+protobuf") || type.subtype.hasSuffix("+proto")
    else { return nil }
    return .contentType(type)
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, in context: DecodingContext
  ) throws(DataMismatch) -> DecodedLines {
    var problem: String?
    if let (message, reason) = descriptors.message(for: context.declared) {
      do throws(DataMismatch) {
        return try lines(bytes, as: message, context, facts: "\(message.name), because \(reason)")
      } catch {
        problem = "It is not \(message.name): \(error)."
      }
    }
    let noSchema = "no schema: what is text and what a message is a guess"
    let facts =
      descriptors.count == 0 || problem != nil ? noSchema : "no message type is named: names are missing"
    return try lines(bytes, as: nil, context, facts: facts, problem: problem)
  }

  private func lines(
    _ bytes: UnsafeRawBufferPointer, as message: ProtobufDescriptors.Message?, _ context: DecodingContext,
    facts: String, problem: String? = nil
  ) throws(DataMismatch) -> DecodedLines {
    var layout = ProtobufLayout(bytes, descriptors: descriptors, limit: context.limit)
    do throws(DataMismatch) {
      try layout.fields(of: 0..<bytes.count, as: message, depth: 0)
    } catch {
      try layout.layout.settle(error)
    }
    return layout.layout.finished(facts: facts, problem: problem)
  }
}

/// Lays a message out, field by field.
private struct ProtobufLayout {
  private let bytes: UnsafeRawBufferPointer
  private let descriptors: ProtobufDescriptors
  var layout: DataLayout

  private static let maximumDepth = 64

  init(_ bytes: UnsafeRawBufferPointer, descriptors: ProtobufDescriptors, limit: Int) {
    self.bytes = bytes
    self.descriptors = descriptors
    layout = DataLayout(limit: limit)
  }

  /// The fields of a message, each with a line of its own or more.
  mutating func fields(
    of range: Range<Int>, as message: ProtobufDescriptors.Message?, depth: Int
  ) throws(DataMismatch) {
    var reader = DataReader(bytes, range: range)
    while !reader.isAtEnd {
      try layout.goOn(at: reader.position)
      let field = try ProtobufField(&reader)
      // What is not laid out is only checked, and not looked into.
      if layout.isFull { layout.cut() } else { try add(field, message?.fields[field.number], depth: depth) }
      layout.breakLine()
    }
  }

  private mutating func add(
    _ field: ProtobufField, _ described: ProtobufDescriptors.Field?, depth: Int
  ) throws(DataMismatch) {
    layout.add(described?.name ?? String(field.number), described == nil ? .offset : .key)
    if let described, try addDescribed(field, described, depth: depth) { return }
    if case .group(let range) = field.value {
      return try nested(range, as: nil, at: field.start, depth: depth)
    }
    guard case .bytes(let range) = field.value else { return addScalar(field.value) }
    if depth < Self.maximumDepth, !looksLikeText(range), ProtobufField.isMessage(bytes, range) {
      return try nested(range, as: nil, at: field.start, depth: depth)
    }
    layout.add(": ", .punctuation)
    if looksLikeText(range) { layout.addText(range, of: bytes) } else { layout.addBytes(range, of: bytes) }
  }

  /// A value of which nothing but its size is known.
  private mutating func addScalar(_ value: ProtobufField.Value) {
    layout.add(": ", .punctuation)
    switch value {
    case .varint(let value):
      layout.addNumber(value)
      if value >> 63 == 1 { layout.add(" (\(Int64(bitPattern: value)))", .dim) }
    case .fixed64(let value):
      layout.add("0x\(hex(value, 16))", .number)
      layout.add(" (\(Double(bitPattern: value)) as a double)", .dim)
    case .fixed32(let value):
      layout.add("0x\(hex(value, 8))", .number)
      layout.add(" (\(Float(bitPattern: value)) as a float)", .dim)
    case .bytes, .group: break
    }
  }

  private mutating func nested(
    _ range: Range<Int>, as message: ProtobufDescriptors.Message?, at start: Int, depth: Int
  ) throws(DataMismatch) {
    guard depth < Self.maximumDepth else {
      throw DataMismatch(at: start, "messages nest deeper than \(Self.maximumDepth) levels")
    }
    if range.isEmpty { return layout.add(" {}", .punctuation) }
    layout.open(" {", at: start)
    try fields(of: range, as: message, depth: depth + 1)
    layout.close("}")
  }

  // MARK: With a descriptor

  /// Adds a value of a described type; false where it is written otherwise than that type is.
  private mutating func addDescribed(
    _ field: ProtobufField, _ described: ProtobufDescriptors.Field, depth: Int
  ) throws(DataMismatch) -> Bool {
    switch (described.type, field.value) {
    case (10, .group(let range)), (11, .bytes(let range)):
      try nested(range, as: descriptors.messages[described.typeName], at: field.start, depth: depth)
    case (9, .bytes(let range)):
      layout.add(": ", .punctuation)
      layout.addText(range, of: bytes)
    case (12, .bytes(let range)):
      layout.add(": ", .punctuation)
      layout.addBytes(range, of: bytes)
    case (_, .bytes(let range)) where described.isRepeated: return addPacked(range, described)
    default:
      guard isScalar(described.type, field.value) else {
        layout.add(" (not written as its type)", .dim)
        return false
      }
      layout.add(": ", .punctuation)
      addScalar(field.value, described)
    }
    return true
  }

  /// Numbers of a repeated field, one behind the other.
  private mutating func addPacked(_ range: Range<Int>, _ described: ProtobufDescriptors.Field) -> Bool {
    var reader = DataReader(bytes, range: range)
    var values: [ProtobufField.Value] = []
    while !reader.isAtEnd, values.count < 1000 {
      let value: ProtobufField.Value? =
        switch described.type {
        case 1, 6, 16: (try? reader.littleEndian(UInt64.self)).map { .fixed64($0) }
        case 2, 7, 15: (try? reader.littleEndian(UInt32.self)).map { .fixed32($0) }
        default: (try? reader.varint()).map { .varint($0) }
        }
      guard let value, isScalar(described.type, value) else {
        layout.add(" (not written as its type)", .dim)
        return false
      }
      values.append(value)
    }
    layout.add(": [", .punctuation)
    for (index, value) in values.enumerated() {
      if index > 0 { layout.add(", ", .punctuation) }
      addScalar(value, described)
    }
    layout.add(reader.isAtEnd ? "]" : ", …]", .punctuation)
    return true
  }

  /// Whether a value is written as a scalar type is (`FieldDescriptorProto.Type`).
  private func isScalar(_ type: UInt64, _ value: ProtobufField.Value) -> Bool {
    switch value {
    case .varint: [3, 4, 5, 8, 13, 14, 17, 18].contains(type)
    case .fixed64: [1, 6, 16].contains(type)
    case .fixed32: [2, 7, 15].contains(type)
    case .bytes, .group: false
    }
  }

  private mutating func addScalar(_ value: ProtobufField.Value, _ described: ProtobufDescriptors.Field) {
    switch (described.type, value) {
    case (1, .fixed64(let bits)): layout.addNumber(Double(bitPattern: bits))
    case (2, .fixed32(let bits)): layout.addNumber(Float(bitPattern: bits))
    case (16, .fixed64(let bits)): layout.addNumber(Int64(bitPattern: bits))
    case (15, .fixed32(let bits)): layout.addNumber(Int32(bitPattern: bits))
    case (3, .varint(let bits)): layout.addNumber(Int64(bitPattern: bits))
    case (5, .varint(let bits)): layout.addNumber(Int32(truncatingIfNeeded: bits))
    case (13, .varint(let bits)): layout.addNumber(UInt32(truncatingIfNeeded: bits))
    case (17, .varint(let bits)), (18, .varint(let bits)):
      layout.addNumber(Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
    case (8, .varint(let bits)): layout.addBoolean(bits != 0)
    case (14, .varint(let bits)):
      let number = Int32(truncatingIfNeeded: bits)
      if let name = descriptors.enumerations[described.typeName]?[number] {
        layout.add(name, .string)
      } else {
        layout.addNumber(number)
      }
    case (_, .varint(let bits)), (_, .fixed64(let bits)): layout.addNumber(bits)
    case (_, .fixed32(let bits)): layout.addNumber(bits)
    case (_, .bytes), (_, .group): break
    }
  }

  // MARK: Guesses

  /// Whether bytes are more likely text than a message: UTF-8 without control characters, but for line breaks and tabs
  /// that do not stand first, where the tag of a message's first field would be.
  private func looksLikeText(_ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    let text = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard text[0] >= 0x20 || !ProtobufField.isMessage(bytes, range) else { return false }
    return UTF8Validation.isValid(text)
      && !text.contains { $0 < 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 || $0 == 0x7f }
  }
}

/// A number in base 16, with leading zeros.
private func hex(_ value: some BinaryInteger, _ digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
