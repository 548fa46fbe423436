/// A URI-reference (RFC 3986, section 4.1): a URI, or a path relative to one. Kept as it was written.
public struct URIReference: Sendable, CustomStringConvertible {
  /// The text as it was written.
  public let description: String

  /// Reads a reference; `nil` where it does not follow the grammar.
  public init?(_ text: String) {
    var copy = text
    guard copy.withUTF8({ URISyntax.isReference(UnsafeRawBufferPointer($0)) }) else { return nil }
    description = text
  }
}

/// A URI with its scheme (RFC 3986, section 3). Kept as it was written.
public struct URI: Sendable, CustomStringConvertible {
  /// The text as it was written.
  public let description: String

  /// Reads a URI; `nil` where it does not follow the grammar or has no scheme.
  public init?(_ text: String) {
    var copy = text
    guard copy.withUTF8({ URISyntax.isURI(UnsafeRawBufferPointer($0)) }) else { return nil }
    description = text
  }
}

extension URIReference: Hashable {
  /// Whether both are the same text.
  public static func == (left: URIReference, right: URIReference) -> Bool {
    left.description.utf8.elementsEqual(right.description.utf8)
  }
}

extension URI: Hashable {
  /// Whether both are the same text.
  public static func == (left: URI, right: URI) -> Bool {
    left.description.utf8.elementsEqual(right.description.utf8)
  }
}
