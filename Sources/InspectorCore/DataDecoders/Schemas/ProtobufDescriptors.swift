import CloudEvents

/// Message types of Protocol Buffers, read from a descriptor set: what `protoc --descriptor_set_out=FILE
/// --include_imports` writes.
public struct ProtobufDescriptors: Sendable {
  struct Message: Sendable {
    /// With its package, such as `com.example.Order`.
    var name: String
    var fields: [UInt32: Field] = [:]
    /// Whether it is an entry of a map.
    var isMapEntry = false
  }

  struct Field: Sendable {
    var name = ""
    var number: UInt32 = 0
    var type: UInt64 = 0
    /// The full name of a message's or an enumeration's type.
    var typeName = ""
    var isRepeated = false
  }

  /// The message types by their full names.
  private(set) var messages: [String: Message] = [:]
  /// The names of an enumeration's values by its full name.
  private(set) var enumerations: [String: [Int32: String]] = [:]
  /// The names of the messages that stand in no other, in order.
  private(set) var topLevel: [String] = []

  /// No types.
  public init() {}

  /// Adds the types of a `google.protobuf.FileDescriptorSet`.
  ///
  /// - Throws: where the bytes are none, or it has no message types.
  public mutating func add(descriptorSet bytes: [UInt8]) throws(DataMismatch) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(DataMismatch) in
        var added = self
        try ProtobufField.forEach(in: bytes, 0..<bytes.count) { file throws(DataMismatch) in
          if file.number == 1, let range = file.range { try added.addFile(bytes, range) }
        }
        return added
      }
    }
    let added = try result.get()
    guard added.topLevel.count > topLevel.count else { throw DataMismatch("it has no message types") }
    self = added
  }

  /// How many message types there are.
  public var count: Int { messages.count }

  /// The message type of some data, and why it is that.
  func message(for declared: DataDeclaration) -> (message: Message, reason: String)? {
    let parameters = ["messagetype", "message", "proto", "type", "schema"]
    for name in parameters {
      if let value = declared.contentType?[parameter: name], let found = messages[value] {
        return (found, "the content type says \(found.name)")
      }
    }
    if let schema = declared.dataschema {
      // Such as type.googleapis.com/com.example.Order, or https://example.com/orders.proto#com.example.Order.
      let last = schema.split { "/#?=:".contains($0) }.last.map(String.init) ?? schema
      if let found = messages[last] { return (found, "dataschema says \(found.name)") }
    }
    if let type = declared.eventType, let found = messages[type] {
      return (found, "the event's type is \(type)")
    }
    guard topLevel.count == 1, let found = messages[topLevel[0]] else { return nil }
    return (found, "the descriptor set has only \(found.name)")
  }

  // MARK: Reading descriptor.proto

  private mutating func addFile(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(DataMismatch) {
    var package = ""
    try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
      if field.number == 2 { package = field.text(in: bytes) }
    }
    let scope = package.isEmpty ? "" : package + "."
    try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
      guard let range = field.range else { return }
      if field.number == 4 { topLevel.append(try addMessage(bytes, range, in: scope, depth: 0)) }
      if field.number == 5 { try addEnumeration(bytes, range, in: scope) }
    }
  }

  @discardableResult
  private mutating func addMessage(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, in scope: String, depth: Int
  ) throws(DataMismatch) -> String {
    guard depth < 32 else { throw DataMismatch("message types nest deeper than 32 levels") }
    var name = ""
    try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
      if field.number == 1 { name = scope + field.text(in: bytes) }
    }
    var message = Message(name: name)
    try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
      guard let range = field.range else { return }
      switch field.number {
      case 2:
        let described = try Self.field(bytes, range)
        message.fields[described.number] = described
      case 3: try addMessage(bytes, range, in: name + ".", depth: depth + 1)
      case 4: try addEnumeration(bytes, range, in: name + ".")
      case 7:
        try ProtobufField.forEach(in: bytes, range) { option throws(DataMismatch) in
          if option.number == 7, option.number64 == 1 { message.isMapEntry = true }
        }
      default: break
      }
    }
    messages[name] = message
    return name
  }

  private static func field(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) throws(DataMismatch) -> Field {
    var described = Field()
    try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
      switch field.number {
      case 1: described.name = field.text(in: bytes)
      case 3: described.number = UInt32(truncatingIfNeeded: field.number64 ?? 0)
      case 4: described.isRepeated = field.number64 == 3
      case 5: described.type = field.number64 ?? 0
      case 6:
        let name = field.text(in: bytes)
        described.typeName = name.hasPrefix(".") ? String(name.dropFirst()) : name
      default: break
      }
    }
    return described
  }

  private mutating func addEnumeration(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, in scope: String
  ) throws(DataMismatch) {
    var name = ""
    var values: [Int32: String] = [:]
    try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
      if field.number == 1 { name = scope + field.text(in: bytes) }
      guard field.number == 2, let range = field.range else { return }
      var value = (name: "", number: Int32(0))
      try ProtobufField.forEach(in: bytes, range) { field throws(DataMismatch) in
        if field.number == 1 { value.name = field.text(in: bytes) }
        if field.number == 2 { value.number = Int32(truncatingIfNeeded: field.number64 ?? 0) }
      }
      values[value.number] = value.name
    }
    enumerations[name] = values
  }
}
