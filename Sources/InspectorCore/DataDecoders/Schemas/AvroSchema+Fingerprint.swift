import CloudEvents

extension AvroSchema {
  /// The fingerprint CRC-64-AVRO of the schema's canonical form, which stands before a single object (Apache Avro 1.11,
  /// Schema Fingerprints).
  var fingerprint: UInt64 {
    canonicalForm.reduce(Self.empty) { fingerprint, byte in
      fingerprint >> 8 ^ Self.table[Int(UInt8(truncatingIfNeeded: fingerprint) ^ byte)]
    }
  }

  /// The fingerprint of nothing, which is the polynomial too.
  private static let empty: UInt64 = 0xc15d_213a_a4d7_a795

  private static let table: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(UInt64(byte)) { value, _ in value >> 1 ^ (empty & (0 &- (value & 1))) }
  }

  /// The schema with only what reading a value needs, in one way of writing (Parsing Canonical Form for Schemas).
  private var canonicalForm: [UInt8] {
    var json = JSONWriter()
    var declared: Set<[UInt8]> = []
    write(root, to: &json, declared: &declared)
    return json.bytes
  }

  /// - Parameter declared: the names of the types that are written already, which are only named from then on.
  private func write(_ type: Int, to json: inout JSONWriter, declared: inout Set<[UInt8]>) {
    let name = name(of: type)
    switch types[type].kind {
    case .null, .boolean, .int, .long, .float, .double, .bytes, .string: json.string(name)
    case .array(let items):
      json.object { json in
        json.member("type", name)
        json.name("items")
        write(items, to: &json, declared: &declared)
      }
    case .map(let values):
      json.object { json in
        json.member("type", name)
        json.name("values")
        write(values, to: &json, declared: &declared)
      }
    case .union(let members):
      json.array { json in
        for member in members { write(member, to: &json, declared: &declared) }
      }
    case .record, .enumeration, .fixed:
      guard declared.insert(Array(name.utf8)).inserted else { return json.string(name) }
      json.object { json in
        json.member("name", name)
        writeMembers(of: type, to: &json, declared: &declared)
      }
    }
  }

  /// What stands after the name of a named type.
  private func writeMembers(of type: Int, to json: inout JSONWriter, declared: inout Set<[UInt8]>) {
    switch types[type].kind {
    case .record(_, let fields):
      json.member("type", "record")
      json.name("fields")
      json.array { json in
        for field in fields {
          json.object { json in
            json.member("name", field.name)
            json.name("type")
            write(field.type, to: &json, declared: &declared)
          }
        }
      }
    case .enumeration(_, let symbols):
      json.member("type", "enum")
      json.name("symbols")
      json.array { json in symbols.forEach { json.string($0) } }
    case .fixed(_, let size):
      json.member("type", "fixed")
      json.member("size", size)
    default: break
    }
  }
}
