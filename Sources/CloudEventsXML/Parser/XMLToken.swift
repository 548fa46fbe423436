import CloudEvents

/// One piece of a document.
package enum XMLToken: Sendable {
  /// A start tag. An empty element's is followed by ``end`` too.
  case start(XMLElement)
  case end
  case text(XMLText)
  case comment
  case instruction
}

/// A start tag.
package struct XMLElement: Sendable {
  package var name: XMLName
  /// Without the declarations of namespaces.
  package var attributes: [XMLAttribute]
  /// Where the tag stands.
  package var extent: ByteRange

  /// An attribute's value; `nil` where it is not there.
  func value(of namespace: XMLNamespace, _ local: StaticString, in bytes: UnsafeRawBufferPointer) -> [UInt8]?
  {
    attributes.first { $0.name.namespace == namespace && bytes[$0.name.local].equals(local) }?.value
  }
}

/// An attribute of an element.
package struct XMLAttribute: Sendable {
  package var name: XMLName
  /// With references resolved and white space made spaces, as UTF-8.
  package var value: [UInt8]
}

/// A name with what its prefix stands for.
package struct XMLName: Sendable {
  /// Empty where there is none.
  package var prefix: ByteRange
  package var local: ByteRange
  package var namespace: XMLNamespace
  /// The depth at which the prefix, or the default namespace, is declared.
  package var depth: Int
}

/// Characters between tags.
package struct XMLText: Sendable {
  package var range: ByteRange
  /// Whether it stands in a CDATA section, where nothing is a reference.
  package var isCDATA: Bool

  /// Appends the characters as UTF-8: references resolved, line ends as line feeds.
  package func append(to out: inout [UInt8], from bytes: UnsafeRawBufferPointer) {
    XMLCharacters.append(bytes[range], to: &out, hasReferences: !isCDATA, isAttribute: false)
  }
}
