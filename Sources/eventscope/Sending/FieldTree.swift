import CloudEvents

/// JSON data built from paths and values: `order.id=17` and `order.note=hi` are one object in another.
struct FieldTree {
  private indirect enum Node {
    case value([UInt8])
    case object([(name: String, node: Node)])
  }

  private var root = Node.object([])

  /// Builds an object from `path=value` arguments, in their order. `\.` is a point inside a name.
  init(_ fields: [String]) throws(Failure) {
    for field in fields {
      guard let equals = field.firstIndex(of: "=") else {
        throw Failure(.usage, "--field \(field) has no value; write it like order.id=17.")
      }
      let path = FieldTree.names(field[..<equals])
      guard !path.contains("") else {
        throw Failure(.usage, "--field \(field) has an empty name; write it like order.id=17.")
      }
      guard
        let root = FieldTree.putting(
          FieldTree.value(String(field[field.index(after: equals)...])), at: path[...], in: root)
      else {
        throw Failure(.usage, "--field \(field) puts a member where another --field has put a value.")
      }
      self.root = root
    }
  }

  /// The object's JSON text.
  var json: [UInt8] {
    var writer = JSONWriter()
    FieldTree.write(root, to: &writer)
    return writer.bytes
  }

  /// JSON where it is JSON, and a string where it is none.
  private static func value(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    if bytes.withUnsafeBytes({ JSONScanner.isValid($0) }) { return bytes }
    var string: [UInt8] = []
    JSONString.append(text, to: &string)
    return string
  }

  private static func names(_ path: Substring) -> [String] {
    var names = [""]
    var isEscaped = false
    for character in path {
      if isEscaped {
        names[names.count - 1].append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "." {
        names.append("")
      } else {
        names[names.count - 1].append(character)
      }
    }
    return names
  }

  /// The node with the value put in; `nil` where something else stands in the way.
  private static func putting(_ value: [UInt8], at path: ArraySlice<String>, in node: Node) -> Node? {
    guard case .object(var members) = node, let name = path.first else { return nil }
    let index = members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    let rest = path.dropFirst()
    let child: Node
    if rest.isEmpty {
      if let index, case .object = members[index].node { return nil }
      child = .value(value)
    } else {
      guard let inner = putting(value, at: rest, in: index.map { members[$0].node } ?? .object([])) else {
        return nil
      }
      child = inner
    }
    if let index { members[index].node = child } else { members.append((name, child)) }
    return .object(members)
  }

  private static func write(_ node: Node, to writer: inout JSONWriter) {
    switch node {
    case .value(let json): writer.raw(json)
    case .object(let members):
      writer.object { writer in
        for (name, node) in members {
          writer.name(name)
          write(node, to: &writer)
        }
      }
    }
  }
}
