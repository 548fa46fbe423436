import CloudEvents

/// An Avro schema (Apache Avro 1.11, Schema Declaration): its types, which may refer to each other.
public struct AvroSchema: Sendable {
  /// A type; those in it are named by their places in ``types``.
  indirect enum Kind: Sendable {
    case null, boolean, int, long, float, double, bytes, string
    case record(name: String, fields: [(name: String, type: Int)])
    case enumeration(name: String, symbols: [String])
    case array(Int)
    case map(Int)
    case union([Int])
    case fixed(name: String, size: Int)
  }

  /// What a value means beyond its type.
  enum Meaning: Sendable, Equatable {
    case date, timestampMillis, timestampMicros, timestampNanos
    case decimal(scale: Int)
  }

  struct Node: Sendable {
    var kind: Kind
    var meaning: Meaning?
  }

  private(set) var types: [Node] = []
  /// The place of the outermost type.
  private(set) var root = 0

  /// How many types a schema may have.
  private static let maximumTypes = 10_000

  /// Reads a schema's JSON.
  ///
  /// - Throws: where it is none.
  public init(json bytes: [UInt8]) throws(DataMismatch) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(DataMismatch) in
        guard let token = try? JSONScanner.scan(bytes) else { throw DataMismatch("the schema is not JSON") }
        var reader = AvroSchemaReader(bytes)
        let root = try reader.type(token, namespace: "", depth: 0)
        return (reader.types, root)
      }
    }
    (types, root) = try result.get()
  }

  /// The full name of the outermost type, or what kind of type it is.
  public var name: String { name(of: root) }

  func name(of type: Int) -> String {
    switch types[type].kind {
    case .null: "null"
    case .boolean: "boolean"
    case .int: "int"
    case .long: "long"
    case .float: "float"
    case .double: "double"
    case .bytes: "bytes"
    case .string: "string"
    case .record(let name, _), .enumeration(let name, _), .fixed(let name, _): name
    case .array: "array"
    case .map: "map"
    case .union: "union"
    }
  }

  /// Reads a schema into types.
  private struct AvroSchemaReader {
    private let bytes: UnsafeRawBufferPointer
    var types: [Node] = []
    private var named: [[UInt8]: Int] = [:]

    init(_ bytes: UnsafeRawBufferPointer) {
      self.bytes = bytes
    }

    mutating func type(_ token: JSONToken, namespace: String, depth: Int) throws(DataMismatch) -> Int {
      guard depth < 64 else { throw DataMismatch("the schema nests deeper than 64 levels") }
      guard types.count < AvroSchema.maximumTypes else {
        throw DataMismatch("the schema has more than \(AvroSchema.maximumTypes) types")
      }
      switch token.kind {
      case .string: return try reference(text(token), namespace: namespace)
      case .array:
        var members: [Int] = []
        for element in elements(of: token) {
          members.append(try type(element, namespace: namespace, depth: depth + 1))
        }
        return add(.union(members))
      case .object: return try declaration(members(of: token), namespace: namespace, depth: depth)
      default: throw DataMismatch("a type in the schema is neither a name, nor an object, nor an array")
      }
    }

    private mutating func declaration(
      _ members: [String: JSONToken], namespace: String, depth: Int
    ) throws(DataMismatch) -> Int {
      guard let type = members["type"] else { throw DataMismatch("an object in the schema has no \"type\"") }
      guard type.kind == .string else { return try self.type(type, namespace: namespace, depth: depth + 1) }
      switch text(type) {
      case "record", "error": return try record(members, namespace: namespace, depth: depth)
      case "enum":
        let symbols = members["symbols"].map { elements(of: $0).map(text) } ?? []
        let name = try fullName(members, namespace)
        return add(.enumeration(name: name, symbols: symbols), named: name)
      case "fixed":
        guard let size = members["size"].flatMap({ Int(text($0)) }), (0...1 << 30).contains(size) else {
          throw DataMismatch("a fixed type in the schema has no \"size\"")
        }
        let name = try fullName(members, namespace)
        return add(.fixed(name: name, size: size), meaning: meaning(members), named: name)
      case "array":
        guard let items = members["items"] else {
          throw DataMismatch("an array in the schema has no \"items\"")
        }
        return add(.array(try self.type(items, namespace: namespace, depth: depth + 1)))
      case "map":
        guard let values = members["values"] else {
          throw DataMismatch("a map in the schema has no \"values\"")
        }
        return add(.map(try self.type(values, namespace: namespace, depth: depth + 1)))
      case let name:
        let place = try reference(name, namespace: namespace)
        guard let meaning = meaning(members) else { return place }
        return add(types[place].kind, meaning: meaning)
      }
    }

    private mutating func record(
      _ members: [String: JSONToken], namespace: String, depth: Int
    ) throws(DataMismatch) -> Int {
      let name = try fullName(members, namespace)
      // Its place is known before its fields are, because they may be of its type.
      let place = add(.record(name: name, fields: []), named: name)
      let inner = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
      var fields: [(name: String, type: Int)] = []
      guard let list = members["fields"], list.kind == .array else {
        throw DataMismatch("the record \(name) in the schema has no \"fields\"")
      }
      for element in elements(of: list) {
        let field = self.members(of: element)
        guard let fieldName = field["name"].map(text), let type = field["type"] else {
          throw DataMismatch("a field of \(name) in the schema has no \"name\" or no \"type\"")
        }
        fields.append((fieldName, try self.type(type, namespace: inner, depth: depth + 1)))
      }
      types[place].kind = .record(name: name, fields: fields)
      return place
    }

    private mutating func reference(_ name: String, namespace: String) throws(DataMismatch) -> Int {
      let primitive: Kind? =
        switch name {
        case "null": .null
        case "boolean": .boolean
        case "int": .int
        case "long": .long
        case "float": .float
        case "double": .double
        case "bytes": .bytes
        case "string": .string
        default: nil
        }
      if let primitive { return add(primitive) }
      let full = name.contains(".") || namespace.isEmpty ? name : "\(namespace).\(name)"
      guard let place = named[Array(full.utf8)] ?? named[Array(name.utf8)] else {
        throw DataMismatch("the schema has no type \(name.prefix(80))")
      }
      return place
    }

    private mutating func add(_ kind: Kind, meaning: Meaning? = nil, named name: String? = nil) -> Int {
      types.append(Node(kind: kind, meaning: meaning))
      if let name { named[Array(name.utf8)] = types.count - 1 }
      return types.count - 1
    }

    private func fullName(_ members: [String: JSONToken], _ namespace: String) throws(DataMismatch) -> String
    {
      guard let name = members["name"].map(text) else {
        throw DataMismatch("a named type in the schema has no \"name\"")
      }
      if name.contains(".") { return name }
      let space = members["namespace"].map(text) ?? namespace
      return space.isEmpty ? name : "\(space).\(name)"
    }

    private func meaning(_ members: [String: JSONToken]) -> Meaning? {
      switch members["logicalType"].map(text) {
      case "date": .date
      case "timestamp-millis", "local-timestamp-millis": .timestampMillis
      case "timestamp-micros", "local-timestamp-micros": .timestampMicros
      case "timestamp-nanos", "local-timestamp-nanos": .timestampNanos
      case "decimal": .decimal(scale: max(0, min(100, members["scale"].flatMap { Int(text($0)) } ?? 0)))
      default: nil
      }
    }

    // MARK: JSON

    /// The text of a string or a number; bounded, as it becomes a name.
    private func text(_ token: JSONToken) -> String {
      guard token.kind == .string else {
        return String(decoding: bytes[token.range].prefix(40), as: UTF8.self)
      }
      return String(decoding: (JSONString.unescaped(bytes[token.contents]) ?? []).prefix(1000), as: UTF8.self)
    }

    /// The members that a schema's object may have; others are of no interest.
    private func members(of token: JSONToken) -> [String: JSONToken] {
      guard token.kind == .object else { return [:] }
      let known: Set = [
        "type", "name", "namespace", "fields", "symbols", "items", "values", "size", "logicalType", "scale",
      ]
      var found: [String: JSONToken] = [:]
      var scanner = JSONScanner(bytes, range: token.range.range)
      try? scanner.members { (name: JSONToken, scanner: inout JSONScanner) throws(JSONError) in
        let value = try scanner.value()
        guard name.contents.count < 20 else { return }
        let text = text(name)
        if known.contains(text) { found[text] = value }
      }
      return found
    }

    private func elements(of token: JSONToken) -> [JSONToken] {
      guard token.kind == .array else { return [] }
      var found: [JSONToken] = []
      var scanner = JSONScanner(bytes, range: token.range.range)
      try? scanner.elements { (scanner: inout JSONScanner) throws(JSONError) in
        found.append(try scanner.value())
      }
      return found
    }
  }
}
