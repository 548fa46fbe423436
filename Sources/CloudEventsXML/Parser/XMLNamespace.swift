/// A namespace by its URI: those that the format knows by name.
package enum XMLNamespace: Sendable, Equatable {
  /// None: a name without prefix where no default namespace is declared.
  case none
  /// The CloudEvents XML format's.
  case cloudEvents
  /// XML Schema's, customarily `xs`.
  case schema
  /// XML Schema's for documents, customarily `xsi`.
  case instance
  /// That of the prefix `xml`.
  case xml
  case other([UInt8])

  package init(_ uri: [UInt8]) {
    self =
      Self.known.first { uri.elementsEqual($0.uri.utf8) }?.namespace ?? (uri.isEmpty ? .none : .other(uri))
  }

  /// The URI as UTF-8; empty for none.
  package var uri: [UInt8] {
    if case .other(let uri) = self { return uri }
    return Array(Self.known.first { $0.namespace == self }?.uri.utf8 ?? "".utf8)
  }

  private static let known: [(namespace: XMLNamespace, uri: String)] = [
    (.cloudEvents, "http://cloudevents.io/xmlformat/V1"),
    (.schema, "http://www.w3.org/2001/XMLSchema"),
    (.instance, "http://www.w3.org/2001/XMLSchema-instance"),
    (.xml, "http://www.w3.org/XML/1998/namespace"),
  ]
}

/// What a prefix stands for, within the element that declares it.
package struct XMLBinding: Sendable, Equatable {
  /// Empty for the default namespace.
  package var prefix: [UInt8]
  package var namespace: XMLNamespace
  /// How many elements are open where it is declared, that element too; 0 where it was there before the document.
  package var depth = 0
  /// Whether nothing declared it, and it is taken for what it customarily means.
  package var isCustomary = false

  /// What senders mean where they forget to declare it.
  static let customary = [
    XMLBinding("ce", .cloudEvents), XMLBinding("xs", .schema), XMLBinding("xsd", .schema),
    XMLBinding("xsi", .instance),
  ].map { binding in
    var binding = binding
    binding.isCustomary = true
    return binding
  }

  init(_ prefix: String, _ namespace: XMLNamespace) {
    self.prefix = Array(prefix.utf8)
    self.namespace = namespace
  }

  init(prefix: [UInt8], namespace: XMLNamespace, depth: Int) {
    self.prefix = prefix
    self.namespace = namespace
    self.depth = depth
  }
}

/// The namespace declarations in force at one place of a document.
package struct XMLScope: Sendable {
  /// How many declarations may be in force at once.
  static let maximumBindings = 256
  /// How many bytes the URI of a namespace may have. Each name is compared by it.
  static let maximumURI = 1024

  /// First to last as they were declared; a later one hides those before it.
  package private(set) var bindings: [XMLBinding]

  init(_ bindings: [XMLBinding]) {
    self.bindings = [XMLBinding("xml", .xml)] + bindings
  }

  mutating func declare(_ binding: XMLBinding) -> Bool {
    guard bindings.count < Self.maximumBindings else { return false }
    bindings.append(binding)
    return true
  }

  /// Forgets what was declared deeper than that.
  mutating func leave(depth: Int) {
    while let last = bindings.last, last.depth > depth { bindings.removeLast() }
  }

  /// What a prefix stands for; the default namespace is none where nothing declares it, another prefix `nil`.
  package func binding(of prefix: some Collection<UInt8>) -> XMLBinding? {
    bindings.last { $0.prefix.elementsEqual(prefix) }
      ?? (prefix.isEmpty ? XMLBinding(prefix: [], namespace: .none, depth: 0) : nil)
  }
}
